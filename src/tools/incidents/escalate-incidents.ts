import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import { defineTool } from '../core/tool.ts';
import { changedIncidents, changeIncidents, incidentsArgument, presentChange } from './shared/change-incidents.ts';
import { nextLevels } from './shared/escalation-levels.ts';
import { policiesOf } from './shared/incident-consent.ts';
import { pagedThrough } from '../schedules/who-is-paged.ts';
import { findIncidents } from '../names/find-incidents.ts';
import { assignmentOf, resolvedOnes } from './reassign-incidents.ts';
import { said } from '../text/said.ts';

/** operationId: updateIncidents */
export const escalateIncidents = defineTool({
	name: 'escalate_incidents',
	title: 'Escalate incidents',
	description:
		'Hands open incidents to the next level of their policy, or to `level`, and pages whoever is on call there. Low-urgency ones never escalate.',
	example: 'Escalate #4260 to the next level.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	consent: ['pages', 'many'],
	operations: { always: ['getIncident', 'updateIncidents'], sometimes: ['listOnCalls', 'getCurrentUser'] },
	input: z.strictObject({
		incidents: incidentsArgument,
		level: z.int().min(1).max(20).optional().describe('Level to go to. Default: the next one.'),
	}),
	output: changedIncidents,
	async run({ incidents, level }, context) {
		const found = await findIncidents(incidents, context);
		const can = found.filter((incident) => refusal(incident) === undefined);
		const levelOf = level === undefined ? await nextLevels(can, context) : () => level;
		const goals = new Map(can.map((incident) => [incident.id, levelOf(incident)]));
		const goalOf = ({ id }: Incident) => {
			const goal = goals.get(id);
			return typeof goal === 'number' ? goal : undefined;
		};
		return changeIncidents(
			found,
			{
				act: {
					verb: said`Escalate`,
					question: (incidents, paged) =>
						paged === undefined ? said`Escalate ${incidents}?` : said`Escalate ${incidents} and page ${paged} now?`,
					pages: (pending) => pagedThrough(policiesOf(pending, goalOf), context),
				},
				update: (incident) => {
					const goal = goalOf(incident);
					return goal === undefined ? {} : { escalation_level: goal };
				},
				settled: (incident) => {
					const goal = goals.get(incident.id);
					return refusal(incident) ?? (typeof goal === 'string' ? goal : undefined);
				},
				made: (now, before) => assignmentOf(now) !== assignmentOf(before),
			},
			context,
		);
	},
	present: (output) => presentChange(output),
});

function refusal(incident: Incident): string | undefined {
	return resolvedOnes(incident) ?? (incident.urgency === 'low' ? 'low urgency: raise the urgency first' : undefined);
}
