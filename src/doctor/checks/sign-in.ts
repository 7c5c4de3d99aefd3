import type { Check } from '../check.ts';
import type { Finding } from '../finding.ts';

/** Which sign-in counts, and where its secret is kept. */
export const signInCheck: Check = {
	name: 'sign_in',
	title: 'Sign-in',
	async run(readings): Promise<Finding> {
		const { source, others } = await readings.signIn();
		const more = others.length > 0 ? { facts: { others } } : {};
		const nobody = {
			verdict: 'problem',
			message: 'Nobody is signed in.',
			next: readings.subject.words.signIn,
			...more,
		} as const;
		if (source === undefined) return nobody;
		const account = await readings.account();
		if (!account) return nobody;
		return {
			verdict: 'ok',
			message: `${capital(source)} is in use.`,
			facts: { source, ...(account.demo && { demo: true }), ...(others.length > 0 && { others }) },
		};
	},
};

function capital(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}
