import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { badArguments, invalidInput } from '../server/errors.ts';
import type { Integration, Service, SupportHours } from '../model/model.ts';
import type { Route } from '../server/router.ts';
import { second } from '../time.ts';
import { isListedTimeZone } from '../time-zones.ts';
import { integrationJson, serviceJson } from '../replies/services-and-policies.ts';
import type { World } from '../model/world.ts';
import { findService } from './find.ts';
import { notFound } from '../server/errors.ts';

const scope = 'services.write';
const one = '/services/{id}';

/** Making and changing services and their integrations. */
export const serviceChangeRoutes: readonly Route[] = [
	{ method: 'POST', path: '/services', operationId: 'createService', scope, handle: create },
	{ method: 'PUT', path: one, operationId: 'updateService', scope, handle: update },
	{ method: 'DELETE', path: one, operationId: 'deleteService', scope, handle: remove },
	{
		method: 'POST',
		path: `${one}/integrations`,
		operationId: 'createServiceIntegration',
		scope,
		handle: createIntegration,
	},
	{
		method: 'GET',
		path: `${one}/integrations/{integration_id}`,
		operationId: 'getServiceIntegration',
		scope: 'services.read',
		handle: getIntegration,
	},
];

const urgency = z.enum(['high', 'low', 'severity_based']);
const timeout = z.int().min(0).nullish();
const fields = z.object({
	name: z.string().trim().min(1, "can't be blank").max(255).optional(),
	description: z.string().nullish(),
	status: z.enum(['active', 'warning', 'critical', 'maintenance', 'disabled']).optional(),
	escalation_policy: z.object({ id: z.string() }).optional(),
	auto_resolve_timeout: timeout,
	acknowledgement_timeout: timeout,
	incident_urgency_rule: z
		.object({
			type: z.enum(['constant', 'use_support_hours']),
			urgency: urgency.optional(),
			during_support_hours: z.object({ urgency }).optional(),
			outside_support_hours: z.object({ urgency }).optional(),
		})
		.optional(),
	support_hours: z
		.object({
			time_zone: z.string(),
			days_of_week: z.array(z.int().min(1).max(7)).min(1),
			start_time: z.iso.time(),
			end_time: z.iso.time(),
		})
		.nullish(),
	scheduled_actions: z.array(z.object({ to_urgency: z.literal('high') })).optional(),
	alert_creation: z.enum(['create_incidents', 'create_alerts_and_incidents']).optional(),
});
type Fields = z.output<typeof fields>;
const body = z.object({ service: fields });

function create(call: Call): Reply {
	const { world } = call;
	const given = call.body(body).service;
	if (given.name === undefined) throw invalidInput("Name can't be blank");
	if (!given.escalation_policy) throw invalidInput("Escalation policy can't be blank");
	if (given.status !== undefined && given.status !== 'active') throw invalidInput('Status must be active');
	const service: Service = {
		id: world.ids.short(),
		name: given.name,
		description: null,
		policyId: given.escalation_policy.id,
		teamIds: [],
		acknowledgementTimeout: 1800 * second,
		autoResolveTimeout: 14_400 * second,
		urgency: 'high',
		supportHours: null,
		alertCreation: 'create_alerts_and_incidents',
		integrations: [],
		createdAt: world.clock.ms,
		disabled: false,
		deleted: false,
		lastIncidentAt: null,
	};
	apply(world, service, given);
	world.store.services.set(service.id, service);
	return { status: 201, body: { service: serviceJson(world, service, call.replyOptions) } };
}

function update(call: Call): Reply {
	const service = findService(call);
	apply(call.world, service, call.body(body).service);
	return { status: 200, body: { service: serviceJson(call.world, service, call.replyOptions) } };
}

/** Checks all before it changes anything. What is not given stays as it is. */
function apply(world: World, service: Service, given: Fields): void {
	const { store } = world;
	const { name, escalation_policy: wanted, incident_urgency_rule: rule } = given;
	const supportHours = supportHoursFor(service, given);
	const others = [...store.services.values()].filter(({ id, deleted }) => id !== service.id && !deleted);
	if (name !== undefined && others.some((other) => other.name.toLowerCase() === name.toLowerCase()))
		throw invalidInput('Name has already been taken');
	const policy = store.policies.get(wanted?.id ?? service.policyId);
	if (!policy) throw badArguments('Escalation policy not found');
	service.name = name ?? service.name;
	if (given.description !== undefined) service.description = given.description;
	if (given.status !== undefined) service.disabled = given.status === 'disabled';
	service.policyId = policy.id;
	// A service belongs to the teams of its policy.
	service.teamIds = [...policy.teamIds];
	if (given.auto_resolve_timeout !== undefined) service.autoResolveTimeout = milliseconds(given.auto_resolve_timeout);
	if (given.acknowledgement_timeout !== undefined)
		service.acknowledgementTimeout = milliseconds(given.acknowledgement_timeout);
	if (rule?.type === 'constant') service.urgency = rule.urgency ?? 'high';
	service.supportHours = supportHours;
	service.alertCreation = given.alert_creation ?? service.alertCreation;
}

/** The support hours that a service has after a change; none with an urgency that is always the same. */
function supportHoursFor(
	{ supportHours: now }: Service,
	{ incident_urgency_rule: rule, support_hours: hours, scheduled_actions: actions }: Fields,
): SupportHours | null {
	if (rule?.type === 'constant' || (!rule && !now)) return null;
	const times = hours
		? { timeZone: hours.time_zone, start: hours.start_time, end: hours.end_time, days: hours.days_of_week }
		: now;
	if (!times) throw invalidInput("Support hours can't be blank");
	if (!isListedTimeZone(times.timeZone)) throw invalidInput('Support hours time zone is invalid');
	return {
		...times,
		during: rule?.during_support_hours?.urgency ?? now?.during ?? 'high',
		outside: rule?.outside_support_hours?.urgency ?? now?.outside ?? 'low',
		raise: actions ? actions.length > 0 : (now?.raise ?? false),
	};
}

function milliseconds(seconds: number | null): number | null {
	return seconds === null || seconds === 0 ? null : seconds * second;
}

function remove(call: Call): Reply {
	const service = findService(call);
	service.deleted = true;
	call.world.store.serviceSettings.drop(service.id);
	return { status: 204 };
}

const integrationBody = z.object({
	integration: z.object({
		type: z.string().min(1, "can't be blank"),
		name: z.string().trim().min(1, "can't be blank"),
		integration_email: z.string().optional(),
	}),
});

function createIntegration(call: Call): Reply {
	const { world } = call;
	const service = findService(call);
	const { type, name, integration_email: email } = call.body(integrationBody).integration;
	const domain = `@${world.account.subdomain}.pagerduty.com`;
	if (type === 'generic_email_inbound_integration' && email?.endsWith(domain) !== true)
		throw invalidInput(`Integration email must be an address ${domain}`);
	const taken = [...world.store.services.values()].some((other) =>
		other.integrations.some((integration) => email !== undefined && integration.email === email),
	);
	if (taken) throw invalidInput('Integration email has already been taken');
	const integration: Integration = {
		id: world.ids.short(),
		type,
		name,
		key: world.ids.key(),
		createdAt: world.clock.ms,
		...(email && { email }),
	};
	service.integrations.push(integration);
	return { status: 201, body: { integration: integrationJson(world, service, integration, call.replyOptions.zone) } };
}

function getIntegration(call: Call): Reply {
	const service = findService(call);
	const integration = service.integrations.find(({ id }) => id === call.param('integration_id'));
	if (!integration) throw notFound();
	return {
		status: 200,
		body: { integration: integrationJson(call.world, service, integration, call.replyOptions.zone) },
	};
}
