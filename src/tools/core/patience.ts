/** The longest that a call may be told to wait for PagerDuty: whoever can wait for longer asks again. */
export const longestWaitSeconds = 600;
