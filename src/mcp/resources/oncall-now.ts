import { answerOf, type SingleResource } from './resource.ts';

/** Who is on call. */
export const oncallNow: SingleResource = {
	address: 'pagerduty://oncall/now',
	format: 'json',
	name: 'oncall_now',
	title: 'Who is on call now',
	description: 'Who is on call now, by escalation policy and level, and until when.',
	needs: ['list_oncalls'],
	read: ({ ask }) => answerOf(ask, 'list_oncalls', { limit: 100 }),
	isChangedBy: ({ oncall, unknown }) => (oncall ?? unknown) === true,
};
