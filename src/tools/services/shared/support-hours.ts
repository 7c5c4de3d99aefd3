import type { Service, ServiceInput, ServiceUrgency, SupportHours } from '../../../pagerduty/api/services.ts';
import { ToolError } from '../../core/failure.ts';
import { listedZone, parseListedZone } from '../../time/listed-zones.ts';
import { dayNames } from './support-hours-shape.ts';
import { quoted } from '../../text/names.ts';

interface Given {
	readonly urgency?: ServiceUrgency | undefined;
	readonly support_hours?: string | undefined;
	readonly urgency_during?: ServiceUrgency | undefined;
	readonly urgency_outside?: ServiceUrgency | undefined;
	readonly raise_urgency?: boolean | undefined;
}

/** What is sent, and which of the given values became others. */
interface UrgencyInput {
	readonly values: Pick<ServiceInput, 'incident_urgency_rule' | 'support_hours' | 'scheduled_actions'>;
	readonly note?: string | undefined;
}

const raise = {
	type: 'urgency_change',
	at: { type: 'named_time', name: 'support_hours_start' },
	to_urgency: 'high',
} as const;

/**
 * How the urgency of a service's incidents is to be decided. Of support hours, what is not given stays as it is, and is sent
 * along.
 * @throws {ToolError}
 */
export function urgencyInput(given: Given, now: Date, current?: Service): UrgencyInput {
	const {
		urgency,
		support_hours: text,
		urgency_during: during,
		urgency_outside: outside,
		raise_urgency: raises,
	} = given;
	const byHour = (text ?? during ?? outside ?? raises) !== undefined;
	if (urgency && byHour) {
		throw new ToolError({
			message: '`urgency` is for all hours.',
			next: 'With support hours give `urgency_during` and `urgency_outside`.',
		});
	}
	if (urgency) {
		const values = {
			incident_urgency_rule: { type: 'constant' as const, urgency },
			...(current?.support_hours && { scheduled_actions: [] }),
		};
		return { values };
	}
	if (!byHour) return { values: {} };
	const { hours, note } =
		text === undefined
			? { hours: hoursOf(current, now) }
			: parseSupportHours(text, current?.support_hours?.time_zone, now);
	if (!hours) throw new ToolError({ message: 'The service has no support hours: give `support_hours`.' });
	const rule = current?.incident_urgency_rule;
	return {
		values: {
			incident_urgency_rule: {
				type: 'use_support_hours',
				during_support_hours: always(during ?? known(rule?.during_support_hours?.urgency) ?? 'high'),
				outside_support_hours: always(outside ?? known(rule?.outside_support_hours?.urgency) ?? 'low'),
			},
			support_hours: hours,
			...(raises !== undefined && { scheduled_actions: raises ? [raise] : [] }),
		},
		note,
	};
}

/** `mon-fri 09:00-17:00 Europe/Berlin`; without a time zone the one that was. */
function parseSupportHours(
	text: string,
	zone: string | undefined,
	now: Date,
): { readonly hours: SupportHours; readonly note?: string | undefined } {
	const [, days = '', start = '', end = '', place = zone] =
		/^([a-z,\s-]+?)\s+(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})(?:\s+(\S+))?$/i.exec(text.trim()) ?? [];
	const numbers = daysOf(days);
	if (!numbers || !isTime(start) || !isTime(end) || start === end || place === undefined) {
		throw new ToolError({
			message: `support_hours: ${quoted(text.slice(0, 60))} cannot be read.`,
			next: 'Give days, times and time zone, e.g. mon-fri 09:00-17:00 Europe/Berlin or mon,wed 22:00-23:30 UTC.',
		});
	}
	const listed = parseListedZone('support_hours', place, now);
	const hours: SupportHours = {
		type: 'fixed_time_per_day',
		time_zone: listed.zone,
		days_of_week: numbers,
		start_time: `${start.padStart(5, '0')}:00`,
		end_time: `${end.padStart(5, '0')}:00`,
	};
	// A zone that PagerDuty told is not the caller's.
	return { hours, note: place === zone ? undefined : listed.note };
}

/** 1 to 7 for `mon-fri` or `mon,wed,sat-sun`; undefined when it says something else. */
function daysOf(text: string): number[] | undefined {
	const numbers = text.split(',').flatMap((part) => {
		const [first = -1, last = first] = part
			.split('-')
			.map((name) => dayNames.indexOf(name.trim().slice(0, 3).toLowerCase()));
		return first < 0 || last < first
			? [Number.NaN]
			: dayNames.slice(first, last + 1).map((_, index) => first + index + 1);
	});
	return numbers.some(Number.isNaN) ? undefined : [...new Set(numbers)].sort();
}

function isTime(text: string): boolean {
	return /^([01]?\d|2[0-3]):[0-5]\d$/.test(text);
}

function hoursOf(current: Service | undefined, now: Date): SupportHours | undefined {
	const { time_zone: zone, days_of_week: days = [], start_time: start, end_time: end } = current?.support_hours ?? {};
	if (!zone || !start || !end) return undefined;
	return {
		type: 'fixed_time_per_day',
		time_zone: listedZone(zone, now),
		days_of_week: days,
		start_time: start,
		end_time: end,
	};
}

function always(urgency: ServiceUrgency) {
	return { type: 'constant', urgency } as const;
}

function known(urgency: string | undefined): ServiceUrgency | undefined {
	return (['high', 'low', 'severity_based'] as const).find((one) => one === urgency);
}
