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
		{ teams: ['Payments'], at: '+1d', contact_methods: true },
		{ schedules: ['Payments Primary'], next: true },
	],
	list_escalation_policies: [
		{ query: 'pay', users: ['me'], teams: ['Payments'] },
		{ scope: 'my_teams' },
		{ escalation_policies: ['Payments'] },
	],
	list_schedules: [{ query: 'pay', teams: ['Payments'] }],
	list_shifts: [
		{},
		{ users: ['me'], schedules: ['Payments Primary'], teams: ['Payments'], until: '+7d', time_zone: 'Europe/Berlin' },
		{ escalation_policies: ['Payments'], since: 'now' },
	],
	get_schedule: [
		{ schedule: 'Payments Primary', since: 'now', until: '+7d', time_zone: 'UTC', include: ['rotations', 'overrides'] },
		{ schedule: 'Mobile Shifts', include: ['rotations', 'overrides'] },
	],
	create_overrides: [
		{
			schedule: 'Payments Primary',
			user: 'me',
			start: '+1d',
			end: '+25h',
			repeat: 'weekly',
			times: 2,
			time_zone: 'UTC',
		},
		{
			schedule: 'Incident Command',
			user: 'me',
			instead_of: 'Grace Kimathi',
			start: '2026-03-11T09:00:00Z',
			end: '2026-03-11T11:00:00Z',
		},
		{ schedule: 'Incident Command', user: 'me', start: '2026-03-14T09:00:00Z', end: '2026-03-14T11:00:00Z' },
		{ schedule: 'Payments Secondary', replaces: '$override', user: 'me', start: '+20d', end: '+21d' },
		{
			schedule: 'Incident Command',
			replaces: '$shift_override',
			user: 'Ben Ostrowski',
			start: '2026-03-18T09:30:00Z',
			end: '2026-03-18T10:30:00Z',
		},
		{
			schedule: 'Incident Command',
			replaces: '$custom_shift',
			user: 'Ben Ostrowski',
			start: '2026-03-21T09:30:00Z',
			end: '2026-03-21T10:30:00Z',
		},
	],
	swap_shifts: [
		{ schedule: 'Payments Primary', user: 'me', with_user: 'Diego Fuentes', shift: '+1h', with_shift: '+9d' },
		{ schedule: 'Mobile Shifts', user: 'Naomi Sato', with_user: 'Tomasz Zielinski' },
	],
	delete_override: [
		{ schedule: 'Payments Secondary', override: '$override' },
		{ schedule: 'Incident Command', override: '$shift_override' },
		{ schedule: 'Incident Command', override: '$custom_shift' },
	],
	create_escalation_policy: [
		{
			name: 'Contract',
			description: 'Made by the contract suite',
			levels: ['Payments Primary; user:Maya Okafor', 'schedule:Mobile Shifts', 'Ben Ostrowski'],
			delays: [5, 10, 15],
			loops: 2,
			team: 'Payments',
			handoff_notifications: 'always',
			round_robin: [1],
		},
	],
	update_escalation_policy: [
		{
			escalation_policy: 'Contract',
			name: 'Contract 2',
			description: 'Changed',
			levels: ['Ben Ostrowski', 'Payments Primary; user:Maya Okafor', 'schedule:Mobile Shifts'],
			delays: [20],
			round_robin: [2],
			confirm: 'nobody',
			loops: 0,
			team: 'Storefront',
			handoff_notifications: 'if_has_services',
		},
		{ escalation_policy: 'Payments', loops: 1 },
	],
	delete_escalation_policy: [{ escalation_policy: 'Contract 2', confirm: 'Contract 2' }],
};
