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
};
