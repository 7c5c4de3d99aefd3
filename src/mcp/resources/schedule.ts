import * as z from 'zod';
import { scheduleArgument } from '../arguments/named.ts';
import type { ResourceTemplate } from './resource.ts';

const Facts = z.object({ schedule: z.object({ id: z.string() }) });

/** One schedule. */
export const schedule: ResourceTemplate = {
	template: 'pagerduty://schedule/{id}',
	name: 'schedule',
	title: 'Schedule',
	description: 'One schedule with its shifts and overrides of the next 14 days, in its own time zone.',
	needs: ['get_schedule'],
	meaning: 'Name or id.',
	kind: scheduleArgument,
	self: (facts) => [Facts.parse(facts).schedule.id],
	call: (written) => ({
		tool: 'get_schedule',
		input: { schedule: written, include: ['overrides'], limit: 100 },
	}),
	isChangedBy: ({ oncall, unknown }) => (oncall ?? unknown) === true,
};
