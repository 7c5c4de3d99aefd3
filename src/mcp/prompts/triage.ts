import { incidentArgument } from '../arguments/incident.ts';
import type { Prompt } from './prompt.ts';

/** An incident from its alerts to what should be done first. */
export const triage: Prompt = {
	name: 'triage',
	title: 'Triage an incident',
	description: 'Finds out what is wrong, whom it affects, what changed, and what to do first.',
	arguments: [
		{ name: 'incident', description: 'Number, such as #123, or id.', required: true, kind: incidentArgument },
	],
	needs: ['get_incident'],
	guide: () => ({
		task: 'Triage the PagerDuty incident below: what is wrong, whom it affects, what may have caused it, and what should be done first.',
		steps: [
			'Read it with get_incident (`include: alerts, notes, timeline, responders`). If the alerts are cut, list_incident_alerts shows what the monitoring tools sent.',
			'Look for what changed shortly before it began: list_change_events with `incident`, and again with `service` and `since`.',
			'Look for what happened before, and how it ended: find_related_incidents. With `services`, `statuses: resolved` and `since: -90d`, list_incidents shows earlier incidents of the service, and get_incident_timeline how they ended.',
			'See how far it reaches: get_service with `include: dependencies, maintenance_windows`. With `services`, list_incidents shows what else is open on it. With `incident`, list_business_services shows what customers may notice.',
			'See who can help: list_oncalls with `services` and `next: true`.',
			'Propose what to do first, why, and who should do it. Once I agree, take it with acknowledge_incidents. Once I agree, page people for help with request_responders. Once I agree, pass on what you found with add_incident_note.',
		],
		answer:
			'what is wrong in one line; who and what is affected; the likely cause and how sure you are; what to do first; what is still unknown.',
	}),
};
