import type { Access, Toolset } from '../../src/tools/core/access.ts';
import type { Account } from './account.ts';
import type { Told } from './told.ts';

export const areas = [
	'incidents',
	'oncall',
	'schedules',
	'services',
	'people',
	'events',
	'communication',
	'automation',
	'analytics',
	'account',
] as const;
export type Area = (typeof areas)[number];

/** What the model hands in at the end: fields with types, so that no wording is judged. */
export interface Field {
	readonly type: 'text' | 'number' | 'truth' | 'texts' | 'numbers';
	readonly about: string;
}
export type Fields = Readonly<Record<string, Field>>;
export type Value = string | number | boolean | readonly string[] | readonly number[];
export type Answer = Readonly<Record<string, Value>>;

/** A call of a tool. */
export interface Call {
	readonly name: string;
	readonly input: Readonly<Record<string, unknown>>;
}

/** Calls one after another, each made in view of what the one before told, and what is handed in at the end. */
export type Path = Generator<Call, Answer, Told>;

/** What a question is judged by. */
export interface Outcome {
	readonly account: Account;
	readonly answer: Answer;
	/** What `remember` gave before the question was asked. */
	readonly before: unknown;
	/** Every incident as it was before, by number. */
	readonly incidentsBefore: ReadonlyMap<number, string>;
	/** How often the person was asked something. */
	readonly asked: number;
	/** What the account took of the agent that changes something: the only trace of what PagerDuty lets nobody read. */
	readonly sent: readonly Sent[];
}

export interface Sent {
	/** As `PUT /incidents`. */
	readonly request: string;
	readonly body: string;
}

/** What is wrong with an outcome; empty for a right one. */
export type Verdict = readonly string[];

export interface Question {
	/** Unique, e.g. `oldest-open`. */
	readonly id: string;
	readonly area: Area;
	/** What makes it hard, if anything does. */
	readonly hard?: string;
	readonly ask: string;
	readonly answer: Fields;
	/** Whether something is to be changed; then nothing but that may be. Otherwise nothing may be changed at all. */
	readonly changes?: true;
	/** Numbers of the incidents that are to be changed or opened, by the agent or `meanwhile`; no others may be. Default: none. */
	readonly incidents?: readonly number[];
	/**
	 * What may be sent to change something, as `PUT /incidents` or `POST /incidents/…/notes`: nothing else may be, and what is
	 * posted no more often than it stands here. Default: nothing.
	 */
	readonly sends?: readonly string[];
	/** What else but incidents is to be another by then, as `schedules: Payments Primary`; nothing else may be. Default: nothing. */
	readonly touches?: readonly string[];
	/** Default: `administer` where something is to be changed, else `read`. */
	readonly access?: Access;
	/** Default: all. */
	readonly toolsets?: readonly Toolset[];
	/** What the person says when they are asked; `absent`: the client cannot ask. Default: they agree. */
	readonly person?: 'agrees' | 'declines' | 'absent';
	/** Which label the person chooses where several things are meant. */
	readonly chooses?: RegExp;
	/** When it is asked, ISO 8601. Default: a Tuesday in March. */
	readonly now?: string;
	/** Makes the account what the question needs. */
	readonly prepare?: (account: Account) => Promise<void>;
	/** What is to be known of the account as it was. */
	readonly remember?: (account: Account) => Promise<unknown>;
	/** What a colleague does while the agent works: once, just before its first request that begins so. */
	readonly meanwhile?: { readonly before: string; readonly act: (account: Account) => Promise<void> };
	/** What is wrong with the outcome. */
	readonly check: (outcome: Outcome) => Promise<Verdict>;
	/** How it can be answered with our tools. */
	readonly path: () => Path;
	/** An answer that is wrong, where one that names nobody and nothing would be right. */
	readonly wrong?: Answer;
	/** Something that somebody careless might do, which must be judged wrong. */
	readonly trap?: () => Path;
}

export function call(name: string, input: Call['input'] = {}): Call {
	return { name, input };
}

export const one = (about: string): Field => ({ type: 'text', about });
export const count = (about: string): Field => ({ type: 'number', about });
export const truth = (about: string): Field => ({ type: 'truth', about });
export const several = (about: string): Field => ({ type: 'texts', about });
export const numbers = (about: string): Field => ({ type: 'numbers', about });

/** What every question has that asks for a change. */
export const done = { done: truth('Whether what was asked for is done.') };

/** Compares what was handed in with what is right: texts in any case, lists in any order, numbers by `within`. */
export function compare(answer: Answer, right: Answer, within = 0): string[] {
	return Object.entries(right).flatMap(([name, value]) => {
		const given = answer[name];
		return same(given, value, within) ? [] : [`${name} is ${JSON.stringify(given)}, not ${JSON.stringify(value)}`];
	});
}

function same(given: Value | undefined, right: Value, within: number): boolean {
	if (typeof right === 'number') return typeof given === 'number' && Math.abs(given - right) <= within;
	if (typeof right === 'boolean') return given === right;
	if (typeof right === 'string') return typeof given === 'string' && plain(given) === plain(right);
	if (!Array.isArray(given) || given.length !== right.length) return false;
	const sorted = (list: readonly unknown[]) => list.map((item) => plain(String(item))).sort();
	const [a, b] = [sorted(given), sorted(right)];
	return a.every((item, index) => item === b[index]);
}

/** As it is compared: who writes `#4257` or `"Checkout"` means the same. */
function plain(value: string): string {
	return value
		.normalize('NFC')
		.replace(/[\u00a0\s]+/g, ' ')
		.trim()
		.replace(/^#(?=\d)|^["'“](.*)["'”]$/g, '$1')
		.toLowerCase();
}

type Rest = Omit<Question, 'area' | 'check' | 'changes' | 'answer'>;

/** A question of which the right answer is read in the account when it is judged. */
export function reading(
	area: Area,
	{
		right,
		within = 0,
		...rest
	}: Rest & {
		readonly answer: Fields;
		readonly right: (account: Account, before: unknown) => Promise<Answer>;
		/** How far numbers may be off. */
		readonly within?: number;
	},
): Question {
	return {
		...rest,
		area,
		check: async ({ account, answer, before }) => compare(answer, await right(account, before), within),
	};
}

/** A question that asks for a change, of which the end state is judged. */
export function changing(
	area: Area,
	{
		end,
		undone = false,
		answer = {},
		...rest
	}: Rest & {
		readonly answer?: Fields;
		/** What is wrong with the state of the account, and with what was handed in. */
		readonly end: (outcome: Outcome) => Promise<Verdict>;
		/** The right end is that it is not done, and that this is said. */
		readonly undone?: boolean;
	},
): Question {
	return {
		...rest,
		area,
		changes: true,
		answer: { ...done, ...answer },
		check: async (outcome) => [...compare(outcome.answer, { done: !undone }), ...(await end(outcome))],
	};
}

/** A path of one call. */
export function* oneCall(name: string, input: Call['input'], answer: (told: Told) => Answer): Path {
	return answer(yield call(name, input));
}

/** A path of calls whose answers say nothing that is handed in. */
export function* doing(...calls: readonly Call[]): Path {
	for (const one of calls) yield one;
	return { done: true };
}

/** Each condition that does not hold, in words. */
export function unless(conditions: Readonly<Record<string, boolean>>): string[] {
	return Object.entries(conditions).flatMap(([what, holds]) => (holds ? [] : [what]));
}
