import { Temporal } from 'temporal-polyfill';
import type { ToolContext } from '../../core/context.ts';
import { refusal, ToolError } from '../../core/failure.ts';
import { said } from '../../text/said.ts';
import type { Span } from '../../time/spans.ts';
import { timeOfDay, whenShown } from '../../time/parse-moment.ts';
import { parseSpan } from '../../time/range.ts';
import { formatIn } from '../../time/show-time.ts';
import type { LocalZone } from '../../time/zones.ts';

/** When somebody is to be on call. */
interface Asked {
	readonly start: string;
	readonly end: string;
	readonly repeat?: 'daily' | 'weekly' | undefined;
	readonly times: number;
}

/**
 * The first span and its repetitions, at the same wall-clock times across clock changes.
 * @param say takes up what times mean that the clock skips or shows twice.
 */
export function spansOf(input: Asked, local: LocalZone, context: ToolContext, say: (note: string) => void): Span[] {
	if (input.times > 1 && !input.repeat)
		throw new ToolError({ message: '`times` needs `repeat`.', next: 'Say daily or weekly.' });
	const first = parseSpan(
		{ since: input.start, until: input.end },
		{
			asked: context.asked,
			local,
			toward: 'ahead',
			say: input.repeat && say,
			from: 0,
			to: 0,
			maxDays: 92,
			names: ['start', 'end'],
		},
	);
	const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
	if (first.end <= now) {
		throw refusal(said`That time has passed, and the past cannot be changed.`, { next: 'Give an end in the future.' });
	}
	const days = input.repeat === 'weekly' ? 7 : 1;
	const start = timesOf(input.start, first.start, local, say);
	const end = timesOf(input.end, first.end, local, say);
	if (input.repeat && first.end > start(days))
		throw new ToolError({
			message: `An override that repeats ${input.repeat} may last at most ${days === 7 ? 'a week' : 'a day'}.`,
		});
	const count = input.repeat ? input.times : 1;
	return Array.from({ length: count }, (_, index) => ({
		// What has passed of a span under way stays as it was.
		start: Math.max(now, start(index * days)),
		end: end(index * days),
	}));
}

/** The moment so many days after `first` at the time of day that `text` gives, which a change of the clocks may have moved. */
function timesOf(
	text: string,
	first: number,
	{ zone }: LocalZone,
	say: (note: string) => void,
): (days: number) => number {
	const moment = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(zone);
	const time = timeOfDay(text)?.with({ millisecond: 0, microsecond: 0, nanosecond: 0 });
	return (days) => {
		if (days === 0) return first;
		const date = moment.add({ days }).toPlainDate();
		const shown = whenShown(date.toPlainDateTime(time ?? moment.toPlainTime()), zone);
		if (!shown.once) say(`${shown.why} ${formatIn(shown.at, zone)} is meant.`);
		return shown.at;
	};
}
