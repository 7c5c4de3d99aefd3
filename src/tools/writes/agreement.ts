import * as z from 'zod';
import { ConfirmationNeeded } from './confirmation.ts';
import type { ToolContext } from '../core/context.ts';
import { NoAnswer } from '../core/conversation.ts';
import { ToolError } from '../core/failure.ts';
import { quoted } from '../text/names.ts';
import { cleanLine } from '../text/untrusted.ts';

/** Characters of names. */
const longest = 1000;

/** The argument without which a change that takes somebody off call only tells so. */
export const agreementArgument = z
	.string()
	.max(longest)
	.optional()
	.describe('The names that the call without `confirm` returned, once the person has agreed to the change.');

/** What the person has to agree to before a change. */
export interface Consequence {
	/** As sentences; undefined for nothing. */
	readonly question: string | undefined;
	/** The names of those whom it is about: agreeing means to know them. */
	readonly about: string;
	/** Their ids. */
	readonly ids: readonly string[];
}

/**
 * Lets a change go on to which the person agrees, or the agent with the names of those whom it is about.
 * @throws {ConfirmationNeeded} when nobody could be asked yet.
 * @throws {ToolError} nothing was changed, and why.
 */
export async function requireAgreement(
	{ question, about, ids }: Consequence,
	confirm: string | undefined,
	{ person }: ToolContext,
): Promise<void> {
	if (question === undefined || cleanLine(confirm ?? '', longest).normalize() === about.normalize()) return;
	const next = `Ask the person; if they agree, call again with confirm: ${JSON.stringify(about)}.`;
	if (confirm !== undefined) {
		const message = `Nothing changed: confirm is ${quoted(confirm)}, but this is about ${JSON.stringify(about)}. ${question}`;
		throw new ToolError({ message, next });
	}
	let why = '';
	try {
		const answer = await person?.agree({ question, yes: 'Make the change', no: 'Leave it as it is', ids });
		if (answer) return;
		if (person) throw new ToolError({ message: `Nothing changed: the person did not agree. ${question}` });
	} catch (error) {
		if (!(error instanceof NoAnswer) || !error.unasked) throw error;
		why = ` (${error.reason})`;
	}
	throw new ConfirmationNeeded(`Nothing changed yet${why}. ${question}`, about);
}
