import { minute } from '../time.ts';
import type { Actor, Incident } from '../model/model.ts';
import { required } from '../model/store.ts';
import type { World } from '../model/world.ts';
import { log, serviceActor, userNames } from './log.ts';
import { arm, disarm } from './pending.ts';

/** Gives an incident to people and tells them. Says nothing about its status. */
export function assign(
	world: World,
	incident: Incident,
	userIds: readonly string[],
	how: { by: Actor; via: Incident['assignedVia']; entry?: 'assign' | 'escalate' | 'delegate'; quiet?: boolean },
): void {
	const at = world.clock.ms;
	incident.assignments = userIds.map((userId) => ({ at, userId }));
	incident.assignedVia = how.via;
	if (userIds.length === 0) return;
	const entry = how.entry ?? 'assign';
	const verb = { assign: 'Assigned', escalate: 'Escalated', delegate: 'Reassigned' }[entry];
	log(world, incident, entry, how.by, `${verb} to ${userNames(world, userIds)}`, { assigneeIds: [...userIds] });
	if (!how.quiet) notify(world, incident, userIds);
}

/** The notify entries of people who have just got an incident: push and phone when urgent, mail otherwise. */
export function notify(world: World, incident: Incident, userIds: readonly string[]): void {
	for (const userId of userIds) {
		const user = required(world.store.users, userId);
		const wanted = incident.urgency === 'high' ? 'push_notification_contact_method' : 'email_contact_method';
		const method = user.contactMethods.find(({ type }) => type === wanted) ?? user.contactMethods[0];
		const type = (method?.type ?? 'email_contact_method').replace('_contact_method', '');
		const kind = type === 'push_notification' ? 'push' : type;
		log(world, incident, 'notify', serviceActor(incident), `Notified ${user.name} via ${kind}`, {
			userId,
			channel: {
				type: 'auto',
				notification: {
					type: `${kind}_notification`,
					address: method?.address ?? user.email,
					status: 'success',
				},
			},
		});
	}
}

/**
 * Gives an incident to the people on call at `level` or, in a gap, at the next level that has someone.
 * Returns false when nobody is left to ask.
 */
export function assignLevel(
	world: World,
	incident: Incident,
	level: number,
	how: { by: Actor; entry: 'assign' | 'escalate' | 'delegate'; quiet?: boolean },
): boolean {
	for (let next = level; next <= incident.policy.rules.length; next++) {
		const users = world.onCall.usersAt(incident.policy, next, world.clock.ms);
		if (users.length === 0) continue;
		incident.level = next;
		assign(world, incident, users, { ...how, via: 'escalation_policy' });
		return true;
	}
	return false;
}

/** Starts the countdown to the next level; what is not urgent, or given to a person directly, does not escalate. */
export function armEscalation(world: World, incident: Incident): void {
	disarm(incident, 'escalate');
	const rule = incident.policy.rules[incident.level - 1];
	if (incident.urgency === 'low' || incident.assignedVia !== 'escalation_policy' || !rule) return;
	arm(world, incident, 'escalate', world.clock.ms + rule.delayMinutes * minute, () => escalateByTime(world, incident));
}

function escalateByTime(world: World, incident: Incident): void {
	const by = serviceActor(incident);
	if (assignLevel(world, incident, incident.level + 1, { by, entry: 'escalate' })) {
		armEscalation(world, incident);
	} else if (incident.loopsDone < incident.policy.loops) {
		incident.loopsDone++;
		log(world, incident, 'repeat_escalation_path', by, `Repeated ${incident.policy.name}`);
		assignLevel(world, incident, 1, { by, entry: 'escalate' });
		armEscalation(world, incident);
	} else {
		log(world, incident, 'exhaust_escalation_path', by, `Reached the end of ${incident.policy.name}`);
	}
}
