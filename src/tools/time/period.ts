import type { ToolContext } from '../core/context.ts';
import type { Rows } from '../lists/list.ts';
import { joinNotes } from '../text/notes.ts';
import { describeSpan, parsePast } from './range.ts';
import type { Span } from './spans.ts';
import { parseLocal } from './local-zone.ts';
import type { LocalZone } from './zones.ts';

/** A span of the past as it was asked for. */
export interface Period extends Span {
	/** By which it was read and is shown. */
	readonly zone: string;
}

/** The ends of a period as they are given. */
interface Ends {
	readonly since?: string | undefined;
	readonly until?: string | undefined;
}

/**
 * The period between `since` and `until`, on the person's wall clock where they have no zone. Both ends are always known:
 * PagerDuty's own defaults differ from list to list, and its now moves from page to page.
 * @param days before the end where no start is given.
 * @throws {ToolError}
 */
export async function parsePeriod(
	input: Ends,
	limits: { readonly days: number; readonly maxDays?: number },
	context: ToolContext,
): Promise<Period> {
	const { asked } = context;
	const read = (local: LocalZone) => parsePast(input, { ...limits, asked, local });
	const { value, local } = await parseLocal([input.since, input.until], read, context);
	return { ...value, zone: local.zone };
}

/** How the given ends were read; nothing where none was given. */
export function periodNote({ since, until }: Ends, period: Period | undefined): string | undefined {
	return period && (since ?? until) !== undefined ? `From ${describeSpan(period, period.zone)}.` : undefined;
}

/** Only what happened in the period, whatever PagerDuty sent. @param at when an item happened. */
export function withinPeriod<Item>(
	rows: Rows<Item>,
	period: Span | undefined,
	at: (item: Item) => string | undefined,
): Rows<Item> {
	if (!period) return rows;
	const inside = rows.rows.filter(({ item }) => {
		const text = at(item) ?? '';
		const time = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : NaN;
		// PagerDuty tells whole seconds; what has no readable time cannot be judged.
		return Number.isNaN(time) || (time > period.start - 1000 && time < period.end + 1000);
	});
	const left = rows.rows.length - inside.length;
	if (left === 0) return rows;
	const note = `PagerDuty also sent ${left} from outside that time, which are left out here.`;
	return { ...rows, rows: inside, note: joinNotes(rows.note, note) };
}
