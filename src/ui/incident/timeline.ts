import { minuteMs } from '../shared/time.ts';
import type { Entry } from './data.ts';

/** What a line of the timeline is about. */
export type Kind = 'note' | 'state' | 'page' | 'responder' | 'change' | 'other';

/** A line of the timeline, or the time in which nothing happened between two of them. */
export type Line =
	| { readonly kind: 'entry'; readonly entry: Entry }
	| { readonly kind: 'gap'; readonly id: string; readonly ms: number };

/** Nothing happened for so long: that is told. */
const gapMs = 30 * minuteMs;

const kinds: Readonly<Record<string, Kind>> = {
	annotate: 'note',
	trigger: 'state',
	acknowledge: 'state',
	unacknowledge: 'state',
	resolve: 'state',
	snooze: 'state',
	reopen: 'state',
	escalate: 'state',
	assign: 'state',
	repeat_escalation_path: 'state',
	exhaust_escalation_path: 'state',
	urgency_change: 'state',
	priority_change: 'state',
	notify: 'page',
	responder_request: 'responder',
	responder_accept: 'responder',
	responder_decline: 'responder',
	responder_cancel: 'responder',
	change: 'change',
};

export function kindOf({ event }: Entry): Kind {
	return kinds[event] ?? (event.startsWith('responder') ? 'responder' : 'other');
}

/**
 * One timeline of all entries, the newest first, with long gaps in it. Of an entry without a time the place among its neighbours is
 * kept.
 */
export function timelineLines(entries: readonly Entry[]): readonly Line[] {
	let last = Infinity;
	const timed = entries.map((entry) => ({ entry, at: (last = entry.at ?? last) }));
	const sorted = timed.toSorted((a, b) => (a.at === b.at ? 0 : b.at - a.at));
	return sorted.flatMap(({ entry, at }, index): Line[] => {
		const before = sorted[index - 1]?.at ?? at;
		const ms = before - at;
		const line: Line = { kind: 'entry', entry };
		return ms >= gapMs && ms < Infinity ? [{ kind: 'gap', id: `gap ${entry.id}`, ms }, line] : [line];
	});
}
