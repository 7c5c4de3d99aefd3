import { words } from '../arguments/argument.ts';
import { incidentArgument } from '../arguments/incident.ts';
import type { Given, Prompt } from './prompt.ts';

/** What others are told of an incident. */
export const statusUpdate: Prompt = {
	name: 'status_update',
	title: 'Write a status update',
	description: 'Drafts a status update of an incident for an audience, and sends it once you agree.',
	arguments: [
		{ name: 'incident', description: 'Number, such as #123, or id.', required: true, kind: incidentArgument },
		{
			name: 'audience',
			description: 'Such as stakeholders (default), customers or executives.',
			kind: words('stakeholders', 'customers', 'executives', 'engineers'),
		},
	],
	needs: ['get_incident'],
	guide: (given) => ({
		task: `Draft a status update of the PagerDuty incident below${given['audience'] === undefined ? ' for our stakeholders' : ' for the audience below'}.`,
		steps: [
			'Read where it stands: get_incident with `include: notes, timeline, responders`.',
			'Find out what is affected: get_service with `include: dependencies`. What customers may notice comes with list_business_services and `incident`.',
			'See what was said before, so that this goes on from there: list_status_page_posts.',
			form(given),
			'Say only what somebody has confirmed: no guesses at the cause, no promises that nobody made, no names of people, hosts or alerts.',
			`Show me the draft, and who would read it. ${sending(given)}`,
		],
		answer: 'the draft, ready to send; below it, the evidence for each statement, and what to ask before it is sent.',
	}),
};

function isForCustomers({ audience = '' }: Given): boolean {
	return /^(?:customer|public)/i.test(audience);
}

function form(given: Given): string {
	if (isForCustomers(given))
		return 'Write for customers, five sentences at most: what they notice, since when, what they can do meanwhile, that it is worked on, and when they hear more.';
	if (/^exec/i.test(given['audience'] ?? ''))
		return 'Write for executives, five sentences at most: effect on customers and business, since when, who leads, what is expected when, and what is needed from them.';
	return 'Write five sentences at most: what is affected, since when, what is being done, what is expected, and when the next update comes.';
}

function sending(given: Given): string {
	return isForCustomers(given)
		? 'Once I agree, publish it with create_status_page_post, or with add_status_page_update if there is a post already.'
		: 'Once I agree, send it with post_status_update, which cannot be taken back.';
}
