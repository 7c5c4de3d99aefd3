import * as z from 'zod';
import type { OnCall } from '../../pagerduty/api/oncalls.ts';
import { nameOf } from '../text/names.ts';
import { cleanLine } from '../text/untrusted.ts';
import { defineShape, type Shaped } from './shape.ts';

/** One person on call at one level of one escalation policy, for one span of time. */
export const oncallShape = defineShape({
	singular: 'oncall',
	plural: 'oncalls',
	fields: {
		user: z.string(),
		escalation_policy: z.string(),
		/** Escalation level, 1 first. */
		level: z.int().optional(),
		/** The schedule behind it; undefined when the person is a direct target of the policy. */
		schedule: z.string().optional(),
		/** Undefined start and end: always on call. */
		start: z.string().optional(),
		end: z.string().optional(),
		/** Whether it is the person signed in. */
		me: z.boolean().optional(),
		/** Read only when asked for. */
		email: z.string().optional(),
		user_id: z.string(),
		escalation_policy_id: z.string().optional(),
		schedule_id: z.string().optional(),
		user_url: z.string().optional(),
		escalation_policy_url: z.string().optional(),
		schedule_url: z.string().optional(),
	},
	always: ['user', 'escalation_policy', 'level'],
	compact: ['user', 'escalation_policy', 'level', 'schedule', 'start', 'end'],
});

export type ShownOncall = Shaped<typeof oncallShape>;

/** @param me id of the person signed in, if any. */
export function showOncall(oncall: OnCall, me: string | undefined): ShownOncall {
	const { user, escalation_policy: policy, schedule } = oncall;
	return {
		user: nameOf(user),
		escalation_policy: policy ? nameOf(policy) : 'unknown',
		level: oncall.escalation_level,
		schedule: schedule && nameOf(schedule),
		start: oncall.start,
		end: oncall.end,
		me: me === undefined ? undefined : user.id === me,
		email: user.email && cleanLine(user.email, 254),
		user_id: user.id,
		escalation_policy_id: policy?.id,
		schedule_id: schedule?.id,
		user_url: user.html_url,
		escalation_policy_url: policy?.html_url,
		schedule_url: schedule?.html_url,
	};
}
