/** How long a person is asked: people may be away for a while. */
export const answerMinutes = 10;
