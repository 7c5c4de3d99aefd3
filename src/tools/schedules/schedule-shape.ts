import * as z from 'zod';
import type { ScheduleV3 } from '../../pagerduty/api/schedules-v3.ts';
import type { Schedule } from '../../pagerduty/api/schedules.ts';
import { idsOf, nameOf, namesOf } from '../text/names.ts';
import { cleanText } from '../text/untrusted.ts';
import { defineShape, type Shaped } from '../shapes/shape.ts';

/** What the tools show of a schedule of either kind. */
export const scheduleShape = defineShape({
	singular: 'schedule',
	plural: 'schedules',
	fields: {
		id: z.string(),
		name: z.string(),
		/** PagerDuty has two scheduling systems: layered schedules and shift-based ones. */
		kind: z.enum(['layers', 'shifts']),
		time_zone: z.string().optional(),
		users: z.array(z.string()).optional(),
		escalation_policies: z.array(z.string()).optional(),
		teams: z.array(z.string()).optional(),
		url: z.string().optional(),
		description: z.string().optional(),
		user_ids: z.array(z.string()).optional(),
		escalation_policy_ids: z.array(z.string()).optional(),
	},
	compact: ['id', 'name', 'kind', 'time_zone', 'users', 'escalation_policies', 'teams', 'url'],
});

export type ShownSchedule = Shaped<typeof scheduleShape>;

export function showSchedule(schedule: Schedule | ScheduleV3, kind: 'layers' | 'shifts'): ShownSchedule {
	return {
		id: schedule.id,
		name: nameOf(schedule),
		kind,
		time_zone: schedule.time_zone,
		users: namesOf(schedule.users),
		escalation_policies: namesOf(schedule.escalation_policies),
		teams: namesOf(schedule.teams),
		url: schedule.html_url,
		description: schedule.description && cleanText(schedule.description, 500),
		user_ids: idsOf(schedule.users),
		escalation_policy_ids: idsOf(schedule.escalation_policies),
	};
}
