import type { JsonObject } from '../json.ts';
import type { Alert, Incident, LogEntry } from '../model/model.ts';
import { required } from '../model/store.ts';
import { formatTime } from '../time.ts';
import type { World } from '../model/world.ts';
import { isMergeable } from '../incidents/mergeable.ts';
import { fieldValuesJson } from './custom-field.ts';
import { logEntryJson } from './timeline.ts';
import {
	actorReference,
	alertPagePath,
	head,
	incidentReference,
	incidentSummary,
	integrationReference,
	logEntryReference,
	policyReference,
	serviceReference,
	teamReference,
	userReference,
} from './references.ts';
import { responderRequestJson, responderJson } from './responder.ts';
import { policyJson, serviceJson } from './services-and-policies.ts';
import { priorityJson } from './account-wide.ts';
import { teamJson } from './team.ts';
import { userJson } from './user.ts';
import { plain, type ReplyOptions } from './options.ts';

/** An incident as lists and `GET /incidents/{id}` show it; `include[]` names as documented there. */
export function incidentJson(world: World, incident: Incident, options: ReplyOptions = plain): JsonObject {
	const { include, zone } = options;
	const time = (ms: number) => formatTime(ms, zone);
	const people = include.has('users');
	const person = (id: string, expanded: boolean) =>
		expanded ? userJson(world, required(world.store.users, id)) : userReference(world, id);
	const actor = (by: Incident['lastStatusChangeBy'], expanded: boolean) =>
		by.type === 'user' ? person(by.id, expanded) : actorReference(world, by);
	const first = incident.firstTriggerId === null ? undefined : world.store.logEntryById.get(incident.firstTriggerId);
	const service = required(world.store.services, incident.serviceId);
	const alerts = world.store.alerts.of(incident.id);
	const path = `incidents/${incident.id}`;
	return {
		...head(world, incident.id, 'incident', incidentSummary(incident), path, path),
		incident_number: incident.number,
		title: incident.title,
		created_at: time(incident.createdAt),
		updated_at: time(incident.updatedAt),
		status: incident.status,
		// With alerts, the keys are theirs.
		incident_key: alerts.length > 0 ? null : incident.key,
		service: include.has('services') ? serviceJson(world, service, plain) : serviceReference(world, service.id),
		assignments: incident.assignments.map(({ at, userId }) => ({
			at: time(at),
			assignee: person(userId, people || include.has('assignees')),
		})),
		assigned_via: incident.assignedVia,
		// As documented: while it waits for somebody, each change of whatever kind counts.
		last_status_change_at: time(incident.status === 'triggered' ? incident.updatedAt : incident.lastStatusChangeAt),
		last_status_change_by: actor(incident.lastStatusChangeBy, people || include.has('agents')),
		resolved_at: incident.resolvedAt === null ? null : time(incident.resolvedAt),
		first_trigger_log_entry: !first
			? null
			: include.has('first_trigger_log_entries')
				? logEntryJson(world, first, { zone, include: new Set(['channels']) })
				: logEntryReference(world, first),
		alert_counts: alertCounts(alerts),
		is_mergeable: isMergeable(world, incident),
		incident_type: { name: incident.type },
		escalation_policy: include.has('escalation_policies')
			? policyJson(world, incident.policy, plain)
			: policyReference(world, incident.policy),
		teams: incident.teamIds.map((id) =>
			include.has('teams') ? teamJson(world, required(world.store.teams, id)) : teamReference(world, id),
		),
		pending_actions: [...incident.pending]
			.map(([type, { at }]) => ({ type, at: time(at), ...(type === 'urgency_change' ? { to: 'high' } : {}) }))
			.sort((a, b) => a.at.localeCompare(b.at)),
		acknowledgements: incident.acknowledgements.map(({ at, by }) => ({
			at: time(at),
			acknowledger: actor(by, people || include.has('acknowledgers')),
		})),
		alert_grouping: null,
		// Lists and single incidents carry the whole priority, included or not.
		priority:
			incident.priorityId === null ? null : priorityJson(world, required(world.store.priorities, incident.priorityId)),
		resolve_reason: resolveReason(world, incident),
		...(incident.conferenceBridge
			? {
					conference_bridge: {
						conference_number: incident.conferenceBridge.number,
						conference_url: incident.conferenceBridge.url,
					},
				}
			: {}),
		incidents_responders: incident.responders.map((responder) => responderJson(world, incident, responder)),
		responder_requests: incident.responderRequests.map((request) => responderRequestJson(world, incident, request)),
		urgency: incident.urgency,
		...(include.has('body') && incident.body ? { body: incident.body } : {}),
		...(include.has('custom_fields') ? { custom_fields: fieldValuesJson(world, incident) } : {}),
	};
}

/** A log entry as lists show it; `include[]=incidents` puts the incident into it. */
export function logEntryWithIncident(world: World, entry: LogEntry, options: ReplyOptions = plain): JsonObject {
	const incident = options.include.has('incidents') && world.store.incident(entry.incidentId);
	return {
		...logEntryJson(world, entry, options),
		...(incident && { incident: incidentJson(world, incident, { zone: options.zone, include: new Set() }) }),
	};
}

/** Alerts come with the offset of the account's own place, which changes in spring. */
const alertZone = 'America/New_York';

export function alertJson(world: World, alert: Alert, options: ReplyOptions = plain): JsonObject {
	const { include, zone } = options;
	const own = zone === 'UTC' || zone === 'Etc/UTC' ? alertZone : zone;
	const service = required(world.store.services, alert.serviceId);
	const incident = world.store.incident(alert.incidentId ?? '');
	const integration = service.integrations.find(({ id }) => id === alert.integrationId);
	const first = alert.firstTriggerId === null ? undefined : world.store.logEntryById.get(alert.firstTriggerId);
	const path = `incidents/${alert.incidentId}/alerts/${alert.id}`;
	return {
		...head(world, alert.id, 'alert', alert.summary, path, alertPagePath(alert)),
		created_at: formatTime(alert.createdAt, own),
		resolved_at: alert.resolvedAt === null ? null : formatTime(alert.resolvedAt, own),
		status: alert.status,
		alert_key: alert.key,
		suppressed: alert.suppressed,
		severity: alert.severity,
		service: include.has('services') ? serviceJson(world, service, plain) : serviceReference(world, service.id),
		integration: integration ? integrationReference(world, service, integration) : null,
		incident: !incident
			? null
			: include.has('incidents')
				? incidentJson(world, incident, { zone, include: new Set() })
				: incidentReference(world, incident),
		first_trigger_log_entry: !first
			? null
			: include.has('first_trigger_log_entries')
				? logEntryJson(world, first, { zone, include: new Set(['channels']) })
				: logEntryReference(world, first),
		body: alert.body,
	};
}

function alertCounts(alerts: readonly Alert[]): JsonObject {
	const triggered = alerts.filter(({ status }) => status === 'triggered').length;
	return { all: alerts.length, triggered, resolved: alerts.length - triggered };
}

function resolveReason(world: World, incident: Incident): JsonObject | null {
	const target = incident.mergedInto === null ? undefined : world.store.incident(incident.mergedInto);
	return target ? { type: 'merge_resolve_reason', incident: incidentReference(world, target) } : null;
}
