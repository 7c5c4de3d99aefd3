import * as z from 'zod';
import { defineView, type Viewed } from '../view.ts';

/** One person on call at one level of one escalation policy, for one span of time. */
export const oncallView = defineView({
	singular: 'oncall',
	plural: 'oncalls',
	fields: {
		user: z.string(),
		escalation_policy: z.string(),
		/** Escalation level, 1 first. */
		level: z.int(),
		/** The schedule behind it; undefined when the person is a direct target of the policy. */
		schedule: z.string().optional(),
		/** Undefined start and end: always on call. */
		start: z.string().optional(),
		end: z.string().optional(),
		/** Whether it is the person signed in. */
		me: z.boolean().optional(),
		user_id: z.string(),
		escalation_policy_id: z.string(),
		schedule_id: z.string().optional(),
		user_url: z.string().optional(),
		escalation_policy_url: z.string().optional(),
		schedule_url: z.string().optional(),
	},
	compact: ['user', 'escalation_policy', 'level', 'schedule', 'start', 'end'],
});

export type OncallView = Viewed<typeof oncallView>;
