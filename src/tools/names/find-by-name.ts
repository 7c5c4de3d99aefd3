import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { Entry, Found, LookupCall } from '../core/directory.ts';
import { NoAnswer } from '../core/conversation.ts';
import { ToolError } from '../core/failure.ts';
import type { Finder } from './finder.ts';
import { cleanName, nameKey, quoted, sameName } from '../text/names.ts';
import { nearest } from '../text/nearest.ts';
import { cleanLine } from '../text/untrusted.ts';
import { said, word } from '../text/said.ts';

/**
 * All that has the name.
 * @param read takes up what is read for it
 * @throws {ToolError} nothing has it, with the closest names.
 */
export async function findByName(
	finder: Finder,
	reference: string,
	call: LookupCall,
	read: Found[],
): Promise<readonly Entry[]> {
	const { exact, others, all } = await search(finder, reference, call, read);
	if (exact.length > 0) return exact;
	// The API compares what is written, not what is seen.
	const unfiltered = finder.searches.some(({ filtered }) => filtered) ? await browse(finder, call) : [];
	const seen = unfiltered.filter(({ name }) => sameName(name, reference));
	if (seen.length > 0) return seen;
	const candidates = [...others, ...unfiltered];
	const near = nearest(
		reference,
		candidates.map(({ name }) => name),
	);
	const lookUp = `Look it up with ${finder.listTool}.`;
	throw new ToolError({
		message: all
			? `There is no ${finder.noun} ${quoted(reference)}.`
			: `${quoted(reference)} is not among the first ${others.length} matches.`,
		said: said`The ${word(finder.noun)} ${quoted(reference)} was not found.`,
		candidates: near.flatMap((name) => candidates.find((entry) => entry.name === name) ?? []),
		next: near.length > 0 ? `Use one of the candidates. ${lookUp}` : lookUp,
	});
}

/** Pages looked through for a name; the first one nearly always has it. */
const searchedPages = 20;

/**
 * Everything of that very name. In a list that the API filters by name, the first page with one is enough; otherwise the
 * same name may come again on any page.
 */
async function search(finder: Finder, reference: string, call: LookupCall, found: Found[]) {
	const wanted = nameKey(reference);
	const exact = new Map<string, Entry>();
	const others: Entry[] = [];
	let all = true;
	for (const { read, filtered } of finder.searches) {
		const before = exact.size;
		let looked = 0;
		try {
			for await (const page of read(call.pagerduty, reference)) {
				found.push(...page);
				for (const entry of page.map(entryOf)) {
					const { id, name, email } = entry;
					const same = [id, name, email].some((value) => value !== undefined && nameKey(value) === wanted);
					if (same) exact.set(id, entry);
					else others.push(entry);
				}
				if (filtered && exact.size > before) break;
				if (++looked === searchedPages) {
					all = false;
					break;
				}
			}
		} catch (error) {
			// What one of PagerDuty's systems cannot tell takes nothing from what another one has told.
			if (!(error instanceof PagerDutyError) || exact.size === 0) throw error;
		}
	}
	return { exact: [...exact.values()], others, all };
}

/** Pages looked through for names that the API did not find. */
const browsedPages = 3;

/** The first objects of a kind, whatever they are called. */
async function browse(finder: Finder, call: LookupCall): Promise<Entry[]> {
	const found = new Map<string, Entry>();
	for (const { read } of finder.searches) {
		let looked = 0;
		try {
			for await (const page of read(call.pagerduty)) {
				for (const entry of page.map(entryOf)) found.set(entry.id, entry);
				if (++looked === browsedPages) break;
			}
		} catch (error) {
			if (!(error instanceof PagerDutyError) || found.size === 0) throw error;
		}
	}
	return [...found.values()];
}

/**
 * The one that the person means: an answer for this call alone.
 * @throws {ToolError} with the candidates, when nobody can be asked or chooses.
 */
export async function chooseOne(
	noun: string,
	reference: string,
	entries: readonly Entry[],
	{ person }: LookupCall,
): Promise<Entry> {
	const candidates = entries.map(({ id, name, email }) => ({ id, name: email ? `${name} <${email}>` : name }));
	const choices = candidates.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));
	let why = '';
	try {
		const chosen = await person?.choose(said`Which ${word(noun)} is ${quoted(reference)}?`, choices);
		const entry = entries.find(({ id }) => id === chosen);
		if (entry) return entry;
		if (person) why = ', and the person chose none of them';
	} catch (error) {
		if (!(error instanceof NoAnswer)) throw error;
		why = `, and ${error.reason}`;
	}
	throw new ToolError({
		message: `Several ${plural(noun)} are called ${quoted(reference)}${why}.`,
		said: said`Several have the name ${quoted(reference)}.`,
		candidates,
		next: 'Use the id of the right one.',
	});
}

function plural(noun: string): string {
	return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** What is remembered of an object. */
export function entryOf({ id, name, summary, email, type }: Found): Entry {
	return {
		id,
		name: cleanName(name ?? summary ?? id),
		email: email && cleanLine(email),
		type,
	};
}
