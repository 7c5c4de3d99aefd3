import { incidentArgument } from '../arguments/incident.ts';
import type { Prompt } from './prompt.ts';

/** A draft of what is written when an incident is over. */
export const postmortem: Prompt = {
	name: 'postmortem',
	title: 'Write a postmortem',
	description: 'Drafts a blameless postmortem of an incident, by your template if the workspace has one.',
	arguments: [
		{ name: 'incident', description: 'Number, such as #123, or id.', required: true, kind: incidentArgument },
	],
	needs: ['get_incident', 'get_incident_timeline'],
	guide: () => ({
		task: 'Draft a blameless postmortem of the PagerDuty incident below.',
		steps: [
			'Read it with get_incident (`include: alerts, notes, timeline, custom_fields, responders`).',
			'Read the whole timeline: get_incident_timeline with `overview: false`, until there is no `next_cursor`. How fast people reacted comes with list_analytics_incidents (`incident`, `include: responses`).',
			'Look for causes: list_change_events with `incident`, and again with `service` for the hours before. Whether it happened before is what find_related_incidents tells.',
			'Measure the impact: from when to when, and on what. What depends on the service comes with get_service (`include: dependencies`). What customers could notice comes with list_business_services (`incident`). What they were told comes with list_status_page_posts.',
			'If the workspace has a template for postmortems, or earlier ones, keep to its headings and tone. Otherwise use these: summary, impact, timeline, causes, what went well, what did not, actions.',
			'Write about systems and decisions, not about guilt. Give an action an owner or a date only where somebody has named them, and leave the others open for me.',
			'Show me the draft; if there is a workspace, offer to save it there. Once I agree, tell the responders where it is with add_incident_note.',
		],
		answer:
			'the draft in Markdown, its timeline with times and their zone; then what you could not find out, as questions to the people who were there.',
	}),
};
