import type { Calls } from './calls.ts';

const report = {
	schedules: ['Payments Primary', 'Mobile Shifts'],
	teams: ['Storefront'],
	time_zone: 'Europe/Berlin',
	since: '2026-03-01',
	until: '2026-04-01',
};

export const schedulingCalls: Calls = {
	find_coverage_gaps: [{}, { ...report, min_minutes: 30 }],
	get_oncall_hours: [{}, report],
	export_oncall_payroll: [
		{
			...report,
			night_start: '21:00',
			night_end: '07:00',
			weekend_days: ['sunday'],
			holidays: ['2026-03-17'],
		},
	],
	preview_schedule: [
		{
			users: ['me', 'Ben Ostrowski'],
			turn: 'daily',
			handoff: '08:00',
			hours: ['Mon-Fri 09:00-17:00', '22:00-06:00'],
			start: '2026-03-16',
			time_zone: 'Europe/Berlin',
			since: '2026-03-16',
			until: '2026-03-30',
		},
	],
	create_schedule: [
		{
			name: 'Contract Layers',
			kind: 'layers',
			time_zone: 'Europe/Berlin',
			description: 'Made by the contract suite',
			team: 'Payments',
			users: ['me', 'Ben Ostrowski'],
			turn: 'weekly',
			handoff: 'Mon 09:00',
			hours: ['Fri 18:00 - Mon 08:00'],
			start: '+1d',
		},
		{
			name: 'Contract Shifts',
			kind: 'shifts',
			time_zone: 'Europe/Berlin',
			users: ['me', 'Ben Ostrowski'],
			hours: ['Mon-Fri 09:00-17:00'],
			all_at_once: true,
		},
	],
	update_schedule: [
		{
			schedule: 'Contract Layers',
			name: 'Contract L',
			description: 'Changed',
			time_zone: 'UTC',
			team: 'Storefront',
			confirm: 'Maya Okafor',
		},
		{ schedule: 'Contract Shifts', name: 'Contract S', description: 'Changed', time_zone: 'UTC' },
	],
	set_rotation: [
		{
			schedule: 'Contract L',
			rotation: 'Layer 1',
			users: ['Ben Ostrowski'],
			turn: '2d',
			handoff: '10:00',
			start: '+2d',
		},
		{ schedule: 'Contract L', new_rotation: 'Top', users: ['me'], hours: ['09:00-17:00'], until: '+30d' },
		{ schedule: 'Contract L', new_rotation: 'Coming', users: ['me', 'Ben Ostrowski'], start: '+10d' },
		{ schedule: 'Contract L', rotation: 'Coming', handoff: '11:00' },
		{
			schedule: 'Contract L',
			rotation: 'Coming',
			add_users: ['Grace Kimathi'],
			remove_users: ['Ben Ostrowski'],
			first: 'me',
			confirm: 'nobody',
		},
		{ schedule: 'Contract S', users: ['Ben Ostrowski'], all_at_once: false, confirm: 'Maya Okafor' },
		{ schedule: 'Contract S', new_rotation: 'Nights', users: ['me'], turn: '1w', hours: ['22:00-06:00'] },
		{ schedule: 'Contract S', rotation: 'Contract Shifts', users: ['me'], start: '2026-03-21' },
		{ schedule: 'Contract S', new_rotation: 'Later', users: ['me'], start: '+20d' },
		{ schedule: 'Contract S', rotation: 'Later', users: ['Ben Ostrowski'] },
		{ schedule: 'Contract S', rotation: 'Later', until: 'now' },
		{ schedule: 'Contract S', new_rotation: 'Evenings', users: ['me'], hours: ['18:00-22:00'], start: '+20d' },
		{ schedule: 'Contract S', rotation: 'Evenings', turn: '2w' },
		{ schedule: 'Incident Command', rotation: '$coming_event', until: 'now' },
		{ schedule: 'Payments Primary', restore: '$earlier_layer' },
	],
	delete_schedule: [
		{ schedule: 'Contract L', confirm: 'Contract L' },
		{ schedule: 'Contract S', confirm: 'Contract S' },
	],
};
