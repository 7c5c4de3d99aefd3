import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, invalidInput } from '../server/errors.ts';
import type { AlertGrouping, MaintenanceWindow } from '../model/service-settings.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { required } from '../model/store.ts';
import { parseTime } from '../time.ts';
import { groupingJson, maintenanceWindowJson } from '../replies/service-settings.ts';
import { find, liveServiceId, matches, overlaps } from './find.ts';

const read = 'services.read';
const write = 'services.write';
const window = '/maintenance_windows/{id}';
const setting = '/alert_grouping_settings/{id}';

/** Maintenance windows, alert grouping. */
export const serviceSettingRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/maintenance_windows',
		operationId: 'listMaintenanceWindows',
		scope: read,
		handle: listWindows,
	},
	{
		method: 'POST',
		path: '/maintenance_windows',
		operationId: 'createMaintenanceWindow',
		scope: write,
		from: true,
		handle: createWindow,
	},
	{ method: 'GET', path: window, operationId: 'getMaintenanceWindow', scope: read, handle: getWindow },
	{ method: 'PUT', path: window, operationId: 'updateMaintenanceWindow', scope: write, handle: updateWindow },
	{ method: 'DELETE', path: window, operationId: 'deleteMaintenanceWindow', scope: write, handle: deleteWindow },
	{
		method: 'GET',
		path: '/alert_grouping_settings',
		operationId: 'listAlertGroupingSettings',
		scope: read,
		handle: listGroupings,
	},
	{
		method: 'POST',
		path: '/alert_grouping_settings',
		operationId: 'postAlertGroupingSettings',
		scope: write,
		handle: createGrouping,
	},
	{
		method: 'GET',
		path: setting,
		operationId: 'getAlertGroupingSetting',
		scope: read,
		handle: (call) => {
			const item = find(call.world.store.serviceSettings.groupings, call.param('id'));
			return { status: 200, body: { alert_grouping_setting: groupingJson(call.world, item) } };
		},
	},
	{ method: 'PUT', path: setting, operationId: 'putAlertGroupingSetting', scope: write, handle: updateGrouping },
	{ method: 'DELETE', path: setting, operationId: 'deleteAlertGroupingSetting', scope: write, handle: deleteGrouping },
];

const reference = z.object({ id: z.string() });
const windowBody = z.object({
	maintenance_window: z.object({
		start_time: z.string(),
		end_time: z.string(),
		description: z.string().nullish(),
		services: z.array(reference).min(1, "can't be blank"),
	}),
});

function listWindows(call: Call): Reply {
	const { query, world } = call;
	const { store, clock } = world;
	const services = query.filter('service_ids');
	const teams = query.filter('team_ids');
	const filter = query.text('filter') ?? 'all';
	const now = clock.ms;
	const fits = ({ start, end }: MaintenanceWindow): boolean => {
		if (filter === 'past') return end <= now;
		if (filter === 'future') return start > now;
		if (filter === 'ongoing') return start <= now && end > now;
		return filter === 'open' ? end > now : true;
	};
	const windows = [...store.serviceSettings.maintenanceWindows.values()]
		.filter(fits)
		.filter(({ description }) => matches(query.text('query'), description))
		.filter(({ serviceIds }) => overlaps(services, serviceIds))
		.filter(({ serviceIds }) =>
			overlaps(
				teams,
				serviceIds.flatMap((id) => required(store.services, id).teamIds),
			),
		);
	const body = page(query, 'maintenance_windows', windows, (item) => maintenanceWindowJson(world, item));
	return { status: 200, body };
}

function getWindow(call: Call): Reply {
	const item = find(call.world.store.serviceSettings.maintenanceWindows, call.param('id'));
	return { status: 200, body: { maintenance_window: maintenanceWindowJson(call.world, item) } };
}

function createWindow(call: Call): Reply {
	const item = { id: call.world.ids.short(), createdBy: call.user.id, description: '', ...windowFields(call) };
	call.world.store.serviceSettings.maintenanceWindows.set(item.id, item);
	return { status: 201, body: { maintenance_window: maintenanceWindowJson(call.world, item) } };
}

function updateWindow(call: Call): Reply {
	const item = find(call.world.store.serviceSettings.maintenanceWindows, call.param('id'));
	if (item.end <= call.world.clock.ms) throw new ApiError(400, 'Maintenance Window Has Ended', 5003);
	const ongoing = item.start <= call.world.clock.ms;
	const { start, ...rest } = windowFields(call);
	Object.assign(item, rest, ongoing ? {} : { start });
	return { status: 200, body: { maintenance_window: maintenanceWindowJson(call.world, item) } };
}

function windowFields(call: Call): Omit<MaintenanceWindow, 'id' | 'createdBy' | 'description'> & {
	description?: string;
} {
	const { world } = call;
	const given = call.body(windowBody).maintenance_window;
	const start = parseTime(given.start_time, world.account.timeZone);
	const end = parseTime(given.end_time, world.account.timeZone);
	if (start === undefined) throw invalidInput('Start time is invalid.');
	if (end === undefined) throw invalidInput('End time is invalid.');
	if (end <= world.clock.ms) throw invalidInput('End time must be in the future');
	if (end <= start) throw invalidInput('End time must be after the start time');
	const serviceIds = [...new Set(given.services.map(({ id }) => liveServiceId(call, id)))];
	return {
		start: Math.max(start, world.clock.ms),
		end,
		serviceIds,
		...(given.description !== undefined && { description: given.description ?? '' }),
	};
}

/** One to come is deleted, one under way ends now, one that is over stays. */
function deleteWindow(call: Call): Reply {
	const { serviceSettings } = call.world.store;
	const item = find(serviceSettings.maintenanceWindows, call.param('id'));
	const now = call.world.clock.ms;
	if (item.end <= now) return { status: 405 };
	if (item.start > now) serviceSettings.maintenanceWindows.delete(item.id);
	else item.end = now;
	return { status: 204 };
}

const groupingBody = z.object({
	alert_grouping_setting: z.object({
		name: z.string().nullish(),
		description: z.string().nullish(),
		type: z.enum(['time', 'intelligent', 'content_based', 'content_based_intelligent']),
		config: z.object({
			timeout: z.int().optional(),
			time_window: z.int().optional(),
			aggregate: z.enum(['all', 'any']).optional(),
			fields: z.array(z.string()).optional(),
			iag_fields: z.array(z.string()).optional(),
		}),
		services: z.array(reference).optional(),
	}),
});

function listGroupings(call: Call): Reply {
	const { query, world } = call;
	const services = query.filter('service_ids');
	const groupings = [...world.store.serviceSettings.groupings.values()].filter(({ serviceIds }) =>
		overlaps(services, serviceIds),
	);
	const limit = Math.max(1, Math.min(query.count('limit') ?? 25, 100));
	const after = query.text('after');
	const start = after === undefined ? 0 : groupings.findIndex(({ id }) => id === after) + 1;
	const shown = groupings.slice(start, start + limit);
	const body = {
		alert_grouping_settings: shown.map((item) => groupingJson(world, item)),
		after: start + limit < groupings.length ? (shown.at(-1)?.id ?? null) : null,
		before: null,
	};
	return { status: 200, body: { ...body, total: query.flag('total') ? groupings.length : null, limit } };
}

function createGrouping(call: Call): Reply {
	const { world } = call;
	const item: AlertGrouping = {
		id: world.ids.short(),
		createdAt: world.clock.ms,
		...groupingFields(call, undefined),
	};
	world.store.serviceSettings.groupings.set(item.id, item);
	return { status: 201, body: { alert_grouping_setting: groupingJson(world, item) } };
}

function updateGrouping(call: Call): Reply {
	const item = find(call.world.store.serviceSettings.groupings, call.param('id'));
	Object.assign(item, groupingFields(call, item));
	return { status: 200, body: { alert_grouping_setting: groupingJson(call.world, item) } };
}

function groupingFields(call: Call, item: AlertGrouping | undefined): Omit<AlertGrouping, 'id' | 'createdAt'> {
	const { serviceSettings } = call.world.store;
	const { name, description, type, config, services } = call.body(groupingBody).alert_grouping_setting;
	const serviceIds = services?.map(({ id }) => liveServiceId(call, id)) ?? item?.serviceIds ?? [];
	if (serviceIds.length === 0) throw invalidInput("Services can't be blank");
	if (type === 'content_based_intelligent' && serviceIds.length > 1)
		throw invalidInput('Only one service is allowed for this type');
	if (serviceIds.some((id) => (serviceSettings.groupingOf(id) ?? item) !== item))
		throw invalidInput('Service already belongs to another alert grouping setting');
	const { timeout = 0, time_window: timeWindow = 0, fields = [] } = config;
	const most = type === 'content_based' ? 86_400 : 3600;
	if (timeout !== 0 && (timeout < 60 || timeout > 86_400)) throw invalidInput('Timeout is invalid');
	if (timeWindow !== 0 && (timeWindow < 300 || timeWindow > most)) throw invalidInput('Time window is invalid');
	if (type.startsWith('content_based') && fields.length === 0) throw invalidInput("Fields can't be blank");
	return {
		name: name === undefined ? (item?.name ?? null) : name,
		description: description === undefined ? (item?.description ?? null) : description,
		type,
		config,
		serviceIds,
		updatedAt: call.world.clock.ms,
	};
}

function deleteGrouping(call: Call): Reply {
	const { groupings } = call.world.store.serviceSettings;
	groupings.delete(find(groupings, call.param('id')).id);
	return { status: 204 };
}
