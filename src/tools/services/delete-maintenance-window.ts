import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import * as maintenanceWindows from '../../pagerduty/api/maintenance-windows.ts';
import type { MaintenanceWindow } from '../../pagerduty/api/maintenance-windows.ts';
import { reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { lookAgain, removeOnce } from '../writes/send-once.ts';
import { namesOf, quotedNames } from '../text/names.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { maintenanceWindowShape, stateOf, showMaintenanceWindow } from './shared/maintenance-window-shape.ts';
import { presentChanged } from '../writes/update.ts';
import { said } from '../text/said.ts';

/** operationId: deleteMaintenanceWindow */
export const deleteMaintenanceWindow = defineTool({
	name: 'delete_maintenance_window',
	title: 'End or delete a maintenance window',
	description:
		'Ends an ongoing maintenance window now, or deletes a future one: its services page people again. One that is over stays in the records.',
	example: 'End the maintenance of Checkout now.',
	toolset: 'services',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: { always: ['getMaintenanceWindow', 'deleteMaintenanceWindow'] },
	input: z.strictObject({ maintenance_window: reference('Id. list_maintenance_windows shows it.') }),
	output: z.object({
		outcome: z.enum(['ended', 'deleted']),
		maintenance_window: maintenanceWindowShape.schema,
		note: z.string().optional(),
	}),
	async run({ maintenance_window: id }, context) {
		const window = await maintenanceWindows.getMaintenanceWindow(context.pagerduty, id);
		const shown = showMaintenanceWindow(window, context.clock);
		if (shown.state === 'past')
			throw new ToolError({
				message: 'That maintenance window is over: it cannot be deleted and no longer has any effect.',
			});
		const services = quotedNames(namesOf(window.services ?? []));
		const which = services === '' ? said`services` : services;
		const question =
			shown.state === 'ongoing'
				? said`End the maintenance of ${which}? They page people as usual then.`
				: said`Delete the planned maintenance of ${which}? They page people as usual then.`;
		await requireAgreement({ question, ids: [id] }, context);
		await removeOnce(
			{
				send: () => maintenanceWindows.deleteMaintenanceWindow(context.pagerduty, id),
				isAway: async () => (await readOver(window, context)) !== undefined,
				missing: 'The maintenance window is not over now.',
			},
			context,
		);
		if (shown.state !== 'ongoing') return { outcome: 'deleted' as const, maintenance_window: shown };
		// PagerDuty keeps it with the end that it has got.
		const after = await lookAgain(() => readOver(window, context), context);
		if (typeof after === 'object' && after.found !== 'gone')
			return { outcome: 'ended' as const, maintenance_window: showMaintenanceWindow(after.found, context.clock) };
		const note = 'It has ended but could not be read again, so this is how it was before.';
		return { outcome: 'ended' as const, maintenance_window: shown, note };
	},
	present: presentChanged(maintenanceWindowShape, ['id']),
});
/** The window once it is over or ends earlier than before, `gone` if it is deleted; undefined while it goes on. */
async function readOver(
	before: MaintenanceWindow,
	context: ToolContext,
): Promise<MaintenanceWindow | 'gone' | undefined> {
	try {
		const now = await maintenanceWindows.getMaintenanceWindow(context.pagerduty, before.id);
		const endsEarlier = Date.parse(now.end_time ?? '') < Date.parse(before.end_time ?? '');
		return endsEarlier || stateOf(now, context.clock.now().getTime()) === 'past' ? now : undefined;
	} catch (error) {
		if (error instanceof PagerDutyError && error.kind === 'notFound') return 'gone';
		throw error;
	}
}
