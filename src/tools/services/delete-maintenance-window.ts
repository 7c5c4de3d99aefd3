import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import { deleteMaintenanceWindow as remove, getMaintenanceWindow } from '../../pagerduty/maintenance-windows.ts';
import { reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { defineTool } from '../tool.ts';
import { maintenanceWindowView, stateOf, toMaintenanceWindowView } from '../views/maintenance-window.ts';
import { presentChanged, sentOnce } from '../write.ts';

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
	input: z.strictObject({ maintenance_window: reference('Id, as list_maintenance_windows shows it.') }),
	output: z.object({ outcome: z.enum(['ended', 'deleted']), maintenance_window: maintenanceWindowView.schema }),
	async run({ maintenance_window: id }, context) {
		const window = await getMaintenanceWindow(context.pagerduty, id);
		const view = toMaintenanceWindowView(window, context.clock);
		if (view.state === 'past')
			throw new ToolError({ message: 'That maintenance window is over: it cannot be deleted, and changes nothing.' });
		await sentOnce(
			async () => {
				await remove(context.pagerduty, id);
				return true;
			},
			() => isOver(id, context),
		);
		const outcome = view.state === 'ongoing' ? ('ended' as const) : ('deleted' as const);
		return { outcome, maintenance_window: view };
	},
	present: presentChanged(maintenanceWindowView, ['id']),
});

/** A deleted window is gone, an ended one is in the past. */
async function isOver(id: string, context: ToolContext): Promise<true | undefined> {
	try {
		const window = await getMaintenanceWindow(context.pagerduty, id);
		return stateOf(window, context.clock.now().getTime()) === 'past' ? true : undefined;
	} catch (error) {
		if (error instanceof PagerDutyError && error.kind === 'notFound') return true;
		throw error;
	}
}
