import * as z from 'zod';
import { listAlertGroupingSettings } from '../../pagerduty/api/alert-grouping-settings.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { listMaintenanceWindows } from '../../pagerduty/api/maintenance-windows.ts';
import * as services from '../../pagerduty/api/services.ts';
import { keywords, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { nameOf } from '../text/names.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { defineTool } from '../core/tool.ts';
import { fieldsArgument, project } from '../shapes/shape.ts';
import { alertGroupingSchema, groupingOf, showAlertGrouping } from '../shapes/alert-grouping.ts';
import { maintenanceWindowShape, showMaintenanceWindow } from './shared/maintenance-window-shape.ts';
import { serviceShape, showService } from './shared/service-shape.ts';
import { dependenciesSchema, readDependencies } from './shared/read-dependencies.ts';

const parts = ['dependencies', 'maintenance_windows', 'integrations', 'alert_grouping'] as const;

/** Open maintenance windows shown here; list_maintenance_windows gives the rest. */
const windows = 10;

/** One service shows more than a row of a list does. */
const usualFields = [
	...serviceShape.compact,
	'acknowledgement_timeout',
	'auto_resolve_timeout',
	'urgency',
	'support_hours',
	'last_incident_at',
];

/** operationId: getService, with what else is asked for */
export const getService = defineTool({
	name: 'get_service',
	title: 'Show a service',
	description:
		'Shows one service. `include` adds dependencies, open maintenance windows, integrations (never their keys) or alert grouping.',
	example: 'Show Checkout with what it depends on.',
	toolset: 'services',
	access: 'read',
	operations: {
		always: ['listServices', 'getService'],
		sometimes: [
			'getTechnicalServiceServiceDependencies',
			'listMaintenanceWindows',
			'listBusinessServices',
			'listAlertGroupingSettings',
		],
	},
	input: z.strictObject({
		service: reference('Name or id.'),
		include: keywords(parts, 'What else to show.').optional(),
		fields: fieldsArgument(serviceShape),
	}),
	output: z.object({
		service: serviceShape.schema,
		dependencies: dependenciesSchema.optional(),
		maintenance_windows: z.array(maintenanceWindowShape.schema).optional(),
		integrations: z.array(z.object({ id: z.string(), name: z.string(), type: z.string().optional() })).optional(),
		alert_grouping: alertGroupingSchema.or(z.literal('none')).optional(),
		/** Parts that could not be read, and parts of which there is more. */
		incomplete: z.array(z.string()).optional(),
	}),
	async run(input, context) {
		const { pagerduty } = context;
		const { id } = await context.directory.resolve('service', input.service, context);
		const part = partialAnswer(input.include, context.signal);
		const [service, dependencies, maintenance, groupings] = await Promise.all([
			services.getService(pagerduty, id),
			part.read('dependencies', () => readDependencies(id, context)),
			part.read('maintenance_windows', () =>
				listMaintenanceWindows(pagerduty, { service_ids: [id], filter: 'open', limit: windows }),
			),
			part.read('alert_grouping', () => readGroupings(id, context)),
		]);
		if (maintenance?.more) part.incomplete.push('more maintenance windows: list_maintenance_windows');
		if (input.include?.includes('integrations') && !service.integrations)
			part.incomplete.push('integrations could not be read: PagerDuty did not send them');
		const grouping = groupings === 'in the service' ? groupingOf(service) : groupings?.[0];
		return {
			service: showService(service),
			...(dependencies && { dependencies }),
			...(maintenance && {
				maintenance_windows: maintenance.items.map((window) => showMaintenanceWindow(window, context.clock)),
			}),
			...(input.include?.includes('integrations') &&
				service.integrations && {
					integrations: service.integrations.map((integration) => ({
						id: integration.id,
						name: nameOf(integration),
						type: integration.type?.replace(/(_inbound_integration)?(_reference)?$/, ''),
					})),
				}),
			...(groupings && { alert_grouping: grouping ? showAlertGrouping(grouping) : ('none' as const) }),
			...(part.incomplete.length > 0 && { incomplete: part.incomplete }),
		};
	},
	present: ({ service, maintenance_windows: maintenance, ...rest }, { fields }) => ({
		service: project(serviceShape, service, fields ?? usualFields),
		...(maintenance && { maintenance_windows: maintenance.map((window) => project(maintenanceWindowShape, window)) }),
		...rest,
	}),
});

/** Some accounts have no settings of alert grouping: there the service itself holds it. */
async function readGroupings(id: string, { pagerduty }: ToolContext) {
	try {
		return await listAlertGroupingSettings(pagerduty, { service_ids: [id] });
	} catch (error) {
		if (error instanceof PagerDutyError && error.kind === 'notFound') return 'in the service';
		throw error;
	}
}
