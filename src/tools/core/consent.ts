import { NoAnswer, type AskablePerson, type Person } from './conversation.ts';
import { ToolError, type Failure } from './failure.ts';
import { inEnglish, said, type Said, type Words } from '../text/said.ts';

/** What a person must agree to before a tool does it, each as the end of "because …". */
export const consentReasons = {
	pages: 'it pages people',
	customers: 'it tells customers or other people outside',
	many: 'it changes many incidents at once',
	configuration: 'it deletes or rewrites configuration or notes, or adds people',
	'off-call': 'it changes who is on call',
	automation: 'it runs a workflow or a script',
} as const;

export type ConsentKind = keyof typeof consentReasons;

export const consentKinds = Object.keys(consentReasons).filter((kind): kind is ConsentKind => kind in consentReasons);

/** More incidents than these are many. */
export const fewIncidents = 5;

/** What is about to be done, in words that name it. */
export interface Act {
	/** As a question, e.g. `Page "Dana Ito" now?`. */
	readonly question: Said;
	/** The answer that lets it be done, as a short command. */
	readonly yes: Said;
	/** The answer that does not. */
	readonly no?: Said;
	/** Whatever it is about: where something else turns up meanwhile, it is another act. */
	readonly ids: readonly string[];
}

/** How people agree to what comes through one door. */
export interface ConsentDoor {
	/** Whoever calls does so themselves, and has been asked by whoever offered it. */
	readonly own?: boolean;
	/** Kinds to which the person has agreed in advance. */
	readonly given?: readonly ConsentKind[];
	/** Asks where the client cannot. */
	readonly screen?: (client: string | undefined, signal: AbortSignal) => Person;
	/** The words in which this door asks people. Default: English. */
	readonly words?: Words;
	/** What else there is to do where nobody can be asked, as a sentence for agents. */
	readonly instead?: (kinds: readonly ConsentKind[]) => string;
}

/** The consent to what one call does, as its tool sees it. */
export interface Consent {
	/** Whether the person does it themselves, so that nobody has to be asked. */
	readonly own: boolean;
	/** Whether the person has agreed to all of that in advance: then it is for the agent to know what it does. */
	isGiven(kinds: readonly ConsentKind[]): boolean;
	/**
	 * Asks the person, unless they need not be asked. Without kinds there is nothing to ask.
	 * @param act what is to be done; made only where somebody is asked
	 * @returns the ids that they agreed to, which may be more than there are by now; undefined where nobody was asked
	 * @throws {ToolError} nothing was changed, and why
	 */
	require(kinds: readonly ConsentKind[], act: () => Act | Promise<Act>): Promise<readonly string[] | undefined>;
	/** Says that this call does nothing to which anybody must agree. */
	none(): void;
}

interface CallConsentParts {
	readonly tool: { readonly name: string; readonly consent?: readonly ConsentKind[] };
	readonly own: boolean;
	readonly door: ConsentDoor;
	readonly agree: AskablePerson['agree'] | undefined;
}

/** The consent to one try of a call. */
export class CallConsent implements Consent {
	readonly #parts: CallConsentParts;
	#settled = false;

	constructor(parts: CallConsentParts) {
		this.#parts = parts;
	}

	get own(): boolean {
		const { own, door } = this.#parts;
		return own || door.own === true;
	}

	/** Whether changes may be sent by now. */
	get settled(): boolean {
		return this.#settled || this.#parts.tool.consent === undefined;
	}

	isGiven(kinds: readonly ConsentKind[]): boolean {
		return kinds.every((kind) => this.#parts.door.given?.includes(kind) === true);
	}

	async require(kinds: readonly ConsentKind[], act: () => Act | Promise<Act>): Promise<readonly string[] | undefined> {
		const { tool } = this.#parts;
		const undeclared = kinds.find((kind) => tool.consent?.includes(kind) !== true);
		if (undeclared !== undefined) throw new Error(`${tool.name} does not declare consent of kind ${undeclared}.`);
		const agreed = this.own || this.isGiven(kinds) ? undefined : await this.#ask(kinds, await act());
		this.#settled = true;
		return agreed;
	}

	none(): void {
		this.#settled = true;
	}

	async #ask(kinds: readonly ConsentKind[], act: Act): Promise<readonly string[]> {
		const { agree, door } = this.#parts;
		const { no = said`Leave it as it is` } = act;
		const question = inEnglish(act.question);
		let why = 'the client cannot show them a question';
		try {
			if (agree) {
				const agreed = await agree({ ...act, no });
				if (agreed) return agreed;
				throw new ToolError({
					message: `Nothing was changed: the person was asked and said no. ${question}`,
					said: said`You said no, so nothing was changed.`,
					next: 'Leave it unless the person asks for it again.',
				});
			}
		} catch (error) {
			if (!(error instanceof NoAnswer)) throw error;
			if (!error.unasked) throw unanswered(error, question);
			why = error.reason;
		}
		const missing = kinds.filter((kind) => !this.isGiven([kind]));
		const because = missing.map((kind) => consentReasons[kind]).join(' and ');
		throw new NotAsked(why, {
			message: `Nothing was changed. The person must agree first, because ${because}, and they could not be asked: ${why}. ${question}`,
			said: said`You must agree to this first, but you could not be asked here, so nothing was changed. Where PagerDuty offers it, you can do it there.`,
			next:
				door.instead?.(missing) ??
				'Ask the person to use a client that can show them questions, or to do it in PagerDuty where it offers that.',
		});
	}
}

function unanswered(error: NoAnswer, question: string): ToolError {
	const next = 'Leave it unless the person asks for it again.';
	return new ToolError({ ...error.failure, message: `Nothing was changed: ${error.reason}. ${question}`, next }, error);
}

/** The person must agree, and there is no way to ask them. */
export class NotAsked extends ToolError {
	/** As the end of a sentence. */
	readonly reason: string;

	constructor(reason: string, failure: Failure) {
		super(failure);
		this.reason = reason;
	}
}
