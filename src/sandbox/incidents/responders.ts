import type { Incident, Responder, ResponderRequest, ResponderTarget, User } from '../model/model.ts';
import { required } from '../model/store.ts';
import type { World } from '../model/world.ts';
import { notify } from './assignment.ts';

/** Asks people, and whoever is on call first in policies, to help with an incident, and pages those not asked yet. */
export function requestResponders(
	world: World,
	incident: Incident,
	request: { requester: User; message: string; targets: ResponderTarget[] },
): ResponderRequest {
	const at = world.clock.ms;
	const { requester, message, targets } = request;
	const made: ResponderRequest = { id: world.ids.short(), requesterId: requester.id, at, message, targets };
	incident.responderRequests.push(made);
	for (const target of targets) {
		for (const userId of peopleOf(world, target)) {
			const policyIds = target.type === 'escalation_policy' ? [target.id] : [];
			const known = incident.responders.find((responder) => responder.userId === userId);
			if (known && (known.state === 'pending' || known.state === 'joined')) {
				known.policyIds = [...new Set([...known.policyIds, ...policyIds])];
				continue;
			}
			incident.responders = incident.responders.filter((responder) => responder !== known);
			const responder = { userId, message, requesterId: requester.id, requestedAt: at, updatedAt: at, policyIds };
			incident.responders.push({ ...responder, state: 'pending' });
			notify(world, incident, [userId]);
		}
	}
	return made;
}

/** Takes back what nobody has answered; says for each target what became of it. */
export function cancelResponders(
	world: World,
	incident: Incident,
	target: ResponderTarget,
): 'cancelled' | 'joined' | 'declined' | 'not_found' {
	const asked = incident.responders.filter(({ userId, policyIds }) =>
		target.type === 'user' ? userId === target.id : policyIds.includes(target.id),
	);
	const pending = asked.filter(({ state }) => state === 'pending');
	for (const responder of pending) cancel(responder, world.clock.ms);
	if (pending.length > 0) return 'cancelled';
	const answered = asked.find(({ state }) => state === 'joined' || state === 'declined');
	return answered?.state === 'joined' || answered?.state === 'declined' ? answered.state : 'not_found';
}

function cancel(responder: Responder, at: number): void {
	responder.state = 'user_cancelled';
	responder.updatedAt = at;
}

function peopleOf(world: World, target: ResponderTarget): readonly string[] {
	if (target.type === 'user') return [target.id];
	const policy = required(world.store.policies, target.id);
	for (let level = 1; level <= policy.rules.length; level++) {
		const users = world.onCall.usersAt(policy, level, world.clock.ms);
		if (users.length > 0) return users;
	}
	return [];
}
