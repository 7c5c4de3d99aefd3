import type { ShownOncall } from '../../tools/shapes/oncall.ts';
import type { Span } from '../../tools/time/spans.ts';

/** When an entry begins and ends, in milliseconds; infinite where it always has, or always will. */
export function spanOf({ start, end }: ShownOncall): Span {
	return { start: time(start) ?? -Infinity, end: time(end) ?? Infinity };
}

/** A time of PagerDuty in milliseconds. */
export function time(iso: string | undefined): number | undefined {
	const at = iso === undefined ? NaN : Date.parse(iso);
	return Number.isNaN(at) ? undefined : at;
}
