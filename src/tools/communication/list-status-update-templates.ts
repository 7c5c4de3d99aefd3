import * as z from 'zod';
import { listTemplates, renderTemplate } from '../../pagerduty/api/templates.ts';
import { freeText, reference, refuseTogether } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import { defineTool } from '../core/tool.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentListOrOne, wholeList } from '../lists/list.ts';
import { readMatchingRows } from '../lists/matching-rows.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import {
	readableRendered,
	renderedSchema,
	showRendered,
	showTemplate,
	templateShape,
} from './shared/template-shape.ts';

const name = 'list_status_update_templates';

/** operationId: getTemplates, and renderTemplate for what one says */
export const listStatusUpdateTemplates = defineTool({
	name,
	title: 'List templates of status updates',
	description:
		'Lists templates of status updates, or shows what one says about an incident. It sends nothing: post_status_update does.',
	example: 'What would our template say to the customers of #4260?',
	toolset: 'communication',
	access: 'read',
	operations: { always: ['getTemplates'], sometimes: ['renderTemplate', 'getIncident'] },
	input: z.strictObject({
		query: freeText(200, 'Part of the name.').optional(),
		template: reference('Name or id of one template, to show what it says. Needs `incident`.').optional(),
		incident: reference(incidentReference).optional(),
		message: freeText(10_000, "Text for the message's place in `template`.").optional(),
		...listArguments(templateShape),
	}),
	output: z.object({
		templates: z.array(templateShape.schema),
		rendered: renderedSchema.optional(),
		...listEnvelope,
	}),
	async run(input, context) {
		refuseTogether(input, 'template', ['query', 'cursor']);
		const { template, incident, message, query } = input;
		if ((template === undefined) !== (incident === undefined) || (message !== undefined && template === undefined))
			throw new ToolError({ message: '`template` and `incident` need each other, and `message` needs both.' });
		const { pagerduty, directory } = context;
		if (template === undefined || incident === undefined) {
			const rows = await readMatchingRows({
				what: 'template',
				texts: ({ name: label, summary }) => [label ?? summary],
				query,
				start: pageStart(name, input),
				limit: input.limit,
				read: (at) => listTemplates(pagerduty, { ...at, template_type: 'status_update', sort_by: 'name' }),
				show: showTemplate,
			});
			const { items, envelope } = listResult(name, templateShape, input, rows);
			return { templates: items, ...envelope };
		}
		const [found, { id }] = await Promise.all([
			directory.resolve('template', template, context),
			findIncident(incident, context),
		]);
		const about = { incident_id: id, ...(message !== undefined && { status_update: { message } }) };
		const rendered = showRendered(await renderTemplate(pagerduty, found.id, about));
		const rows = wholeList([{ id: found.id, name: found.name }], { offset: 0 }, 1);
		const { items, envelope } = listResult(name, templateShape, input, rows);
		return { templates: items, rendered, ...envelope };
	},
	present: ({ rendered, ...output }, input) => ({
		...presentListOrOne(templateShape, 'template')(output, input),
		...(rendered && { rendered: readableRendered(rendered) }),
	}),
});
