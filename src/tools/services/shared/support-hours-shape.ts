export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface Urgency {
	readonly urgency?: string | undefined;
}

/** How the urgency of a service's incidents is decided: as it is, or as it is to be. */
interface Rules {
	readonly incident_urgency_rule?:
		| (Urgency & {
				readonly type?: string | undefined;
				readonly during_support_hours?: Urgency | undefined;
				readonly outside_support_hours?: Urgency | undefined;
		  })
		| undefined;
	readonly support_hours?:
		| {
				readonly time_zone?: string | undefined;
				readonly days_of_week: readonly number[];
				readonly start_time?: string | undefined;
				readonly end_time?: string | undefined;
		  }
		| undefined;
	readonly scheduled_actions: readonly unknown[];
}

/** `high`, or e.g. `high in support hours, low outside`. */
export function urgencyText({ incident_urgency_rule: rule, scheduled_actions: actions }: Rules): string | undefined {
	if (rule?.type !== 'use_support_hours') return rule?.urgency ?? rule?.type;
	const [during, outside] = [rule.during_support_hours, rule.outside_support_hours];
	const raised = actions.length > 0 ? ', raised when they begin' : '';
	return `${during?.urgency ?? 'unknown'} in support hours, ${outside?.urgency ?? 'unknown'} outside${raised}`;
}

/** `mon-fri 09:00-17:00 Europe/Berlin`, while the urgency goes by them. */
export function supportHoursText({ incident_urgency_rule: rule, support_hours: hours }: Rules): string | undefined {
	if (!hours || rule?.type !== 'use_support_hours') return undefined;
	const clock = (time: string | undefined) => time?.slice(0, 5) ?? '?';
	return [daysText(hours.days_of_week), `${clock(hours.start_time)}-${clock(hours.end_time)}`, hours.time_zone].join(
		' ',
	);
}

function daysText(days: readonly number[]): string {
	const sorted = [...days].sort((a, b) => a - b);
	const [first = 1, last = 7] = [sorted[0], sorted.at(-1)];
	const name = (day: number) => dayNames[day - 1] ?? String(day);
	return sorted.length > 2 && last - first === sorted.length - 1
		? `${name(first)}-${name(last)}`
		: sorted.map(name).join(',');
}
