import type { Person } from '../../src/tools/core/conversation.ts';

/** A person who agrees to every change, and chooses nobody among namesakes. */
export const agreeable: Person = {
	choose: (_, choices) => Promise.resolve(choices.find(({ value }) => value === 'yes')?.value),
};
