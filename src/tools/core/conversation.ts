import { abortable } from '../../pagerduty/http/abortable.ts';
import { answerMinutes } from './answer-limit.ts';
import { ToolError } from './failure.ts';
import { english, inEnglish, inWords, said, type Said, type Words } from '../text/said.ts';

/** One of several answers a person may give. */
export interface Choice {
	/** What comes back when it is chosen. */
	readonly value: string;
	readonly label: string;
}

/** The person at a client, as its door reaches them. */
export interface Person {
	/**
	 * The chosen value, or undefined when the person declined.
	 * @param safe the value that is chosen where somebody answers without a look; the first of the choices
	 * @param title what the choices are called in a form, in words of theirs
	 * @throws {NoAnswer} when they gave no answer at all.
	 */
	choose(question: string, choices: readonly Choice[], safe?: string, title?: string): Promise<string | undefined>;
}

/** What choices are called. */
const choice = said`Choice`;

/** The person behind a call, as its tool asks them: what it says becomes words of theirs on the way. */
export interface AsksPerson {
	/** @throws {NoAnswer} */
	choose(question: Said, choices: readonly Choice[]): Promise<string | undefined>;
}

/** A person who has not been asked, or has not answered: the end of a sentence for agents, and what they are told of it themselves. */
interface Silence {
	readonly reason: string;
	readonly said?: Said;
	/** The client could not even ask. */
	readonly unasked?: boolean;
}

const silences = {
	late: {
		reason: `nobody answered within ${answerMinutes} minutes`,
		said: said`Nobody answered the question within ${answerMinutes} minutes, so nothing was changed.`,
	},
	closed: {
		reason: 'the person closed the question without an answer',
		said: said`You closed the question without an answer, so nothing was changed.`,
	},
	notShown: { reason: 'the client could not show the question to the person', unasked: true },
	noChoice: { reason: 'the client sent an answer that was not among the choices', unasked: true },
} as const satisfies Record<string, Silence>;

/** Why nobody answered a question. */
export class NoAnswer extends ToolError {
	/** As the end of a sentence, e.g. `nobody answered within 10 minutes`. */
	readonly reason: string;
	/** Whether the client could not even ask, so that another way to ask may help. */
	readonly unasked: boolean;

	constructor(why: keyof typeof silences, cause?: unknown) {
		const { reason, said, unasked = false }: Silence = silences[why];
		super({ message: `Nothing changed: ${reason}.`, ...(said && { said }) }, cause);
		this.reason = reason;
		this.unasked = unasked;
	}
}

/** A change that the person is asked to agree to. */
export interface Proposal {
	readonly question: Said;
	readonly yes: Said;
	readonly no: Said;
	/** What it is about, by id. */
	readonly ids: readonly string[];
}

/** The person behind a call, as it asks them. */
export interface AskablePerson {
	/** Undefined when the client has no way to ask. */
	readonly choose: AsksPerson['choose'] | undefined;
	/**
	 * The ids that the person agreed to, or undefined when they declined. They may have been shown more than is proposed by now:
	 * what is no longer proposed has changed meanwhile and must be left alone.
	 * @throws {NoAnswer}
	 */
	readonly agree: ((proposal: Proposal) => Promise<readonly string[] | undefined>) | undefined;
}

/** One try to do what was asked. */
export interface Attempt {
	readonly signal: AbortSignal;
	readonly person: AskablePerson;
}

/** Who calls, and who is asked meanwhile. */
export interface Asking {
	readonly signal: AbortSignal;
	/** At the client; undefined when it has no way to ask. */
	readonly person: Person | undefined;
	/** Is asked whether to agree where the client cannot. */
	readonly screen?: Person | undefined;
	/** The words in which they are asked. */
	readonly words?: Words | undefined;
}

/**
 * Runs a call that may ask the person. While they think, what it has read grows old. So it begins anew with each answer: it
 * reads everything again, and hears the same answer to the same question without asking twice.
 * @param begun whether anything was sent that must not be sent twice: from then on an answer only goes on.
 */
export async function runAsking<T>(
	caller: Asking,
	run: (attempt: Attempt) => Promise<T>,
	begun: () => boolean,
): Promise<T> {
	const answers = new Answers(caller);
	for (;;) {
		const attempt = new AbortController();
		const cancel = () => attempt.abort(caller.signal.reason);
		if (caller.signal.aborted) cancel();
		caller.signal.addEventListener('abort', cancel, { once: true });
		try {
			const answered = new Promise<undefined>((resolve) => {
				attempt.signal.addEventListener('abort', () => resolve(undefined), { once: true });
			});
			const beginAnew = () => {
				if (!begun()) attempt.abort(new Error('The person has answered.'));
			};
			const person = answers.during(attempt.signal, beginAnew);
			const done = run({ signal: attempt.signal, person }).then((result) => ({ result }));
			const outcome = await Promise.race([answered, done]);
			if (outcome) return outcome.result;
			if (caller.signal.aborted) return (await done).result;
			done.catch(() => undefined);
		} finally {
			caller.signal.removeEventListener('abort', cancel);
		}
	}
}

/** A question that was put to the person, and what it is about. */
interface Asked {
	readonly key: string;
	readonly ids: readonly string[];
	readonly answer: Promise<string | undefined>;
	answered: boolean;
}

/** What the person was asked during one call, answered or not. */
class Answers {
	readonly #asking: Asking;
	readonly #asked: Asked[] = [];

	constructor(asking: Asking) {
		this.#asking = asking;
	}

	during(signal: AbortSignal, beginAnew: () => void): AskablePerson {
		const hear = async (asked: Asked): Promise<string | undefined> => {
			const isNew = !asked.answered;
			const value = await abortable(asked.answer, signal);
			if (isNew && value !== undefined) beginAnew();
			signal.throwIfAborted();
			return value;
		};
		const { person, screen, words = english } = this.#asking;
		return {
			choose:
				person &&
				((question, choices) => {
					const asked = inWords(question, words);
					const key = `${asked} ${choices.map(({ value }) => value).join(' ')}`;
					return hear(
						this.#ask({ key, ids: [] }, () => person.choose(asked, choices, undefined, inWords(choice, words))),
					);
				}),
			agree:
				(person ?? screen) &&
				(async (proposal) => {
					const { yes, ids } = proposal;
					const asked = this.#ask({ key: inEnglish(yes), ids }, () => this.#agree(proposal));
					return (await hear(asked)) === undefined ? undefined : asked.ids;
				}),
		};
	}

	/** A yes or nothing: after a no there is nothing to read again, nor to ask. */
	async #agree(proposal: Proposal): Promise<'yes' | undefined> {
		return (await this.#chooseToAgree(proposal)) === 'yes' ? 'yes' : undefined;
	}

	/** What is safe comes first: some clients take the first answer where somebody gives none. */
	async #chooseToAgree(proposal: Proposal): Promise<string | undefined> {
		const { person, screen, words = english } = this.#asking;
		const [question, yes, no] = [
			inWords(proposal.question, words),
			inWords(proposal.yes, words),
			inWords(proposal.no, words),
		];
		const choices = [
			{ value: 'no', label: no },
			{ value: 'yes', label: yes },
		];
		try {
			if (person) return await person.choose(question, choices, 'no', inWords(choice, words));
		} catch (error) {
			if (!screen || !(error instanceof NoAnswer) || !error.unasked) throw error;
		}
		return screen?.choose(question, choices, 'no');
	}

	/** The question about all of that, which may have been put already. */
	#ask({ key, ids }: Pick<Asked, 'key' | 'ids'>, put: () => Promise<string | undefined>): Asked {
		const known = this.#asked.find((one) => one.key === key && ids.every((id) => one.ids.includes(id)));
		if (known) return known;
		const asked: Asked = { key, ids, answer: put(), answered: false };
		this.#asked.push(asked);
		const settle = () => {
			asked.answered = true;
		};
		asked.answer.then(settle, settle);
		return asked;
	}
}
