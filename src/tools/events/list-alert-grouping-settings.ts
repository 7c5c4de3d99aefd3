import * as z from 'zod';
import { getAlertGroupingSetting, readAlertGroupingPage } from '../../pagerduty/api/alert-grouping-settings.ts';
import { references, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { readCursorRows } from '../lists/cursor-rows.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	presentList,
	wholeList,
	type Rows,
} from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { alertGroupingShape, showAlertGrouping, type ShownAlertGrouping } from '../shapes/alert-grouping.ts';

const name = 'list_alert_grouping_settings';

const input = z.strictObject({
	settings: references('Show only these settings: names or ids.').optional(),
	services: references('Show only the settings of these services: names or ids.').optional(),
	...listArguments(alertGroupingShape),
});
type Input = z.output<typeof input>;

/** operationId: listAlertGroupingSettings, or getAlertGroupingSetting */
export const listAlertGroupingSettings = defineTool({
	name,
	title: 'List alert grouping settings',
	description:
		'Lists how alerts are grouped into incidents, in the whole account or for some services, with the time windows in seconds.',
	example: 'Which services group their alerts, and for how long?',
	toolset: 'events',
	access: 'read',
	operations: { always: ['listAlertGroupingSettings'], sometimes: ['listServices', 'getAlertGroupingSetting'] },
	input,
	output: z.object({ alert_grouping_settings: z.array(alertGroupingShape.schema), ...listEnvelope }),
	async run(input, context) {
		refuseTogether(input, 'settings', ['services', 'cursor']);
		const { items, envelope } = listResult(name, alertGroupingShape, input, await read(input, context));
		return { alert_grouping_settings: items, ...envelope };
	},
	present: presentList(alertGroupingShape),
});

async function read(input: Input, context: ToolContext): Promise<Rows<ShownAlertGrouping>> {
	const { directory, pagerduty } = context;
	if (input.settings) {
		const ids = (await directory.ids('alert_grouping_setting', input.settings, context)) ?? [];
		const settings = await Promise.all(ids.map((id) => getAlertGroupingSetting(pagerduty, id)));
		return wholeList(settings.map(showAlertGrouping), { offset: 0 }, input.limit);
	}
	const services = await directory.ids('service', input.services, context);
	return readCursorRows({
		start: pageStart(name, input),
		limit: input.limit,
		read: ({ limit, cursor: after }) =>
			readAlertGroupingPage(pagerduty, {
				limit,
				...(after !== undefined && { after }),
				...(services && { service_ids: services }),
			}),
		show: showAlertGrouping,
	});
}
