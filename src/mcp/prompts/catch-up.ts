import { incidentArgument } from '../arguments/incident.ts';
import type { Prompt } from './prompt.ts';

/** What the person missed of an incident. */
export const catchUp: Prompt = {
	name: 'catch_up',
	title: 'Catch up on an incident',
	description: 'Tells what happened on an incident while you were away, and what is expected of you.',
	arguments: [
		{ name: 'incident', description: 'Number, such as #123, or id.', required: true, kind: incidentArgument },
	],
	needs: ['get_incident', 'get_incident_timeline'],
	guide: () => ({
		task: 'Tell me what happened on the PagerDuty incident below while I was away, and what is expected of me now.',
		steps: [
			'Find out when I left: my last note or my last entry in get_incident_timeline. Who I am is what get_current_user says. If I have done nothing on it yet, begin with its start.',
			'Read what came after that: get_incident_timeline with `since`, until there is no `next_cursor`. What the others wrote stands in list_incident_notes.',
			'See where it stands: get_incident with `include: responders`. Alerts that are still open come with list_incident_alerts and `statuses: triggered`.',
			'See what else changed meanwhile: list_change_events with `incident`. With `services` and `since`, list_incidents shows what else began.',
		],
		answer:
			'what is different from when I left, the most important first; who did and decided what, and when; what is expected of me, or that nothing is.',
	}),
};
