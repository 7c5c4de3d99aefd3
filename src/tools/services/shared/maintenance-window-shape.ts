import * as z from 'zod';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import type { MaintenanceWindow } from '../../../pagerduty/api/maintenance-windows.ts';
import { idsOf, nameOf, namesOf } from '../../text/names.ts';
import { cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a maintenance window. */
export const maintenanceWindowShape = defineShape({
	singular: 'maintenance_window',
	plural: 'maintenance_windows',
	fields: {
		id: z.string(),
		/** `past`, `ongoing` or `future`. */
		state: z.string().optional(),
		start: z.string().optional(),
		end: z.string().optional(),
		services: z.array(z.string()).optional(),
		description: z.string().optional(),
		created_by: z.string().optional(),
		teams: z.array(z.string()).optional(),
		url: z.string().optional(),
		service_ids: z.array(z.string()).optional(),
	},
	always: ['id', 'start', 'services'],
	compact: ['id', 'state', 'start', 'end', 'services', 'description', 'created_by'],
});

type ShownMaintenanceWindow = Shaped<typeof maintenanceWindowShape>;

export function showMaintenanceWindow(window: MaintenanceWindow, clock: Clock): ShownMaintenanceWindow {
	return {
		id: window.id,
		state: stateOf(window, clock.now().getTime()),
		start: window.start_time,
		end: window.end_time,
		services: namesOf(window.services),
		description: window.description ? cleanText(window.description, 500) : undefined,
		created_by: window.created_by && nameOf(window.created_by),
		teams: namesOf(window.teams),
		url: window.html_url,
		service_ids: idsOf(window.services),
	};
}

/** By the clock; undefined for a window without readable times. */
export function stateOf(
	{ start_time: start = '', end_time: end = '' }: MaintenanceWindow,
	now: number,
): 'past' | 'ongoing' | 'future' | undefined {
	if (Date.parse(end) <= now) return 'past';
	if (Date.parse(start) > now) return 'future';
	return Number.isNaN(Date.parse(start) + Date.parse(end)) ? undefined : 'ongoing';
}
