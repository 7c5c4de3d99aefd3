import { Temporal } from 'temporal-polyfill';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import type { Span } from '../scheduling/spans.ts';
import { isLocal, parseSpan } from '../scheduling/zones.ts';

/** When somebody is to be on call. */
interface Asked {
	readonly start: string;
	readonly end: string;
	readonly repeat?: 'daily' | 'weekly' | undefined;
	readonly times: number;
}

/** The first span and its repetitions, at the same wall-clock times across clock changes. */
export function spansOf(input: Asked, zone: string, context: ToolContext): Span[] {
	if (input.times > 1 && !input.repeat)
		throw new ToolError({ message: '`times` needs `repeat`.', next: 'Say daily or weekly.' });
	const first = parseSpan({ since: input.start, until: input.end }, context.clock, {
		from: 0,
		to: 0,
		maxDays: 92,
		zone,
		names: ['start', 'end'],
	});
	const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
	if (first.end <= now) {
		throw new ToolError({
			message: 'That time is over: the past cannot be changed.',
			next: 'Give an end in the future.',
		});
	}
	const days = input.repeat === 'weekly' ? 7 : 1;
	const start = wallClock(input.start, first.start, zone);
	const end = wallClock(input.end, first.end, zone);
	if (input.repeat && first.end > start(days))
		throw new ToolError({ message: `A span that repeats ${input.repeat} may not be longer than that.` });
	const count = input.repeat ? input.times : 1;
	return Array.from({ length: count }, (_, index) => ({
		// What has passed of a span under way stays as it was.
		start: Math.max(now, start(index * days)),
		end: end(index * days),
	}));
}

/** The moment so many days after `first` at the time of day that `text` gives, which a change of the clocks may have moved. */
function wallClock(text: string, first: number, zone: string): (days: number) => number {
	const moment = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(zone);
	if (!isLocal(text)) return (days) => moment.add({ days }).epochMilliseconds;
	const time = Temporal.PlainDateTime.from(text.replace(' ', 'T')).toPlainTime().with({ millisecond: 0 });
	return (days) => moment.add({ days }).withPlainTime(time).epochMilliseconds;
}
