import type { CallResult, Message, Model, WantedCall } from '../models/model.ts';
import { changedOnly, incidentStates } from '../questions/incident-states.ts';
import type { Answer, Outcome, Question, Verdict } from '../questions/question.ts';
import { surplusOf, touchedBeside } from './collateral.ts';
import type { Session } from './session.ts';
import { parseSubmission, submissionTool, submit } from './submission.ts';

/** Replies of a model to one question: an endless loop ends here. */
export const mostReplies = 30;
/** Reminders to hand in, for a model that only talks. */
const mostReminders = 2;

/** How a question went. */
export interface Result {
	readonly id: string;
	readonly right: boolean;
	/** What is wrong. */
	readonly why: readonly string[];
	/** Calls of tools of ours. */
	readonly calls: number;
	/** Of these, the ones that failed. */
	readonly failed: number;
	readonly tokensIn: number;
	readonly tokensOut: number;
	/** Requests to PagerDuty. */
	readonly requests: number;
}

const role =
	'You work for the person who asks, with the tools of a PagerDuty server. Nobody answers questions in this conversation: do what was asked if you can, else leave it and say so. Whatever you find, end with submit_answer.';

/** Asks a model one question on an account that is prepared for it, and judges what became of it. */
export async function ask(question: Question, session: Session, model: Model, signal: AbortSignal): Promise<Result> {
	const { account } = session;
	const before = await question.remember?.(account);
	const incidentsBefore = question.changes ? await incidentStates(account) : new Map<number, string>();
	const objectsBefore = question.changes ? session.objects() : new Map<string, string>();
	const talk = await converse(question, session, model, signal);
	const sent = session.sent();
	const { answer } = talk;
	const why: Verdict =
		answer === undefined
			? [talk.end]
			: [
					...(question.changes || sent.length === 0
						? []
						: [`Nothing was to be changed, but ${sent.map(({ request }) => request).join(', ')} was sent`]),
					...(question.changes ? surplusOf(question, sent) : []),
					...(question.changes ? touchedBeside(question, objectsBefore, session.objects()) : []),
					...(await judge(question, { account, answer, before, incidentsBefore, asked: session.asked, sent })),
				];
	return {
		id: question.id,
		right: why.length === 0,
		why,
		calls: talk.calls,
		failed: talk.failed,
		tokensIn: talk.tokensIn,
		tokensOut: talk.tokensOut,
		requests: session.requests.length,
	};
}

/** What cannot be judged counts as wrong, and says so. */
async function judge({ check, changes, incidents = [] }: Question, outcome: Outcome): Promise<Verdict> {
	try {
		const collateral = changes ? await changedOnly(outcome, incidents) : [];
		return [...collateral, ...(await check(outcome))];
	} catch (error) {
		return [`${unjudged}: ${error instanceof Error ? error.message : String(error)}`];
	}
}

export const unjudged = 'It could not be judged';

interface Talk {
	answer: Answer | undefined;
	/** Why there is no answer. */
	end: string;
	calls: number;
	failed: number;
	tokensIn: number;
	tokensOut: number;
}

async function converse(question: Question, session: Session, model: Model, signal: AbortSignal): Promise<Talk> {
	const { instructions, tools } = await session.begin(question);
	const system = `${role}\n\n${instructions}`;
	const offered = [...tools, submissionTool(question.answer)];
	const messages: Message[] = [{ from: 'person', text: question.ask }];
	const end = `No answer after ${mostReplies} replies`;
	const talk: Talk = { answer: undefined, end, calls: 0, failed: 0, tokensIn: 0, tokensOut: 0 };
	let reminders = 0;
	for (let replies = 0; replies < mostReplies; replies++) {
		signal.throwIfAborted();
		const { text, calls, tokens } = await model.reply({ system, messages, tools: offered }, signal);
		talk.tokensIn += tokens?.input ?? 0;
		talk.tokensOut += tokens?.output ?? 0;
		messages.push({ from: 'model', text, calls });
		if (calls.length === 0) {
			if (reminders++ === mostReminders) return { ...talk, end: 'It talked, but handed in no answer' };
			messages.push({ from: 'person', text: `Go on, and hand in what you found with ${submit}.` });
			continue;
		}
		const results: CallResult[] = [];
		for (const wanted of calls) {
			const { told, answer } = await carryOut(wanted, question, session, signal);
			if (answer) return { ...talk, answer };
			if (wanted.name !== submit) talk.calls++;
			if (told.failed) talk.failed++;
			results.push({ id: wanted.id, name: wanted.name, ...told });
		}
		messages.push({ from: 'tools', results });
	}
	return talk;
}

/** How a model is told of arguments that it garbled. */
export const unreadable = 'The arguments are no JSON object';

interface Carried {
	readonly told: { readonly text: string; readonly failed: boolean };
	readonly answer?: Answer;
}

async function carryOut(
	{ name, input, written }: WantedCall,
	question: Question,
	session: Session,
	signal: AbortSignal,
): Promise<Carried> {
	const failed = (text: string): Carried => ({ told: { text, failed: true } });
	if (!input) return failed(`${unreadable}: ${written.slice(0, 200)}`);
	if (name === submit) {
		const answer = parseSubmission(question.answer, input);
		return typeof answer === 'string' ? failed(answer) : { told: { text: '', failed: false }, answer };
	}
	try {
		return { told: await session.call(name, input, signal) };
	} catch (error) {
		signal.throwIfAborted();
		return failed(error instanceof Error ? error.message : 'The call failed');
	}
}
