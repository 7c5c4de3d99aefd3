import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import type { KnownSchedule } from '../../schedules/read-schedule.ts';
import { readZoneOfSchedules } from '../../schedules/shared-zone.ts';
import { isoOf } from '../../time/iso.ts';
import { parseMoment, type MomentOptions } from '../../time/parse-moment.ts';
import { describeSpan, rangeOf, parseSpan } from '../../time/range.ts';
import type { Span } from '../../time/spans.ts';
import { parseLocal } from '../../time/local-zone.ts';
import { formatIn } from '../../time/show-time.ts';
import type { LocalZone } from '../../time/zones.ts';
import { checkAhead, knownDays } from './known-ahead.ts';

/** When somebody wants to know who is on call. */
interface Input {
	readonly at?: string | undefined;
	readonly since?: string | undefined;
	readonly until?: string | undefined;
	readonly next: boolean;
	readonly earliest: boolean;
}

/** The asked moment or span, as it was read. */
export interface AskedSpan {
	readonly span: Span;
	/** For PagerDuty. */
	readonly range: { readonly since: string; readonly until: string };
	/** By which it was read. */
	readonly zone: string;
}

/**
 * A moment (now unless said otherwise) or a span, on the clock of the schedules that are named, else on the person's.
 * @throws {ToolError}
 */
export async function parseAsked(
	input: Input,
	schedules: readonly KnownSchedule[] | undefined,
	context: ToolContext,
): Promise<AskedSpan> {
	if (input.next && (input.until !== undefined || input.earliest))
		throw new ToolError({ message: '`next` works with a moment, not with a span or `earliest`.' });
	if (input.at !== undefined && (input.since ?? input.until) !== undefined)
		throw new ToolError({ message: 'Give either `at` or a span.' });
	const read = (local: LocalZone) => spanOf(input, { asked: context.asked, local });
	const { value: span, local } = await parseLocal(
		input.at === undefined ? [input.since, input.until] : [input.at],
		read,
		context,
		schedules && (() => readZoneOfSchedules(schedules, context)),
	);
	checkAhead(span.end, context.asked);
	const moment = isoOf(span.start);
	return { span, range: span.end > span.start ? rangeOf(span) : { since: moment, until: moment }, zone: local.zone };
}

/** How the given times were read; nothing where none was given. */
export function describeAsked({ at, since, until }: Input, { span, zone }: AskedSpan): string | undefined {
	if ((at ?? since ?? until) === undefined) return undefined;
	return span.end > span.start ? `From ${describeSpan(span, zone)}.` : `At ${formatIn(span.start, zone)}.`;
}

function spanOf({ at, since, until }: Input, reading: MomentOptions): Span {
	const now = Math.floor(reading.asked.now().getTime() / 1000) * 1000;
	const moment = (name: string, text: string) => Math.floor(parseMoment(name, text, reading) / 1000) * 1000;
	if (at !== undefined) return { start: moment('at', at), end: moment('at', at) };
	if (until !== undefined)
		return parseSpan({ since: since ?? 'now', until }, { ...reading, from: 0, to: 0, maxDays: knownDays });
	const start = since === undefined ? now : moment('since', since);
	return start < now
		? parseSpan({ since: isoOf(start), until: 'now' }, { ...reading, from: 0, to: 0, maxDays: knownDays })
		: { start, end: start };
}
