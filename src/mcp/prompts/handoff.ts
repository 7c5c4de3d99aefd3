import { scheduleArgument, teamArgument } from '../arguments/named.ts';
import type { Given, Prompt } from './prompt.ts';

/** What whoever is on call next must know. */
export const handoff: Prompt = {
	name: 'handoff',
	title: 'Hand over a shift',
	description: 'Prepares the handover of an on-call shift: what happened, what is open, what to watch.',
	arguments: [
		{ name: 'schedule', description: 'Name or id. Without schedule and team: your own shift.', kind: scheduleArgument },
		{ name: 'team', description: 'Name or id of a team, or me for yours.', kind: teamArgument },
	],
	needs: ['list_oncalls', 'list_incidents'],
	guide: (given) => ({
		task: `Prepare the handover of ${whose(given)} to whoever is on call next.`,
		steps: [
			...shift(given),
			`List what happened in it: list_incidents with ${filter(given)}, \`statuses: triggered, acknowledged, resolved\` and \`since\` the start of the shift.`,
			'Read what is still open, and what was hardest, with get_incident (`include: notes, timeline`). With `fields: next_steps`, list_incidents shows what is snoozed and when it comes back.',
			'Look for what to watch: list_change_events since the start of the shift. What is or will be in maintenance comes with list_maintenance_windows.',
			'See what comes: find_coverage_gaps shows whether somebody is on call for the whole of the next week. If somebody cannot take their shift, recommend_cover ranks who could.',
			'Write the handover. Once I agree, leave what must not be forgotten on the open incidents with add_incident_note. Once I agree, give them to whoever follows with reassign_incidents.',
		],
		answer:
			'who hands over to whom, and when, with the time zone; what is open, each with its state and the next step; what happened and is over, briefly; what to watch; what is not known.',
	}),
};

function whose({ schedule, team }: Given): string {
	if (schedule !== undefined) return 'the on-call shift on the PagerDuty schedule below';
	return team === undefined ? 'my PagerDuty on-call shift' : 'the on-call shifts of each PagerDuty team below';
}

function shift({ schedule, team }: Given): string[] {
	if (schedule !== undefined)
		return [
			'Find the shift that runs now and the one that follows: get_schedule with `since: -7d` and `include: overrides`. Which services it is for comes with list_escalation_policies and the policies that the schedule names.',
		];
	return [
		`Find the shift that runs now: list_oncalls with \`${team === undefined ? 'users: me' : 'teams'}\`. Who follows comes with list_oncalls, \`next: true\` and the \`schedules\` of that shift. If nobody is on call now, take the last shift, which list_shifts shows.`,
	];
}

function filter({ schedule, team }: Given): string {
	if (team !== undefined) return '`teams`';
	return schedule === undefined ? '`scope: my_teams`' : '`services`, as the policies with this schedule have them';
}
