import type { JsonObject } from '../json.ts';
import type { Incident, LogEntry } from '../model/model.ts';
import { required } from '../model/store.ts';
import { formatTime, second } from '../time.ts';
import type { World } from '../model/world.ts';

interface ResponseRequest {
	readonly userId: string;
	readonly at: number;
	readonly type: 'assigned' | 'reassigned' | 'escalated' | 'added_responder';
	readonly declined?: boolean;
	readonly acceptedAt?: number;
}

/** Who was given an incident or asked to help with it, and when they acknowledged it or agreed after that; the latest first. */
export function responseRows(world: World, incident: Incident, zone: string): JsonObject[] {
	const entries = world.store.logOfIncident.of(incident.id);
	const time = (ms: number) => formatTime(ms, zone).slice(0, 19);
	const requests = [...entries.flatMap(assignmentsOf), ...helpersOf(incident)].sort((a, b) => b.at - a.at);
	return requests.map(({ userId, at, type, declined, acceptedAt = Infinity }) => {
		const acknowledged = entries.find(
			(entry) => entry.type === 'acknowledge_log_entry' && entry.agent.id === userId && entry.at >= at,
		);
		const answeredAt = Math.min(acknowledged?.at ?? Infinity, acceptedAt);
		const answered = answeredAt !== Infinity;
		return {
			responder_id: userId,
			responder_name: required(world.store.users, userId).name,
			responder_type: type,
			response_status: answered ? 'joined' : declined ? 'declined' : 'pending',
			requested_at: time(at),
			responded_at: answered ? time(answeredAt) : null,
			time_to_respond_seconds: answered ? Math.round((answeredAt - at) / second) : null,
		};
	});
}

function assignmentsOf(
	{ type, at, assigneeIds }: LogEntry,
	index: number,
	entries: readonly LogEntry[],
): ResponseRequest[] {
	const again = entries.slice(0, index).some(({ assigneeIds: earlier }) => earlier.length > 0);
	const how = type === 'escalate_log_entry' ? 'escalated' : again ? 'reassigned' : 'assigned';
	return assigneeIds.map((userId) => ({ userId, at, type: how }));
}

function helpersOf({ responders }: Incident): ResponseRequest[] {
	return responders.map(({ userId, requestedAt: at, updatedAt, state }) => ({
		userId,
		at,
		type: 'added_responder',
		declined: state === 'declined',
		...(state === 'joined' && { acceptedAt: updatedAt }),
	}));
}
