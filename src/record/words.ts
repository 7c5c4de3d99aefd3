import { cleanLine } from '../tools/text/untrusted.ts';
import type { Entry } from './entry.ts';

/** What an entry is about, e.g. `#4260 Payment errors`; the arguments where it is about no incident. */
export function aboutText({ incidents, arguments: given }: Pick<Entry, 'incidents' | 'arguments'>): string {
	const [first, ...others] = incidents;
	if (first) {
		const name = `#${first.after.number ?? first.after.id} ${cleanLine(first.after.title, 100)}`;
		return others.length === 0 ? name : `${name} +${others.length}`;
	}
	return Object.entries(given)
		.filter(([name, value]) => !['confirm', 'fields'].includes(name) && value !== undefined)
		.map(([, value]) => valueText(value, 60))
		.slice(0, 3)
		.join(', ');
}

/** The same as short as a row needs it: the numbers of incidents alone. */
export function shortAboutText(entry: Pick<Entry, 'incidents' | 'arguments'>): string {
	const [first, ...others] = entry.incidents;
	if (!first) return cleanLine(aboutText(entry), 40);
	const number = `#${first.after.number ?? first.after.id}`;
	return others.length === 0 ? number : `${number} +${others.length}`;
}

const names = [
	'title',
	'status',
	'urgency',
	'priority',
	'assignees',
	'escalation_policy',
	'service',
	'triggers_again',
] as const;

/** What changed of one thing, as `status: triggered → resolved`. */
export interface ChangedValue {
	readonly name: (typeof names)[number];
	/** Undefined where it is not known. */
	readonly before: string | undefined;
	readonly after: string;
}

/** What changed of each incident. */
export function changedValues({ before, after }: Entry['incidents'][number]): ChangedValue[] {
	return names.flatMap((name): ChangedValue[] => {
		const [was, is] = [before && valueText(before[name], 200), valueText(after[name], 200)];
		if (before && was === is) return [];
		return [{ name, before: was, after: is }];
	});
}

/** A value as one line. */
export function valueText(value: unknown, longest: number): string {
	if (value === undefined || value === null || value === '') return '–';
	if (typeof value === 'string') return cleanLine(value, longest);
	if (Array.isArray(value))
		return value.length === 0 ? '–' : cleanLine(value.map((one) => valueText(one, longest)).join(', '), longest);
	return cleanLine(JSON.stringify(value), longest);
}

/** Which entry took which one back, wholly and without being taken back itself. */
export function undoneBy(entries: readonly Entry[]): ReadonlyMap<string, string> {
	const undoing = entries.filter(({ undoes, outcome }) => undoes !== undefined && outcome === 'done');
	const lasting = (id: string): boolean => !undoing.some((one) => one.undoes === id && lasting(one.id));
	return new Map(
		undoing.flatMap(({ id, undoes }) => (undoes !== undefined && lasting(id) ? [[undoes, id] as const] : [])),
	);
}
