import type { Alert, Incident, Service, Severity, Urgency } from '../model/model.ts';
import type { JsonObject } from '../json.ts';
import type { World } from '../model/world.ts';
import { acknowledge, resolve } from './lifecycle.ts';
import { log, serviceActor } from './log.ts';
import { open } from './opening.ts';

/** Where an event comes in. */
export interface Inbound {
	service: Service;
	/** Of the service; its first one unless it is known. */
	integrationId?: string;
}

/** What a monitoring tool sends: an event of the Events API v2 with the fields of the Common Event Format. */
export interface MonitoringEvent extends Inbound {
	summary: string;
	severity: Severity;
	source: string;
	component?: string;
	group?: string;
	class?: string;
	client: string;
	clientUrl: string;
	details: JsonObject;
	links?: { href: string; text: string }[];
	key: string | null;
	urgency?: Urgency | undefined;
	priorityId?: string | null;
	/** The open incident the alert joins; a new one is opened otherwise. */
	incident?: Incident;
	suppressed?: boolean;
	quiet?: boolean;
}

/**
 * A trigger event: appended to the open alert with the same key if there is one, else a new alert in `event.incident` or in
 * an incident of its own. Never reopens a resolved incident. Gives the incident.
 */
export function triggerEvent(world: World, event: MonitoringEvent): Incident {
	const known = event.key === null ? undefined : openIncidentOf(world, event, event.key);
	if (known) {
		logTrigger(world, known, event);
		return known;
	}
	const incident = event.incident ?? openFor(world, event);
	const entryId = event.incident ? logTrigger(world, incident, event) : incident.firstTriggerId;
	if (event.service.alertCreation !== 'create_incidents') addAlert(world, event, incident.id, entryId);
	return incident;
}

/** A trigger event that rules suppress: one more of an open alert, else an alert without an incident. */
export function suppressEvent(world: World, event: MonitoringEvent & { key: string }): void {
	const { service, key } = event;
	const known = openIncidentOf(world, event, key);
	if (known) logTrigger(world, known, event);
	else if (service.alertCreation !== 'create_incidents' && !world.store.openAlert(inletOf(event), key))
		addAlert(world, { ...event, suppressed: true }, null, null);
}

function addAlert(world: World, event: MonitoringEvent, incidentId: string | null, entryId: string | null): void {
	world.store.addAlert({
		id: world.ids.incident(),
		incidentId,
		...inletOf(event),
		createdAt: world.clock.ms,
		resolvedAt: null,
		status: 'triggered',
		key: event.key,
		summary: event.summary,
		severity: event.severity,
		suppressed: event.suppressed ?? false,
		body: alertBody(event),
		firstTriggerId: entryId,
	});
}

/** The open incident that events with this key are about: by an alert, or by itself where the service makes no alerts. */
export function openIncidentOf({ store }: World, at: Inbound, key: string): Incident | undefined {
	const { service } = at;
	const alert = store.openAlert(inletOf(at), key);
	if (alert) return store.incident(alert.incidentId ?? '');
	if (service.alertCreation !== 'create_incidents') return undefined;
	return store.incidents.findLast(
		(incident) => incident.serviceId === service.id && incident.key === key && incident.status !== 'resolved',
	);
}

/** An acknowledge event: ignored when nothing open has the key or the incident is acknowledged already. */
export function acknowledgeEvent(world: World, at: Inbound, key: string): void {
	const incident = openIncidentOf(world, at, key);
	if (incident?.status === 'triggered') acknowledge(world, incident, serviceActor(incident));
}

/** A resolve event: ignored when nothing open has the key; the last alert resolves its incident. */
export function resolveEvent(world: World, at: Inbound, key: string): void {
	const alert = world.store.openAlert(inletOf(at), key);
	const incident = openIncidentOf(world, at, key);
	if (alert) {
		alert.status = 'resolved';
		alert.resolvedAt = world.clock.ms;
	}
	if (!incident) return;
	const others = world.store.alerts.of(incident.id).some(({ status }) => status === 'triggered');
	if (!others) resolve(world, incident, serviceActor(incident), { channel: 'api' });
}

function inletOf({ service, integrationId }: Inbound): Pick<Alert, 'serviceId' | 'integrationId'> {
	return { serviceId: service.id, integrationId: integrationId ?? service.integrations[0]?.id ?? null };
}

function openFor(world: World, event: MonitoringEvent): Incident {
	return open(world, {
		title: event.summary,
		service: event.service,
		by: { type: 'service', id: event.service.id },
		key: event.key ?? undefined,
		urgency: event.urgency,
		severity: event.severity,
		priorityId: event.priorityId,
		quiet: event.quiet ?? false,
		trigger: { summary: 'Triggered through the API', channel: channelOf(event), description: event.summary },
	});
}

function logTrigger(world: World, incident: Incident, event: MonitoringEvent): string {
	const entry = log(world, incident, 'trigger', serviceActor(incident), 'Triggered through the API', {
		channel: channelOf(event),
		description: event.summary,
	});
	return entry.id;
}

function channelOf(event: MonitoringEvent): JsonObject & { type: string } {
	return {
		type: 'api',
		summary: event.summary,
		description: event.summary,
		incident_key: event.key,
		client: event.client,
		client_url: event.clientUrl,
		details: event.details,
		cef_details: cefDetails(event),
	};
}

/** What an alert keeps of an event. */
export function alertBody(event: MonitoringEvent): JsonObject {
	const contexts = (event.links ?? []).map((link) => ({ type: 'link', ...link }));
	return { type: 'alert_body', contexts, cef_details: cefDetails(event), details: event.details };
}

function cefDetails(event: MonitoringEvent): JsonObject {
	return {
		version: '1.0',
		client: event.client,
		client_url: event.clientUrl,
		dedup_key: event.key,
		description: event.summary,
		message: event.summary,
		severity: event.severity,
		source_origin: event.source,
		source_component: event.component ?? null,
		service_group: event.group ?? null,
		event_class: event.class ?? null,
		reported_at: null,
		contexts: (event.links ?? []).map((link) => ({ type: 'link', ...link })),
		details: event.details,
		mutations: [],
	};
}
