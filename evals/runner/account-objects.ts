import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** Incidents are judged by themselves, with what hangs on them; the rest are trails, counters and indexes. */
const apart = new Set([
	'incidents',
	'incidentById',
	'incidentByNumber',
	'nextIncidentNumber',
	'open',
	'notes',
	'alerts',
	'alertById',
	'alertByKey',
	'logEntries',
	'logOfIncident',
	'logEntryById',
	'audit',
]);

/** Every object of an account as text, by its kind and name, so that two readings tell which ones are others by then. */
export function objectsOf(store: Sandbox['store']): Map<string, string> {
	const found = new Map<string, string>();
	const add = (kind: string, key: string, value: unknown) => {
		const name = nameOf(value) ?? key;
		const place = `${kind}: ${name}`;
		// Several of one name are one place with all of them.
		found.set(place, `${found.get(place) ?? ''}${JSON.stringify(value, plain)}`);
	};
	const walk = (kind: string, value: unknown): void => {
		if (value instanceof Map) for (const [key, one] of value) add(kind, String(key), one);
		else if (Array.isArray(value)) for (const [at, one] of value.entries()) add(kind, String(at), one);
		else if (typeof value === 'object' && value !== null)
			for (const [name, part] of Object.entries(value)) if (!apart.has(name)) walk(name, part);
	};
	walk('account', store);
	return found;
}

function nameOf(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	for (const key of ['name', 'title', 'label', 'description', 'summary'])
		for (const [name, text] of Object.entries(value)) if (name === key && typeof text === 'string') return text;
	return undefined;
}

/** As JSON can tell it; timers of the account are no part of what it holds. */
function plain(_key: string, value: unknown): unknown {
	if (value instanceof Map) return [...value];
	if (value instanceof Set) return [...value];
	if (typeof value === 'object' && value !== null && 'cancel' in value) return 'timer';
	return value;
}
