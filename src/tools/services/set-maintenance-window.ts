import * as z from 'zod';
import {
	createMaintenanceWindow,
	getMaintenanceWindow,
	listMaintenanceWindows,
	updateMaintenanceWindow,
	type MaintenanceWindow,
	type MaintenanceWindowInput,
} from '../../pagerduty/api/maintenance-windows.ts';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { freeText, moment, reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { createOnce, sendOnce } from '../writes/send-once.ts';
import { isoOf } from '../time/iso.ts';
import { parseMoment } from '../time/parse-moment.ts';
import { localZoneFor, localZoneOf } from '../time/local-zone.ts';
import { saidTime, timeIn } from '../time/show-time.ts';
import type { LocalZone } from '../time/zones.ts';
import { nameOfId } from '../names/name-of-id.ts';
import { quotedNames } from '../text/names.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { maintenanceWindowShape, stateOf, showMaintenanceWindow } from './shared/maintenance-window-shape.ts';
import { presentChanged, requireChange } from '../writes/update.ts';
import { said, type Said } from '../text/said.ts';

const input = z.strictObject({
	maintenance_window: reference('Id of the window to change. Without it a new one is created.').optional(),
	services: references('All services that it covers: names or ids.').optional(),
	start: moment('When it begins, such as +2h. Default for a new one: now.').optional(),
	end: moment('When it ends, such as +4h.').optional(),
	description: freeText(1024, 'Why the services are in maintenance.').optional(),
});
type Input = z.output<typeof input>;

/** operationId: createMaintenanceWindow or updateMaintenanceWindow */
export const setMaintenanceWindow = defineTool({
	name: 'set_maintenance_window',
	title: 'Put services into maintenance',
	description:
		'Creates or changes a maintenance window: until it ends, its services open no incidents and page nobody. In a change, what is not given stays as it is.',
	example: 'Put Checkout into maintenance tonight from 22 to 24.',
	toolset: 'services',
	access: 'administer',
	effect: { destructive: true, idempotent: false },
	consent: ['configuration'],
	operations: {
		always: ['listServices', 'createMaintenanceWindow', 'updateMaintenanceWindow'],
		sometimes: ['listMaintenanceWindows', 'getMaintenanceWindow', 'getCurrentUser'],
	},
	input,
	output: z.object({ maintenance_window: maintenanceWindowShape.schema, note: z.string().optional() }),
	async run(given, context) {
		const id = given.maintenance_window;
		const local = await localZoneFor([given.start, given.end], context);
		const { window, changed, zone } =
			id === undefined ? await create(given, local, context) : await update(id, given, local, context);
		const { start, end, ...shown } = showMaintenanceWindow(window, context.clock);
		return {
			maintenance_window: { ...shown, start: timeIn(start, zone), end: timeIn(end, zone) },
			...(!changed && { note: 'Nothing changed: it was already like this.' }),
		};
	},
	present: presentChanged(maintenanceWindowShape),
});

interface Outcome {
	readonly window: MaintenanceWindow;
	readonly changed: boolean;
	/** The person's, on whose clock it is shown. */
	readonly zone: string;
}

async function create(given: Input, local: LocalZone, context: ToolContext): Promise<Outcome> {
	if (!given.services || !given.end)
		throw new ToolError({ message: 'A new maintenance window needs `services` and `end`.' });
	const times = checked(given.start ?? 'now', given.end, local, context);
	const wanted = { ...times, services: await serviceReferences(given.services, context), ...described(given) };
	const ids = wanted.services.map(({ id }) => id);
	const { zone } = await localZoneOf(undefined, context);
	await requireAgreement({ question: () => questionOf('new', wanted, zone, context), ids }, context);
	const window = await createOnce(
		{
			alike: async () => {
				const query = { filter: 'open', service_ids: ids, limit: 100 } as const;
				const { items } = await listMaintenanceWindows(context.pagerduty, query);
				// PagerDuty moves a start in the past to now: the end, the reason and the services decide.
				return items.filter((window) => same(window, { ...wanted, start_time: window.start_time ?? '' }));
			},
			send: () => createMaintenanceWindow(context.pagerduty, wanted),
			missing: 'There is no such new maintenance window now.',
		},
		context,
	);
	return { window, changed: true, zone };
}

async function update(id: string, given: Input, local: LocalZone, context: ToolContext): Promise<Outcome> {
	const { services: asked, start, end, description } = given;
	requireChange(
		{ ...(asked && { asked }), ...(start && { start }), ...(end && { end }), ...(description && { description }) },
		['services', 'start', 'end', 'description'],
	);
	const { pagerduty, clock } = context;
	const current = await getMaintenanceWindow(pagerduty, id);
	const state = stateOf(current, clock.now().getTime());
	if (state === 'past') throw new ToolError({ message: 'That maintenance window is over and cannot be changed.' });
	if (state === 'ongoing' && given.start !== undefined)
		throw new ToolError({ message: 'That maintenance window has begun: its start cannot be changed.' });
	const times = checked(given.start ?? current.start_time ?? '', given.end ?? current.end_time ?? '', local, context);
	const services = given.services
		? await serviceReferences(given.services, context)
		: (current.services ?? []).map((service) => referenceTo('service', service.id));
	// PagerDuty takes the whole window: what is left out may be gone.
	const wanted = { ...times, services, ...described({ description: description ?? current.description }) };
	const { zone } = await localZoneOf(undefined, context);
	if (same(current, wanted)) return { window: current, changed: false, zone };
	const ids = [id, ...services.map((service) => service.id), ...Object.values(times)];
	await requireAgreement({ question: () => questionOf('changed', wanted, zone, context), ids }, context);
	const window = await sendOnce(
		{
			send: () => updateMaintenanceWindow(pagerduty, id, wanted),
			find: async () => {
				const now = await getMaintenanceWindow(pagerduty, id);
				return same(now, wanted) ? now : undefined;
			},
			missing: 'The maintenance window does not show the change now.',
		},
		context,
	);
	return { window, changed: true, zone };
}

/** Names services and times, for they page nobody meanwhile. */
async function questionOf(
	act: 'new' | 'changed',
	{ services, start_time: start, end_time: end }: MaintenanceWindowInput,
	zone: string,
	context: ToolContext,
): Promise<Said> {
	const names = await Promise.all(services.map(async ({ id }) => (await nameOfId('service', id, context)) ?? id));
	const [which, from, to] = [quotedNames(names), saidTime(start, zone), saidTime(end, zone)];
	return act === 'new'
		? said`Put ${which} into maintenance from ${from} to ${to}? Meanwhile no incidents are opened there, and nobody is paged.`
		: said`Change the maintenance of ${which}, now from ${from} to ${to}? Meanwhile no incidents are opened there, and nobody is paged.`;
}

function checked(
	start: string,
	end: string,
	local: LocalZone,
	{ asked, clock }: ToolContext,
): { start_time: string; end_time: string } {
	const reading = { asked, local, toward: 'ahead' } as const;
	const from = parseMoment('start', start, reading);
	const to = parseMoment('end', end, reading);
	if (to <= from) throw new ToolError({ message: '`start` must be before `end`.' });
	if (to <= clock.now().getTime()) throw new ToolError({ message: '`end` must be in the future.' });
	return { start_time: isoOf(from), end_time: isoOf(to) };
}

async function serviceReferences(services: readonly string[], context: ToolContext) {
	const ids = (await context.directory.ids('service', services, context)) ?? [];
	return ids.map((id) => referenceTo('service', id));
}

function described({ description }: Pick<Input, 'description'>): { description?: string } {
	return description === undefined ? {} : { description: description.trim() };
}

function same(window: MaintenanceWindow, wanted: MaintenanceWindowInput): boolean {
	const instant = (text: string | undefined) => Date.parse(text ?? '');
	const ids = (services: readonly { readonly id: string }[] = []) =>
		services
			.map(({ id }) => id)
			.sort()
			.join(' ');
	return (
		instant(window.start_time) === instant(wanted.start_time) &&
		instant(window.end_time) === instant(wanted.end_time) &&
		ids(window.services) === ids(wanted.services) &&
		(wanted.description === undefined || window.description === wanted.description)
	);
}
