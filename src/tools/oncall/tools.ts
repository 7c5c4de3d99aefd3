import { listEscalationPolicies } from './list-escalation-policies.ts';
import { listOncalls } from './list-oncalls.ts';
import { listSchedules } from './list-schedules.ts';
import type { Tool } from '../tool.ts';

/** In the order in which they are offered. */
export const oncallTools: readonly Tool[] = [listOncalls, listEscalationPolicies, listSchedules];
