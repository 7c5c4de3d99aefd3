import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError } from '../server/errors.ts';
import {
	acknowledgeEvent,
	resolveEvent,
	suppressEvent,
	triggerEvent,
	type MonitoringEvent,
} from '../incidents/events.ts';
import { groupFor } from '../incidents/grouping.ts';
import type { JsonObject } from '../json.ts';
import type { Integration, Service } from '../model/model.ts';
import { decide, route, type Decision } from '../orchestrations/evaluate.ts';
import { pauseOr, takeBack } from '../orchestrations/pausing.ts';
import type { EventOrchestration, OrchestrationPath } from '../orchestrations/model.ts';
import type { Route } from '../server/router.ts';
import { parseTime } from '../time.ts';
import type { World } from '../model/world.ts';

/** The Events API, which lives on a host of its own at PagerDuty: no token, a routing key inside each event. */
export const eventRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/v2/enqueue',
		operationId: 'createV2Event',
		keyless: true,
		limit: 120,
		limitBy: routingKeyOf,
		handle: (call) => receive(call, enqueue),
	},
	{
		method: 'POST',
		path: '/v2/change/enqueue',
		operationId: 'createChangeEvent',
		keyless: true,
		limit: 120,
		limitBy: routingKeyOf,
		handle: (call) => receive(call, enqueueChange),
	},
];

const largest = 512 * 1024;

const Any = z.record(z.string(), z.unknown());
const Links = z.array(z.object({ href: z.string(), text: z.string().optional() })).catch([]);
const Envelope = z.object({
	routing_key: z.unknown().optional(),
	event_action: z.unknown().optional(),
	dedup_key: z.unknown().optional(),
	client: z.string().catch('Events API'),
	client_url: z.string().catch(''),
	payload: Any.catch({}),
	links: Links,
});
type Envelope = z.output<typeof Envelope>;

interface Inlet {
	readonly service: Service;
	readonly integration: Integration;
	/** The rules through which events run: those of their orchestration, then those of the service. */
	readonly paths: readonly OrchestrationPath[];
}

function receive(call: Call, process: (world: World, inlet: Inlet, event: Envelope) => Reply): Reply {
	const event = read(call);
	if (!event) {
		return refusal('Unrecognized object', 'Event object format is unrecognized', ['JSON parse error']);
	}
	if (JSON.stringify(event).length > largest) {
		return { status: 413, body: { status: 'invalid event', message: 'Event object is too large', errors: [] } };
	}
	const key = event.routing_key;
	if (typeof key !== 'string' || key === '') return invalid("'routing_key' is missing or blank");
	if (key.length !== 32) return invalid("Length of 'routing_key' is incorrect (should be 32 characters)");
	const inlet = findInlet(call.world, key);
	if (inlet) return process(call.world, inlet, event);
	const orchestration = findOrchestration(call.world, key);
	// The one refusal that is mere text.
	if (!orchestration) return { status: 400, body: 'Invalid routing key' };
	const service = call.world.store.services.get(
		route(orchestration, { now: call.world.clock.ms, event: event.payload }) ?? '',
	);
	const [integration] = service?.integrations ?? [];
	if (service && integration) {
		const paths = [orchestration.paths.global, ...pathsOf(call.world, service)];
		return process(call.world, { service, integration, paths }, event);
	}
	// Unrouted events are kept for nobody to see.
	return success('Event processed', typeof event.dedup_key === 'string' ? event.dedup_key : call.world.ids.key());
}

function read(call: Call): Envelope | undefined {
	try {
		return call.body(Envelope);
	} catch (error) {
		if (error instanceof ApiError) return undefined;
		throw error;
	}
}

function routingKeyOf(call: Call): string {
	const key = read(call)?.routing_key;
	return typeof key === 'string' ? key : '';
}

function enqueue(world: World, inlet: Inlet, event: Envelope): Reply {
	const { service } = inlet;
	const at = { service, integrationId: inlet.integration.id };
	const action = event.event_action;
	const key = typeof event.dedup_key === 'string' && event.dedup_key !== '' ? event.dedup_key : undefined;
	if (key !== undefined && key.length > 255) {
		return invalid("'dedup_key' is too long (maximum 255 characters)");
	}
	if (action === 'trigger') return trigger(world, inlet, event, key ?? world.ids.key());
	if (action !== 'acknowledge' && action !== 'resolve') {
		return invalid("'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')");
	}
	if (key === undefined) return invalid("'dedup_key' is missing or blank");
	if (action === 'acknowledge') acknowledgeEvent(world, at, key);
	else if (!takeBack(world, service.id, key)) resolveEvent(world, at, key);
	return success('Event processed', key);
}

const severities = ['critical', 'warning', 'error', 'info'] as const;

function trigger(world: World, { service, integration, paths }: Inlet, event: Envelope, key: string): Reply {
	const { payload } = event;
	const missing = ['summary', 'source', 'severity'].filter((name) => !textOf(payload[name]));
	if (missing.length > 0) return invalid(...missing.map((name) => `'payload.${name}' is missing or blank`));
	const severity = severities.find((known) => known === payload['severity']);
	if (!severity) {
		return invalid(
			"'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
		);
	}
	const summary = textOf(payload['summary']) ?? '';
	if (summary.length > 1024) return invalid("'payload.summary' is too long (maximum 1024 characters)");
	const decision = decide(paths, { now: world.clock.ms, event: payload });
	if (opensIncidents(world, service) && !decision.drop_event) {
		const { priority = '' } = decision;
		deliver(world, decision, {
			service,
			integrationId: integration.id,
			summary,
			severity: decision.severity ?? severity,
			priorityId: world.store.priorities.has(priority) ? priority : null,
			source: textOf(payload['source']) ?? '',
			...(textOf(payload['component']) && { component: textOf(payload['component']) ?? '' }),
			...(textOf(payload['group']) && { group: textOf(payload['group']) ?? '' }),
			...(textOf(payload['class']) && { class: textOf(payload['class']) ?? '' }),
			client: event.client,
			clientUrl: event.client_url,
			details: detailsOf(payload),
			links: event.links.map(({ href, text }) => ({ href, text: text ?? href })),
			key,
		});
	}
	return success('Event processed', key);
}

function deliver(world: World, { suppress, suspend }: Decision, event: MonitoringEvent & { key: string }): void {
	if (suppress) {
		suppressEvent(world, event);
		return;
	}
	pauseOr(world, { at: event, key: event.key, seconds: suspend }, () => {
		if (!opensIncidents(world, event.service)) return;
		const incident = groupFor(world, event);
		triggerEvent(world, { ...event, ...(incident && { incident }) });
	});
}

/** A service that is switched off or in maintenance takes events and opens nothing. */
function opensIncidents({ store, clock }: World, { id, disabled, deleted }: Service): boolean {
	return !disabled && !deleted && !store.serviceSettings.inMaintenance(id, clock.ms);
}

function enqueueChange(world: World, { service, integration }: Inlet, event: Envelope): Reply {
	const { payload } = event;
	const summary = textOf(payload['summary']);
	if (!summary) return invalid("'payload.summary' is missing or blank");
	if (summary.length > 1024) return invalid("'payload.summary' is too long (maximum 1024 characters)");
	const timestamp = textOf(payload['timestamp']);
	const at = timestamp === undefined ? world.clock.ms : parseTime(timestamp);
	if (at === undefined) return invalid("'payload.timestamp' is invalid");
	world.store.changeEvents.push({
		id: world.ids.long(),
		at,
		summary,
		source: textOf(payload['source']) ?? '',
		serviceIds: [service.id],
		integrationId: integration.id,
		routingKey: integration.key,
		links: event.links.map(({ href, text }) => ({ href, text: text ?? href })),
		details: detailsOf(payload),
	});
	// Newest last, also those that tell of the past.
	world.store.changeEvents.sort((a, b) => a.at - b.at);
	return success('Change event processed');
}

/** The integration with this key; other kinds of integrations take no events of version 2. */
function findInlet(world: World, key: string): Inlet | undefined {
	for (const service of world.store.services.values()) {
		if (service.deleted) continue;
		const integration = service.integrations.find(
			(candidate) => candidate.key === key && candidate.type === 'events_api_v2_inbound_integration',
		);
		if (integration) return { service, integration, paths: pathsOf(world, service) };
	}
	return undefined;
}

/** The rules of a service, if they are in use. */
function pathsOf({ store }: World, { id }: Service): OrchestrationPath[] {
	const { activeServices, ofServices } = store.orchestrations;
	const own = activeServices.has(id) ? ofServices.get(id) : undefined;
	return own ? [own] : [];
}

function findOrchestration({ store }: World, key: string): EventOrchestration | undefined {
	return [...store.orchestrations.byId.values()].find(({ integrations }) =>
		integrations.some((integration) => integration.key === key),
	);
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function detailsOf(payload: Record<string, unknown>): JsonObject {
	const read = Any.safeParse(payload['custom_details']);
	return read.success ? read.data : {};
}

function success(message: string, key?: string): Reply {
	return { status: 202, body: { status: 'success', message, ...(key !== undefined && { dedup_key: key }) } };
}

function invalid(...errors: string[]): Reply {
	return refusal('invalid event', 'Event object is invalid', errors);
}

/** Not the error envelope of the REST API. */
function refusal(status: string, message: string, errors: string[]): Reply {
	return { status: 400, body: { status, message, errors } };
}
