import { serviceArgument } from '../arguments/named.ts';
import type { Prompt } from './prompt.ts';

/** Who is paged for a service, now and next. */
export const whoIsOnCall: Prompt = {
	name: 'who_is_on_call',
	title: 'Who is on call',
	description: 'Tells who is paged for a service now, until when, and who comes after them.',
	arguments: [{ name: 'service', description: 'Name or id.', required: true, kind: serviceArgument }],
	needs: ['list_oncalls'],
	guide: () => ({
		task: 'Tell me who is on call for the PagerDuty service below.',
		steps: [
			'Read who is on call and who is next: list_oncalls with `services` and `next: true`.',
			'If nobody is on call at a level, begin with that. Whom the other levels page, and after how long, comes with list_escalation_policies. How long it lasts comes with find_coverage_gaps and the schedule of that level.',
			'See whether the service pages anybody at all: get_service with `include: maintenance_windows` tells of maintenance, and whether it is disabled.',
			'See what they have to do at the moment: list_incidents with `services`.',
			'Only if I want to reach somebody, list_oncalls with `contact_methods: true` shows how. Once I agree, page them for an open incident with request_responders. Once I agree, page whoever is on call for something new with create_incident.',
		],
		answer: 'who is paged first, until when with the time zone, and who follows; then the other levels, one line each.',
	}),
};
