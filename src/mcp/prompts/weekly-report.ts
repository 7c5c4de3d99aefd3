import { words } from '../arguments/argument.ts';
import { serviceArgument, teamArgument } from '../arguments/named.ts';
import type { Given, Prompt } from './prompt.ts';

/** The last seven days, for those who do the work or for those who decide. */
export const weeklyReport: Prompt = {
	name: 'weekly_report',
	title: 'Report on the week',
	description: 'Reports on the incidents and the on-call load of the last seven days, beside the week before.',
	arguments: [
		{
			name: 'team',
			description: 'Name or id, or me for yours. Without team and service: the account.',
			kind: teamArgument,
		},
		{ name: 'service', description: 'Name or id.', kind: serviceArgument },
		{
			name: 'audience',
			description: 'Such as engineers (default) or executives.',
			kind: words('engineers', 'executives'),
		},
	],
	needs: ['list_incidents', 'report_response_times'],
	guide: (given) => ({
		task: `Report on the last seven days in PagerDuty, ${scopeOf(given)}.`,
		steps: [
			`Count the incidents by service, urgency and priority: count_incidents with ${filters(given, all, week)}.`,
			`Compare with the week before: report_response_times with ${filters(given, week)}.`,
			`Find those that mattered: list_incidents with ${filters(given, all, week)}. Read up to five of them with get_incident (\`include\`: notes, timeline).`,
			`Find what can be improved: report_noise with ${filters(given, week)} shows what resolved by itself. What and whom it kept busiest comes with report_busiest and the same arguments. Only if I name targets, report_sla shows whether they were met.`,
			...(given['service'] === undefined
				? [
						`Look at the load on people: get_oncall_hours with ${filters(given, week, '`until: now`')}. Who was disturbed, and when, comes with get_responder_metrics and ${filters(given, week)}.`,
					]
				: []),
			`See what comes: list_oncalls with ${filters(given, '`until: +7d`')}. What nobody covers comes with find_coverage_gaps.`,
			form(given),
		],
		answer:
			'better or worse than the week before, with the figures; what mattered and why; what repeats; the load on people; what to change, the most useful first.',
	}),
};

const all = '`statuses: triggered, acknowledged, resolved`';
const week = '`since: -7d`';

function scopeOf({ team, service }: Given): string {
	return team === undefined && service === undefined ? 'for the whole account' : 'for what is named below';
}

/** The arguments of a tool that narrow it to what was given, and others. */
function filters({ team, service }: Given, ...others: readonly string[]): string {
	const given = [...(team === undefined ? [] : ['`teams`']), ...(service === undefined ? [] : ['`services`'])];
	const names = [...given, ...others];
	return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function form({ audience = 'engineers' }: Given): string {
	if (/^exec/i.test(audience))
		return 'Write for executives: one page at most, customers and trends before details, no names of tools or hosts, and the decisions that are needed.';
	return /^engineer/i.test(audience)
		? 'Write for engineers: figures in a table, each incident with its number and link.'
		: 'Write for the audience below: what they know, need and decide says how long and how technical it is.';
}
