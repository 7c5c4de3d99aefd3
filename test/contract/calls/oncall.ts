import type { Calls } from './calls.ts';

export const oncallCalls: Calls = {
	list_oncalls: [
		{},
		{
			services: ['Checkout'],
			escalation_policies: ['Payments'],
			schedules: ['Payments Primary', 'Mobile Shifts'],
			users: ['me'],
			since: 'now',
			until: '+7d',
			earliest: true,
		},
	],
	list_escalation_policies: [{ query: 'pay', users: ['me'], teams: ['Payments'] }],
	list_schedules: [{ query: 'pay', teams: ['Payments'] }],
};
