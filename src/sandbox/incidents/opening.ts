import { Temporal } from 'temporal-polyfill';
import type { Actor, EscalationPolicy, Incident, Service, Severity, SupportHours, Urgency } from '../model/model.ts';
import type { JsonObject } from '../json.ts';
import { required } from '../model/store.ts';
import { instantOf, wallTime } from '../time.ts';
import type { World } from '../model/world.ts';
import { assign } from './assignment.ts';
import { acknowledge, armAutoResolve, changeUrgency, snapshot, startEscalation } from './lifecycle.ts';
import { log, serviceActor } from './log.ts';
import { arm } from './pending.ts';

export interface Opening {
	title: string;
	service: Service;
	by: Actor;
	key?: string | undefined;
	urgency?: Urgency | undefined;
	severity?: Severity | undefined;
	priorityId?: string | null | undefined;
	/** In place of the service's own. */
	policy?: EscalationPolicy | undefined;
	/** In place of the policy's first level. */
	assigneeId?: string | undefined;
	body?: JsonObject | undefined;
	type?: string | undefined;
	conferenceBridge?: Incident['conferenceBridge'];
	trigger?: { summary: string; channel: JsonObject & { type: string }; description?: string };
	/** No timers and no notifications: for incidents that are there in great numbers. */
	quiet?: boolean;
}

/** Opens an incident: trigger, assignment, notifications and timers. */
export function open(world: World, opening: Opening): Incident {
	const { store, clock } = world;
	const { service } = opening;
	const at = clock.ms;
	const policy = snapshot(opening.policy ?? required(store.policies, service.policyId));
	const urgency = opening.urgency ?? defaultUrgency(service, opening.severity, at);
	const incident: Incident = {
		id: world.ids.incident(),
		number: store.nextIncidentNumber++,
		title: opening.title,
		createdAt: at,
		updatedAt: at,
		status: 'triggered',
		key: opening.key ?? world.ids.key(),
		urgency,
		priorityId: opening.priorityId ?? null,
		serviceId: service.id,
		policy,
		teamIds: [...new Set([...service.teamIds, ...policy.teamIds])],
		assignments: [],
		acknowledgements: [],
		level: 1,
		loopsDone: 0,
		assignedVia: 'escalation_policy',
		lastStatusChangeAt: at,
		lastStatusChangeBy: opening.by,
		resolvedAt: null,
		mergedInto: null,
		firstTriggerId: null,
		body: opening.body ?? null,
		conferenceBridge: opening.conferenceBridge ?? null,
		type: opening.type ?? 'incident_default',
		pending: new Map(),
		customFields: new Map(),
		responders: [],
		responderRequests: [],
		statusUpdates: [],
		subscribers: [],
	};
	store.addIncident(incident);
	service.lastIncidentAt = at;
	const trigger = opening.trigger ?? { summary: 'Triggered through the website', channel: { type: 'web_trigger' } };
	const entry = log(world, incident, 'trigger', opening.by, trigger.summary, {
		channel: trigger.channel,
		description: trigger.description ?? opening.title,
	});
	incident.firstTriggerId = entry.id;
	handOut(world, incident, opening);
	if (!opening.quiet) armAutoResolve(world, incident);
	if (!opening.quiet && !opening.urgency) armUrgencyChange(world, incident, service);
	return incident;
}

function handOut(world: World, incident: Incident, opening: Opening): void {
	const by = opening.by.type === 'user' ? opening.by : serviceActor(incident);
	if (opening.assigneeId !== undefined) {
		assign(world, incident, [opening.assigneeId], { by, via: 'direct_assignment', quiet: opening.quiet ?? false });
		// Whoever takes an incident in opening it has seen it.
		if (opening.assigneeId === opening.by.id) acknowledge(world, incident, opening.by);
		return;
	}
	startEscalation(world, incident, by, 'assign', opening.quiet ?? false);
	if (opening.quiet) incident.pending.get('escalate')?.cancel();
	if (opening.quiet) incident.pending.clear();
}

/** What the service's urgency rule says for an incident that opens at `at`. */
export function defaultUrgency(service: Service, severity: Severity | undefined, at: number): Urgency {
	const { supportHours: hours } = service;
	const urgency = !hours ? service.urgency : isSupported(hours, at) ? hours.during : hours.outside;
	if (urgency !== 'severity_based') return urgency;
	return severity === 'warning' || severity === 'info' ? 'low' : 'high';
}

/** What waits outside support hours may become urgent when they begin. */
function armUrgencyChange(world: World, incident: Incident, service: Service): void {
	if (!service.supportHours?.raise || incident.urgency === 'high') return;
	const at = nextSupportStart(service.supportHours, world.clock.ms);
	arm(world, incident, 'urgency_change', at, () => changeUrgency(world, incident, 'high', serviceActor(incident)));
}

function isSupported(hours: SupportHours, at: number): boolean {
	const wall = wallTime(at, hours.timeZone);
	const time = wall.toPlainTime();
	const after = Temporal.PlainTime.compare(time, Temporal.PlainTime.from(hours.start)) >= 0;
	const before = Temporal.PlainTime.compare(time, Temporal.PlainTime.from(hours.end)) < 0;
	return hours.days.includes(wall.dayOfWeek) && after && before;
}

function nextSupportStart(hours: SupportHours, at: number): number {
	const start = Temporal.PlainTime.from(hours.start);
	let date = wallTime(at, hours.timeZone).toPlainDate();
	for (let days = 0; days < 8; days++) {
		const begin = instantOf(date.toPlainDateTime(start), hours.timeZone);
		if (begin > at && hours.days.includes(date.dayOfWeek)) return begin;
		date = date.add({ days: 1 });
	}
	return at;
}
