import { invalidInput } from './errors.ts';
import type { Span } from '../rendering/model.ts';
import { parseTime } from '../time.ts';
import { isListedTimeZone } from '../time-zones.ts';

/** The query of a request. Names that an operation does not know are ignored, as PagerDuty does. */
export class Query {
	readonly #params: URLSearchParams;

	/** @param ignored names that count as unknown. */
	constructor(text: string, ignored: readonly string[] = []) {
		this.#params = new URLSearchParams(text);
		for (const name of ignored) this.#params.delete(name);
	}

	text(name: string): string | undefined {
		const value = this.#params.get(name);
		return value === null || value === '' ? undefined : value;
	}

	/** `name[]`, repeated. */
	list(name: string): string[] {
		return [...this.#params.getAll(`${name}[]`)];
	}

	/** Like `list`; undefined when the filter is not given. */
	filter(name: string): ReadonlySet<string> | undefined {
		const values = this.list(name);
		return values.length > 0 ? new Set(values) : undefined;
	}

	/** A `name[]` filter of which only some values make sense; 400 with `message` otherwise. */
	choice(name: string, allowed: readonly string[], message: string): ReadonlySet<string> | undefined {
		const values = this.filter(name);
		for (const value of values ?? []) if (!allowed.includes(value)) throw invalidInput(message);
		return values;
	}

	flag(name: string): boolean {
		return ['true', '1'].includes(this.text(name)?.toLowerCase() ?? '');
	}

	/** A whole number ≥ 0; 400 otherwise. */
	count(name: string): number | undefined {
		const value = this.text(name);
		if (value === undefined) return undefined;
		if (!/^\d+$/.test(value)) throw invalidInput(`${capital(name)} must be a non-negative integer.`);
		return Number(value);
	}

	get include(): ReadonlySet<string> {
		return new Set(this.list('include'));
	}

	/** `time_zone`, else `fallback`; 400 when PagerDuty does not list it. */
	zone(fallback: string): string {
		const zone = this.text('time_zone');
		if (zone === undefined) return fallback;
		if (!isListedTimeZone(zone)) throw invalidInput('Time zone is invalid.');
		return zone;
	}

	/** A time in epoch milliseconds; 400 when it cannot be read. */
	time(name: string, zone: string): number | undefined {
		const value = this.text(name);
		if (value === undefined) return undefined;
		const time = parseTime(value, zone);
		if (time === undefined) throw invalidInput(`${capital(name)} is invalid.`);
		return time;
	}

	/** `since` and `until`, each of which may be missing; 400 when they are the wrong way round. */
	range(zone: string): { since: number | undefined; until: number | undefined } {
		const since = this.time('since', zone);
		const until = this.time('until', zone);
		if (since !== undefined && until !== undefined && until < since) {
			throw invalidInput('Until cannot be before since.');
		}
		return { since, until };
	}

	/** `since`..`until` with `length` milliseconds from the one that is given, or from `start`. */
	span(zone: string, start: number, length: number): Span {
		const { since, until } = this.range(zone);
		const from = since ?? (until === undefined ? start : until - length);
		return { start: from, end: until ?? from + length };
	}
}

function capital(name: string): string {
	return name.charAt(0).toUpperCase() + name.slice(1);
}
