import { getEscalationPolicy, listEscalationPolicies } from '../../../pagerduty/api/escalation-policies.ts';
import { paged, type Finder } from '../../names/finder.ts';

/** How escalation policies are found by name. */
export const oncallFinders = {
	escalation_policy: {
		noun: 'escalation policy',
		listTool: 'list_escalation_policies',
		get: getEscalationPolicy,
		searches: [paged(listEscalationPolicies, 'query')],
	},
} satisfies Record<string, Finder>;
