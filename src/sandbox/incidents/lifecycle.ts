import { second } from '../time.ts';
import type { Actor, EscalationPolicy, Incident, IncidentStatus, Urgency } from '../model/model.ts';
import { required } from '../model/store.ts';
import type { World } from '../model/world.ts';
import { armEscalation, assign, assignLevel, notify } from './assignment.ts';
import { log, nameOf, serviceActor } from './log.ts';
import { arm, disarm } from './pending.ts';

/*
 * The transitions of an incident. Callers have checked that they are allowed; each logs what it does.
 */

/** triggered or acknowledged → acknowledged; again by the same person only renews the time left. */
export function acknowledge(world: World, incident: Incident, by: Actor): void {
	const at = world.clock.ms;
	const known = incident.acknowledgements.find((item) => item.by.id === by.id);
	if (known) known.at = at;
	else incident.acknowledgements.push({ at, by });
	if (incident.status !== 'acknowledged') setStatus(world, incident, 'acknowledged', by);
	disarm(incident, 'escalate');
	const timeout = required(world.store.services, incident.serviceId).acknowledgementTimeout;
	disarm(incident, 'unacknowledge');
	if (timeout !== null) {
		arm(world, incident, 'unacknowledge', at + timeout, () =>
			unacknowledge(world, incident, serviceActor(incident), 'timeout'),
		);
	}
	log(world, incident, 'acknowledge', by, `Acknowledged by ${nameOf(world, by)}`, {
		acknowledgementTimeout: timeout === null ? null : timeout / second,
	});
}

/** acknowledged → triggered: by hand, when the acknowledgement times out or when a snooze ends. */
export function unacknowledge(world: World, incident: Incident, by: Actor, channel?: 'timeout'): void {
	incident.acknowledgements = [];
	setStatus(world, incident, 'triggered', by);
	disarm(incident, 'unacknowledge');
	const why = channel ? 'Unacknowledged due to timeout' : `Unacknowledged by ${nameOf(world, by)}`;
	log(world, incident, 'unacknowledge', by, why, channel ? { channel: { type: channel } } : {});
	notify(
		world,
		incident,
		incident.assignments.map(({ userId }) => userId),
	);
	armEscalation(world, incident);
}

/** open → resolved, with its alerts. */
export function resolve(
	world: World,
	incident: Incident,
	by: Actor,
	options: { channel?: 'timeout' | 'api'; mergedInto?: Incident } = {},
): void {
	const at = world.clock.ms;
	disarm(incident);
	incident.assignments = [];
	incident.acknowledgements = [];
	incident.resolvedAt = at;
	incident.mergedInto = options.mergedInto?.id ?? null;
	setStatus(world, incident, 'resolved', by);
	for (const alert of world.store.alerts.of(incident.id)) {
		if (alert.status === 'resolved') continue;
		alert.status = 'resolved';
		alert.resolvedAt = at;
	}
	const why = options.mergedInto
		? `Resolved by merge into incident #${options.mergedInto.number}`
		: options.channel === 'timeout'
			? 'Resolved by timeout'
			: `Resolved by ${nameOf(world, by)}`;
	log(world, incident, 'resolve', by, why, options.channel ? { channel: { type: options.channel } } : {});
}

/** resolved → triggered, with the people its policy reaches now; a caller may acknowledge or reassign it next. */
export function reopen(world: World, incident: Incident, by: Actor): void {
	const service = required(world.store.services, incident.serviceId);
	incident.resolvedAt = null;
	incident.mergedInto = null;
	incident.policy = snapshot(required(world.store.policies, service.policyId));
	incident.loopsDone = 0;
	setStatus(world, incident, 'triggered', by);
	startEscalation(world, incident, by);
	armAutoResolve(world, incident);
}

/** Keeps an acknowledged incident quiet for `seconds`. */
export function snooze(world: World, incident: Incident, seconds: number, by: Actor): void {
	const at = world.clock.ms + seconds * second;
	arm(world, incident, 'unacknowledge', at, () => unacknowledge(world, incident, serviceActor(incident), 'timeout'));
	log(world, incident, 'snooze', by, `Snoozed by ${nameOf(world, by)}`, {
		channel: { type: 'website', duration: seconds },
		changedActions: [{ type: 'unacknowledge', at }],
	});
}

/** Gives an incident to people; whoever had acknowledged it no longer has. */
export function reassign(world: World, incident: Incident, userIds: readonly string[], by: Actor): void {
	backToTriggered(world, incident, by);
	disarm(incident, 'escalate');
	assign(world, incident, userIds, { by, via: 'direct_assignment' });
}

/** Hands an incident to a level of its policy; returns false when nobody is on call there or above. */
export function escalateTo(world: World, incident: Incident, level: number, by: Actor): boolean {
	backToTriggered(world, incident, by);
	const reached = assignLevel(world, incident, level, { by, entry: 'escalate' });
	armEscalation(world, incident);
	return reached;
}

/** Hands an incident to the first level of another policy. */
export function delegate(world: World, incident: Incident, policy: EscalationPolicy, by: Actor): void {
	backToTriggered(world, incident, by);
	incident.policy = snapshot(policy);
	incident.teamIds = [...new Set([...incident.teamIds, ...policy.teamIds])];
	incident.loopsDone = 0;
	startEscalation(world, incident, by, 'delegate');
}

export function changeUrgency(world: World, incident: Incident, urgency: Urgency, by: Actor): void {
	if (incident.urgency === urgency) return;
	incident.urgency = urgency;
	disarm(incident, 'urgency_change');
	log(world, incident, 'urgency_change', by, `Urgency changed to ${urgency} by ${nameOf(world, by)}`);
	if (incident.status === 'triggered') armEscalation(world, incident);
}

/** Level 1 and its countdown. */
export function startEscalation(
	world: World,
	incident: Incident,
	by: Actor,
	entry: 'assign' | 'delegate' = 'assign',
	quiet = false,
): void {
	incident.level = 1;
	incident.assignments = [];
	incident.assignedVia = 'escalation_policy';
	assignLevel(world, incident, 1, { by, entry, quiet });
	armEscalation(world, incident);
}

/** Plans the service's automatic resolution. */
export function armAutoResolve(world: World, incident: Incident): void {
	const timeout = required(world.store.services, incident.serviceId).autoResolveTimeout;
	if (timeout === null) return;
	arm(world, incident, 'resolve', world.clock.ms + timeout, () =>
		resolve(world, incident, serviceActor(incident), { channel: 'timeout' }),
	);
}

/** A copy of a policy that later edits do not reach. */
export function snapshot(policy: EscalationPolicy): EscalationPolicy {
	const rules = policy.rules.map((rule) => ({ ...rule, targets: rule.targets.map((target) => ({ ...target })) }));
	return { ...policy, rules, teamIds: [...policy.teamIds] };
}

function backToTriggered(world: World, incident: Incident, by: Actor): void {
	disarm(incident, 'unacknowledge');
	incident.acknowledgements = [];
	if (incident.status === 'acknowledged') setStatus(world, incident, 'triggered', by);
}

function setStatus(world: World, incident: Incident, status: IncidentStatus, by: Actor): void {
	world.store.moveIncident(incident, { status });
	incident.lastStatusChangeAt = world.clock.ms;
	incident.lastStatusChangeBy = by;
	incident.updatedAt = world.clock.ms;
}
