import { teamArgument } from '../arguments/named.ts';
import type { Prompt } from './prompt.ts';

/** Whether a team's on-call work is covered, fair and bearable. */
export const coverageReview: Prompt = {
	name: 'coverage_review',
	title: 'Review on-call coverage',
	description: 'Reviews the on-call work of a team: gaps, load, fairness, signs of burnout, and what to change.',
	arguments: [{ name: 'team', description: 'Name or id, or me for yours.', required: true, kind: teamArgument }],
	needs: ['find_coverage_gaps', 'get_oncall_hours'],
	guide: () => ({
		task: 'Review how each PagerDuty team below is on call: gaps, load, fairness, signs of burnout, and what to change.',
		steps: [
			'See how they are on call: list_schedules and list_escalation_policies, both with `teams`. Note levels that rest on one person, and policies with nobody behind the first level.',
			'Look for gaps: find_coverage_gaps with `teams` and `until: +28d`.',
			'Compare the load: get_oncall_hours with `teams`, `since: -28d` and `until: now`, then for the next 28 days.',
			'Look for shifts that are too long or too close: list_shifts with `teams` and `until: +28d`.',
			'See what it costs whom: review_oncall_load with `teams` tells nights, weekends, interruptions and broken sleep of each person beside the mean, and what is uneven.',
			'See who was disturbed, and when: get_responder_metrics with `teams` shows interruptions by day and night. What caused them comes with report_noise and `teams`. The incidents themselves come with list_incidents, `teams`, `statuses: triggered, acknowledged, resolved` and `since: -28d`.',
			'Look for signs of burnout: nights in a row, few days without duty, somebody who takes far more than the others, answers that become slower. Somebody may want it so: name the figures, and ask rather than judge.',
			'Propose changes, the smallest first, each with what it would change for whom. For a gap, recommend_cover ranks who could take it. Once I agree, close a single gap with create_overrides. Try a new rotation with preview_schedule. Once I agree, change a rotation with set_rotation. Once I agree, change who is paged after whom with update_escalation_policy.',
		],
		answer:
			'gaps with their times and zone; a table of people with hours, nights, weekends and interruptions beside the average of the team; what is unfair or too much; what to change, the most useful first.',
	}),
};
