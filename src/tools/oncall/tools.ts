import { createEscalationPolicy } from './create-escalation-policy.ts';
import { createOverrides } from './create-overrides.ts';
import { deleteEscalationPolicy } from './delete-escalation-policy.ts';
import { deleteOverride } from './delete-override.ts';
import { findCoverageGaps } from './find-coverage-gaps.ts';
import { getOncallHours } from './get-oncall-hours.ts';
import { getSchedule } from './get-schedule.ts';
import { listEscalationPolicies } from './list-escalation-policies.ts';
import { listOncalls } from './list-oncalls.ts';
import { listSchedules } from './list-schedules.ts';
import { listShifts } from './list-shifts.ts';
import { recommendCover } from './recommend-cover.ts';
import { swapShifts } from './swap-shifts.ts';
import { updateEscalationPolicy } from './update-escalation-policy.ts';
import type { Tool } from '../core/tool.ts';

/** In the order in which they are offered. */
export const oncallTools: readonly Tool[] = [
	listOncalls,
	listShifts,
	listEscalationPolicies,
	listSchedules,
	getSchedule,
	findCoverageGaps,
	getOncallHours,
	recommendCover,
	createOverrides,
	swapShifts,
	deleteOverride,
	createEscalationPolicy,
	updateEscalationPolicy,
	deleteEscalationPolicy,
];
