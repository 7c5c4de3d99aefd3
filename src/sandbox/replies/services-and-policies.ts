import type { JsonObject } from '../json.ts';
import type { EscalationPolicy, EscalationTarget, Integration, Service } from '../model/model.ts';
import { required } from '../model/store.ts';
import { formatTime, second } from '../time.ts';
import type { World } from '../model/world.ts';
import { plain, type ReplyOptions } from './options.ts';
import {
	head,
	integrationReference,
	policyReference,
	scheduleReference,
	servicePagePath,
	serviceReference,
	teamReference,
	userReference,
} from './references.ts';
import { teamJson } from './team.ts';
import { userJson } from './user.ts';

export function serviceJson(world: World, service: Service, options: ReplyOptions = plain): JsonObject {
	const { include, zone } = options;
	const policy = required(world.store.policies, service.policyId);
	return {
		...head(world, service.id, 'service', service.name, `services/${service.id}`, servicePagePath(service)),
		name: service.name,
		description: service.description,
		created_at: formatTime(service.createdAt, zone),
		status: serviceStatus(world, service),
		last_incident_timestamp: service.lastIncidentAt === null ? null : formatTime(service.lastIncidentAt, zone),
		acknowledgement_timeout: seconds(service.acknowledgementTimeout),
		auto_resolve_timeout: seconds(service.autoResolveTimeout),
		teams: service.teamIds.map((id) =>
			include.has('teams') ? teamJson(world, required(world.store.teams, id)) : teamReference(world, id),
		),
		escalation_policy: include.has('escalation_policies')
			? policyJson(world, policy, plain)
			: policyReference(world, policy),
		integrations: service.integrations.map((integration) =>
			include.has('integrations')
				? integrationJson(world, service, integration, zone)
				: integrationReference(world, service, integration),
		),
		...urgencyRule(service),
		alert_creation: service.alertCreation,
		alert_grouping_parameters: groupingParameters(world, service),
		addons: [],
		response_play: null,
		...(include.has('auto_pause_notifications_parameters')
			? { auto_pause_notifications_parameters: { enabled: false, timeout: 300 } }
			: {}),
	};
}

/** As services had it before there were settings; content and intelligence together can only be named. */
function groupingParameters(world: World, service: Service): JsonObject | null {
	const grouping = world.store.serviceSettings.groupingOf(service.id);
	if (!grouping) return null;
	const { id, type, config } = grouping;
	if (type === 'content_based_intelligent') return { id, type: 'alert_grouping_setting_reference' };
	return { type, config: type === 'time' ? { timeout: Math.ceil((config.timeout ?? 0) / 60) } : { ...config } };
}

/** Derived from what is open, unless the service is switched off. */
export function serviceStatus(world: World, service: Service): string {
	if (service.disabled) return 'disabled';
	if (world.store.serviceSettings.inMaintenance(service.id, world.clock.ms)) return 'maintenance';
	const { triggered, acknowledged } = world.store.openCounts(service.id);
	if (triggered > 0) return 'critical';
	return acknowledged > 0 ? 'warning' : 'active';
}

export function integrationJson(world: World, service: Service, integration: Integration, zone: string): JsonObject {
	return {
		...integrationReference(world, service, integration),
		type: integration.type,
		name: integration.name,
		service: serviceReference(world, service.id),
		created_at: formatTime(integration.createdAt, zone),
		vendor: null,
		...(integration.email === undefined
			? { integration_key: integration.key }
			: { integration_email: integration.email }),
	};
}

export function policyJson(world: World, policy: EscalationPolicy, options: ReplyOptions = plain): JsonObject {
	const { include } = options;
	const services = [...world.store.services.values()].filter(
		(service) => service.policyId === policy.id && !service.deleted,
	);
	return {
		...policyReference(world, policy),
		type: 'escalation_policy',
		name: policy.name,
		description: policy.description,
		num_loops: policy.loops,
		on_call_handoff_notifications: policy.handoff,
		escalation_rules: policy.rules.map((rule) => ({
			id: rule.id,
			escalation_delay_in_minutes: rule.delayMinutes,
			targets: rule.targets.map((target) => targetJson(world, target, include.has('targets'))),
			...(include.has('escalation_rule_assignment_strategies')
				? { escalation_rule_assignment_strategy: { type: rule.roundRobin ? 'round_robin' : 'assign_to_everyone' } }
				: {}),
		})),
		services: services.map((service) =>
			include.has('services') ? serviceJson(world, service, plain) : serviceReference(world, service.id),
		),
		teams: policy.teamIds.map((id) =>
			include.has('teams') ? teamJson(world, required(world.store.teams, id)) : teamReference(world, id),
		),
	};
}

function targetJson(world: World, target: EscalationTarget, expanded: boolean): JsonObject {
	if (target.type !== 'user') {
		const reference = scheduleReference(world, target.id);
		return expanded && target.type === 'schedule' ? { ...reference, type: 'schedule' } : reference;
	}
	return expanded ? userJson(world, required(world.store.users, target.id), plain) : userReference(world, target.id);
}

function urgencyRule(service: Service): JsonObject {
	const hours = service.supportHours;
	if (!hours) {
		return {
			incident_urgency_rule: { type: 'constant', urgency: service.urgency },
			support_hours: null,
			scheduled_actions: [],
		};
	}
	return {
		incident_urgency_rule: {
			type: 'use_support_hours',
			during_support_hours: { type: 'constant', urgency: hours.during },
			outside_support_hours: { type: 'constant', urgency: hours.outside },
		},
		support_hours: {
			type: 'fixed_time_per_day',
			time_zone: hours.timeZone,
			days_of_week: hours.days,
			start_time: hours.start,
			end_time: hours.end,
		},
		scheduled_actions: hours.raise
			? [{ type: 'urgency_change', at: { type: 'named_time', name: 'support_hours_start' }, to_urgency: 'high' }]
			: [],
	};
}

function seconds(ms: number | null): number | null {
	return ms === null ? null : ms / second;
}
