import * as z from 'zod';
import { listImpactsOfIncident, setIncidentImpact } from '../../pagerduty/api/business-services.ts';
import { reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import { cleanLine } from '../text/untrusted.ts';
import { numberOf, quoted } from '../text/names.ts';
import { readIfPossible, sendOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { said } from '../text/said.ts';

/** operationId: putIncidentManualBusinessServiceAssociation */
export const setBusinessServiceImpact = defineTool({
	name: 'set_business_service_impact',
	title: 'Say whether an incident impacts a business service',
	description: 'Marks a business service as impacted by an incident, or as not impacted; its subscribers may be told.',
	example: 'Mark Online Shopping as impacted by #4260.',
	toolset: 'account',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	consent: ['customers'],
	operations: {
		always: ['getIncident', 'listBusinessServices', 'putIncidentManualBusinessServiceAssociation'],
		sometimes: ['getIncidentImpactedBusinessServices'],
	},
	input: z.strictObject({
		business_service: reference('Name or id.'),
		incident: reference(incidentReference),
		impacted: z.boolean().describe('Whether the incident impacts it.'),
	}),
	output: z.object({ incident: z.string(), business_service: z.string(), impacted: z.boolean() }),
	async run(input, context) {
		const [service, incident] = await Promise.all([
			context.directory.resolve('business_service', input.business_service, context),
			findIncident(input.incident, context),
		]);
		const relation = input.impacted ? 'impacted' : 'not_impacted';
		const number = numberOf(incident);
		const [named, cause] = [quoted(service.name), `${number} ${quoted(cleanLine(incident.title ?? '', 100))}`];
		await context.consent.require(['customers'], () => ({
			question: input.impacted
				? said`Mark the business service ${named} as impacted by ${cause}? Its subscribers may be told.`
				: said`Mark the business service ${named} as not impacted by ${cause}? Its subscribers may be told.`,
			yes: said`Mark it`,
			ids: [service.id, incident.id],
		}));
		const now = await set(incident.id, service.id, relation, context);
		if (now !== relation) {
			throw new ToolError({
				message: `PagerDuty did not accept the change: ${quoted(service.name)} is still ${now.replace('_', ' ')}.`,
				next: 'See what impacts it with list_business_services.',
			});
		}
		return {
			incident: number,
			business_service: service.name,
			impacted: input.impacted,
		};
	},
});

/** What holds afterwards; if no answer comes, it is read back. */
async function set(
	incidentId: string,
	serviceId: string,
	relation: 'impacted' | 'not_impacted',
	context: ToolContext,
): Promise<string> {
	const before = await readIfPossible(() => relationOf(incidentId, serviceId, context), context);
	const find = async () => {
		const now = await relationOf(incidentId, serviceId, context);
		return now === relation ? now : undefined;
	};
	return sendOnce(
		{
			// A reply without the relation says that all went well.
			send: async () => (await setIncidentImpact(context.pagerduty, incidentId, serviceId, relation)) ?? relation,
			// What was so before tells nothing.
			find: before === undefined || before === relation ? undefined : find,
			missing: `The business service is ${relation === 'impacted' ? 'not impacted' : 'impacted'} now.`,
		},
		context,
	);
}

async function relationOf(
	incidentId: string,
	serviceId: string,
	{ pagerduty }: ToolContext,
): Promise<'impacted' | 'not_impacted'> {
	const { items } = await listImpactsOfIncident(pagerduty, incidentId);
	return items.some(({ id }) => id === serviceId) ? 'impacted' : 'not_impacted';
}
