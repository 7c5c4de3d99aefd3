import MiniSearch from 'minisearch';
import type { Tool } from './core/tool.ts';

/** The most that are found: who searches wants one. */
const mostFound = 8;
/** What fits less than this part of the best one fits by chance. */
const leastShare = 0.3;

/** Words that say nothing about a job. */
const empty = new Set(
	'a an and any are as at be by can do does find for from has have how i in is it its me my next night of on or our please so some tell that the their them then there these they this to tool tools want was we what when where which who whom why will with would you'.split(
		' ',
	),
);

/** What else the tools may call what people say. */
const meanings: Readonly<Record<string, readonly string[]>> = {
	ack: ['acknowledge'],
	add: ['create'],
	alarm: ['alert'],
	blackout: ['maintenance'],
	calendar: ['schedule'],
	close: ['resolve'],
	comment: ['note'],
	configuration: ['audit'],
	deployment: ['change', 'deploy'],
	downtime: ['maintenance'],
	handoff: ['shift', 'override'],
	handover: ['shift', 'override'],
	history: ['audit', 'timeline'],
	holiday: ['override'],
	mean: ['metrics'],
	mtta: ['metrics'],
	mttr: ['metrics'],
	mute: ['maintenance'],
	mortem: ['timeline', 'related'],
	nobody: ['gap', 'coverage'],
	page: ['responder'],
	postmortem: ['timeline', 'related'],
	postpone: ['snooze'],
	retrospective: ['timeline', 'related'],
	roster: ['schedule'],
	rota: ['schedule'],
	silence: ['maintenance'],
	someone: ['responder'],
	stakeholder: ['subscriber', 'status', 'update'],
	triage: ['incident'],
	vacation: ['override'],
};

/**
 * The tools that may do a job, the likeliest first, by the words of their names, titles, descriptions, examples and arguments.
 * The library weighs words by how rare they are (BM25) and also finds words that begin so or are misspelt; it knows no language, so endings are
 * cut off here. With a hundred tools the index takes a few milliseconds, and is not kept.
 */
export function searchTools(tools: readonly Tool[], job: string): readonly Tool[] {
	const search = new MiniSearch<Entry>({
		fields: ['title', 'description', 'example', 'name', 'arguments'],
		processTerm: stemOf,
		tokenize: (text) => text.split(/[^\p{L}\p{N}]+/u),
		searchOptions: {
			processTerm: meantBy,
			boost: { name: 3, title: 3, description: 1.5, example: 1.5, arguments: 0.4 },
			prefix: (term) => term.length > 3,
			fuzzy: (term) => (term.length > 4 ? 0.2 : false),
			weights: { prefix: 0.4, fuzzy: 0.2 },
		},
	});
	search.addAll(tools.map(entryOf));
	const found = search.search(job);
	const least = (found[0]?.score ?? 0) * leastShare;
	return found
		.filter(({ score }) => score >= least)
		.slice(0, mostFound)
		.flatMap(({ id }) => tools.find(({ name }) => name === id) ?? []);
}

interface Entry {
	readonly id: string;
	readonly name: string;
	readonly title: string;
	readonly description: string;
	readonly example: string;
	readonly arguments: string;
}

function entryOf({ name, title, description, example, input }: Tool): Entry {
	const described = Object.entries(input.shape).map(([argument, schema]) => `${argument} ${textOf(schema)}`);
	return { id: name, name, title, description, example, arguments: described.join(' ') };
}

function textOf(schema: unknown): string {
	const text: unknown = typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'description') : undefined;
	return typeof text === 'string' ? text : '';
}

/** A word as it is compared: without its ending. Nothing for a word that says nothing. */
function stemOf(word: string): string | null {
	const one = singular(word);
	if (one.length < 2 || empty.has(word.toLowerCase())) return null;
	return one.length > 5 ? one.replace(/(?:ing|ed|ment|e|ation)$/, '') : one;
}

/** The same of a word that somebody searches for, with what the tools may call it. */
function meantBy(word: string): string[] {
	return [word, ...(meanings[singular(word)] ?? [])].flatMap((one) => stemOf(one) ?? []);
}

function singular(word: string): string {
	return word
		.toLowerCase()
		.replace(/(?<=\w{2}[^s])s$/, '')
		.replace(/ie$/, 'y');
}
