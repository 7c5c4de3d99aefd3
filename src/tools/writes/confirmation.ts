import { ToolError } from '../core/failure.ts';
import { cleanName, quoted } from '../text/names.ts';

/** Nothing is changed yet: the agent must show first that it knows what it changes. That is an answer, not a failure. */
export class ConfirmationNeeded extends ToolError {
	readonly #confirm: string;

	/** @param confirm what the next call must say */
	constructor(message: string, confirm: string, more = '') {
		const next = `If that is what the person wants, call again with confirm: ${JSON.stringify(confirm)}.`;
		super({ message, next: more === '' ? next : `${next} ${more}` });
		this.#confirm = confirm;
	}

	/** What an agent gets. */
	get output(): Record<string, unknown> {
		const { message, next = '' } = this.failure;
		return { note: `${message} ${next}`, confirm: this.#confirm };
	}
}

/**
 * Whether the name of what a change is about was repeated, as it is shown, with or without quotation marks around it.
 * @throws {ToolError} when another text was.
 */
export function isConfirmed({
	noun,
	name,
	confirm,
}: {
	readonly noun: string;
	readonly name: string;
	readonly confirm: string | undefined;
}): boolean {
	if (confirm === undefined) return false;
	const bare = (text: string) => cleanName(cleanName(text).replace(/^"(.*)"$/, '$1')).normalize('NFC');
	if (bare(confirm) === bare(name)) return true;
	throw new ToolError({
		message: `confirm: ${quoted(confirm)} is not the name of the ${noun}, ${quoted(name)}. Nothing was changed.`,
		next: 'Show the person what would be deleted before you confirm.',
	});
}
