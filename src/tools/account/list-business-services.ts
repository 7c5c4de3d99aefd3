import * as z from 'zod';
import * as businessServices from '../../pagerduty/api/business-services.ts';
import { reference, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { findIncident } from '../names/find-incidents.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	readRows,
	wholeList,
	type Rows,
	presentListOrOne,
	showRows,
} from '../lists/list.ts';
import { joinNotes } from '../text/notes.ts';
import { readPartOfEach, partialAnswer } from '../lists/partial-answer.ts';
import { defineTool } from '../core/tool.ts';
import { businessServiceShape, type ShownBusinessService } from './shared/business-service-shape.ts';
import {
	showBusinessService,
	readBusinessServiceDependencies,
	showBusinessServiceImpact,
} from './shared/business-service-details.ts';

const name = 'list_business_services';

const input = z.strictObject({
	business_service: reference(
		'Name or id of one business service to show with its impact and dependencies.',
	).optional(),
	incident: reference('Show only those that this incident impacts.').optional(),
	impacted: z.boolean().optional().describe('true shows only those that open incidents impact.'),
	...listArguments(businessServiceShape),
});
type Input = z.output<typeof input>;

/** Dependencies are one request for each row. */
const mostWithDependencies = 25;

/** operationId: listBusinessServices, getBusinessService, getBusinessServiceImpacts, getIncidentImpactedBusinessServices, getBusinessServiceServiceDependencies */
export const listBusinessServices = defineTool({
	name,
	title: 'List business services',
	description:
		'Lists business services, which stand for what customers notice, with their owners. On request, it shows whether incidents impact them and what they depend on.',
	example: 'Which business services are impacted right now?',
	toolset: 'account',
	access: 'read',
	operations: {
		always: [],
		sometimes: [
			'listBusinessServices',
			'getBusinessServiceImpacts',
			'getBusinessServiceServiceDependencies',
			'listPriorities',
			'getBusinessService',
			'getService',
			'getIncident',
			'getIncidentImpactedBusinessServices',
		],
	},
	input,
	output: z.object({ business_services: z.array(businessServiceShape.schema), ...listEnvelope }),
	async run(input, context) {
		refuseTogether(input, 'business_service', ['incident', 'impacted']);
		refuseTogether(input, 'incident', ['impacted']);
		const { items, envelope } = listResult(name, businessServiceShape, input, await read(input, context));
		return { business_services: items, ...envelope };
	},
	present: presentListOrOne(businessServiceShape, 'business_service'),
});

async function read(input: Input, context: ToolContext): Promise<Rows<ShownBusinessService>> {
	const one = input.business_service !== undefined && !input.fields;
	const asks = (...fields: string[]) => one || (input.fields?.some((field) => fields.includes(field)) ?? false);
	const wanted = { impact: asks('all', 'impacted', 'priority'), dependencies: asks('all', 'needs', 'needed_by') };
	if (wanted.dependencies && !one && input.limit > mostWithDependencies) {
		throw new ToolError({
			message: `Dependencies take one request for each row, so ask for ${mostWithDependencies} rows at most.`,
			next: 'Lower `limit`, or leave `needs` and `needed_by` out of `fields`.',
		});
	}
	const rows = await readBase(input, context);
	const parts = partialAnswer(wanted.impact ? ['impact'] : [], context.signal);
	const services = wanted.dependencies ? rows.rows.map(({ item }) => item) : [];
	const [impacts, dependencies] = await Promise.all([
		parts.read('impact', () => readImpacts(rows, context)),
		readPartOfEach('dependencies', services, ({ id }) => readBusinessServiceDependencies(id, context), context.signal),
	]);
	return {
		...rows,
		rows: rows.rows.map(({ item, after }, index) => ({
			item: { ...item, ...impacts?.get(item.id), ...dependencies.values[index] },
			after,
		})),
		note: joinNotes(rows.note, ...parts.incomplete, dependencies.note),
	};
}

async function readBase(input: Input, context: ToolContext): Promise<Rows<ShownBusinessService>> {
	const start = pageStart(name, input);
	if (input.business_service !== undefined) {
		const { id } = await context.directory.resolve('business_service', input.business_service, context);
		return wholeList(
			[await showBusinessService(await businessServices.getBusinessService(context.pagerduty, id), context)],
			start,
			1,
		);
	}
	if (input.incident !== undefined) {
		const { id } = await findIncident(input.incident, context);
		const impacted = await businessServices.listImpactsOfIncident(context.pagerduty, id);
		const rows = wholeList(
			await Promise.all(impacted.items.map((item) => showBusinessServiceImpact(item, context))),
			start,
			input.limit,
		);
		const cut = impacted.next_cursor !== undefined && !rows.next;
		return { ...rows, ...(cut && { unreachable: true, note: 'PagerDuty lists no more of them.' }) };
	}
	if (input.impacted === true) {
		const top = await businessServices.listBusinessServiceImpacts(context.pagerduty);
		const impacted = top.items.filter(({ status }) => status === 'impacted');
		const rows = wholeList(
			await Promise.all(impacted.map((item) => showBusinessServiceImpact(item, context))),
			start,
			input.limit,
		);
		// The most impacted stand first: if others follow them, none is missing.
		const cut = top.more && impacted.length === top.items.length && !rows.next;
		return { ...rows, ...(cut && { unreachable: true, note: 'PagerDuty lists only the 200 most impacted.' }) };
	}
	const rows = await readRows({
		start,
		limit: input.limit,
		read: (at) => businessServices.listBusinessServices(context.pagerduty, at),
		show: (service) => service,
	});
	return showRows(rows, (service) => showBusinessService(service, context));
}

/** By id. */
async function readImpacts(rows: Rows<ShownBusinessService>, context: ToolContext) {
	const ids = rows.rows.map(({ item }) => item.id);
	const { items } =
		ids.length > 0 ? await businessServices.listBusinessServiceImpacts(context.pagerduty, ids) : { items: [] };
	const shown = await Promise.all(items.map((item) => showBusinessServiceImpact(item, context)));
	return new Map(shown.map(({ id, impacted, priority }) => [id, { impacted, priority }]));
}
