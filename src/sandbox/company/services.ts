import type { PersonKey, TeamKey } from './people.ts';
import type { ScheduleKey, ShiftScheduleKey, Staff } from './schedules.ts';
import type {
	EscalationPolicy,
	EscalationTarget,
	Schedule,
	Service,
	ShiftSchedule,
	SupportHours,
} from '../model/model.ts';
import { required } from '../model/store.ts';
import { day, hour, minute } from '../time.ts';
import type { World } from '../model/world.ts';

export interface Rota extends Staff {
	schedules: ReadonlyMap<ScheduleKey, Schedule>;
	shiftSchedules: ReadonlyMap<ShiftScheduleKey, ShiftSchedule>;
}

export type PolicyKey = 'payments' | 'storefront' | 'platform' | 'identity' | 'data' | 'mobile' | 'fulfilment';

type TargetPlan = { schedule: ScheduleKey } | { shifts: ShiftScheduleKey } | { user: PersonKey };

/** Creates the escalation policies, two or three levels each. */
export function addPolicies(world: World, rota: Rota): Map<PolicyKey, EscalationPolicy> {
	const result = new Map<PolicyKey, EscalationPolicy>();
	const add = (
		key: PolicyKey,
		name: string,
		team: TeamKey,
		loops: number,
		levels: { minutes: number; targets: TargetPlan[] }[],
	) => {
		const policy: EscalationPolicy = {
			id: world.ids.short(),
			name,
			description: null,
			loops,
			handoff: 'if_has_services',
			teamIds: [required(rota.teams, team).id],
			rules: levels.map(({ minutes, targets }) => ({
				id: world.ids.short(),
				delayMinutes: minutes,
				targets: targets.map((target) => makeTarget(rota, target)),
			})),
		};
		world.store.policies.set(policy.id, policy);
		result.set(key, policy);
	};
	add('payments', 'Payments', 'payments', 2, [
		{ minutes: 30, targets: [{ schedule: 'paymentsPrimary' }] },
		{ minutes: 20, targets: [{ schedule: 'paymentsSecondary' }] },
		{ minutes: 30, targets: [{ user: 'grace' }] },
	]);
	add('storefront', 'Storefront', 'storefront', 2, [
		{ minutes: 15, targets: [{ schedule: 'storefront' }] },
		{ minutes: 30, targets: [{ user: 'oliver' }] },
	]);
	add('platform', 'Platform Reliability', 'platform', 3, [
		{ minutes: 15, targets: [{ schedule: 'followTheSun' }] },
		{ minutes: 15, targets: [{ user: 'jonas' }, { user: 'priya' }] },
		{ minutes: 60, targets: [{ shifts: 'command' }, { user: 'grace' }] },
	]);
	add('identity', 'Identity', 'platform', 1, [
		{ minutes: 10, targets: [{ schedule: 'identity' }] },
		{ minutes: 20, targets: [{ schedule: 'followTheSun' }] },
	]);
	add('data', 'Data & Insights', 'data', 0, [
		{ minutes: 30, targets: [{ schedule: 'data' }] },
		{ minutes: 60, targets: [{ user: 'arjun' }] },
	]);
	add('mobile', 'Mobile', 'mobile', 1, [
		{ minutes: 20, targets: [{ shifts: 'mobile' }] },
		{ minutes: 40, targets: [{ user: 'naomi' }] },
	]);
	add('fulfilment', 'Fulfilment', 'mobile', 1, [
		{ minutes: 20, targets: [{ schedule: 'fulfilment' }] },
		{ minutes: 30, targets: [{ user: 'chloe' }] },
	]);
	return result;
}

function makeTarget(rota: Rota, target: TargetPlan): EscalationTarget {
	if ('user' in target) return { type: 'user', id: required(rota.users, target.user).id };
	if ('schedule' in target) return { type: 'schedule', id: required(rota.schedules, target.schedule).id };
	return { type: 'schedule_v3', id: required(rota.shiftSchedules, target.shifts).id };
}

interface ServicePlan {
	name: string;
	description: string;
	team: TeamKey;
	policy: PolicyKey;
	monitor: string;
	urgency?: Service['urgency'];
	acknowledgementTimeout?: number;
	autoResolveTimeout?: number;
	supportHours?: SupportHours;
	deleted?: boolean;
}

const berlinOffice: SupportHours = {
	timeZone: 'Europe/Berlin',
	start: '09:00:00',
	end: '18:00:00',
	days: [1, 2, 3, 4, 5],
	during: 'high',
	outside: 'low',
	raise: true,
};

const plans = {
	checkout: {
		name: 'Checkout',
		description: 'Basket to order confirmation',
		team: 'storefront',
		policy: 'storefront',
		monitor: 'Datadog',
	},
	payments: {
		name: 'Payments Gateway',
		description: 'Card and wallet authorisation, capture, refunds',
		team: 'payments',
		policy: 'payments',
		monitor: 'Prometheus Alertmanager',
	},
	search: {
		name: 'Product Search',
		description: 'Search API and its index',
		team: 'storefront',
		policy: 'storefront',
		monitor: 'Grafana',
		urgency: 'severity_based',
	},
	cdn: {
		name: 'Storefront CDN',
		description: 'Edge caching and image resizing',
		team: 'platform',
		policy: 'platform',
		monitor: 'Datadog',
	},
	identity: {
		name: 'Identity & Login',
		description: 'Sign-in, sessions, account recovery',
		team: 'platform',
		policy: 'identity',
		monitor: 'Sentry',
		acknowledgementTimeout: 30 * minute,
	},
	orders: {
		name: 'Order Fulfilment',
		description: 'From paid order to parcel',
		team: 'mobile',
		policy: 'fulfilment',
		monitor: 'Amazon CloudWatch',
	},
	inventory: {
		name: 'Inventory Sync',
		description: 'Stock levels from the warehouses',
		team: 'mobile',
		policy: 'fulfilment',
		monitor: 'Amazon CloudWatch',
	},
	pipeline: {
		name: 'Data Pipeline',
		description: 'Nightly and hourly jobs into the warehouse',
		team: 'data',
		policy: 'data',
		monitor: 'Airflow',
		urgency: 'severity_based',
	},
	push: {
		name: 'Mobile Push',
		description: 'Push messages to the apps',
		team: 'mobile',
		policy: 'mobile',
		monitor: 'Prometheus Alertmanager',
	},
	api: {
		name: 'Mobile API',
		description: 'Backend of the iOS and Android apps',
		team: 'mobile',
		policy: 'mobile',
		monitor: 'New Relic',
	},
	recommendations: {
		name: 'Recommendations',
		description: '"Goes well with" on product pages',
		team: 'data',
		policy: 'data',
		monitor: 'Grafana',
		urgency: 'low',
		autoResolveTimeout: 4 * hour,
	},
	tools: {
		name: 'Internal Tools',
		description: 'Build farm, dashboards, staff sign-in',
		team: 'platform',
		policy: 'platform',
		monitor: 'Uptime checks',
		supportHours: berlinOffice,
	},
	legacyBasket: {
		name: 'Legacy Basket',
		description: 'Replaced by Checkout',
		team: 'storefront',
		policy: 'storefront',
		monitor: 'Nagios',
		deleted: true,
	},
} as const satisfies Record<string, ServicePlan>;

export type ServiceKey = keyof typeof plans;

/** Creates the services (and one that has been deleted since). */
export function addServices(
	world: World,
	rota: Rota,
	policies: ReadonlyMap<PolicyKey, EscalationPolicy>,
	present: number,
): Map<ServiceKey, Service> {
	const entries = Object.entries<ServicePlan>(plans);
	const services = entries.map(([key, plan], index): [string, Service] => {
		const createdAt = present - (400 + 30 * index) * day;
		return [
			key,
			{
				id: world.ids.short(),
				name: plan.name,
				description: plan.description,
				policyId: required(policies, plan.policy).id,
				teamIds: [required(rota.teams, plan.team).id],
				acknowledgementTimeout: plan.acknowledgementTimeout ?? null,
				autoResolveTimeout: plan.autoResolveTimeout ?? null,
				urgency: plan.urgency ?? 'high',
				supportHours: plan.supportHours ?? null,
				alertCreation: 'create_alerts_and_incidents',
				integrations: [makeIntegration(world, plan, createdAt)],
				createdAt,
				disabled: false,
				deleted: plan.deleted ?? false,
				lastIncidentAt: null,
			},
		];
	});
	const result = new Map<ServiceKey, Service>();
	for (const [key, service] of services) {
		world.store.services.set(service.id, service);
		if (isServiceKey(key)) result.set(key, service);
	}
	return result;
}

function isServiceKey(key: string): key is ServiceKey {
	return key in plans;
}

function makeIntegration(world: World, plan: ServicePlan, createdAt: number): Service['integrations'][number] {
	const types: Record<string, string> = {
		'Amazon CloudWatch': 'aws_cloudwatch_inbound_integration',
		Nagios: 'nagios_inbound_integration',
	};
	return {
		id: world.ids.short(),
		type: types[plan.monitor] ?? 'events_api_v2_inbound_integration',
		name: plan.monitor,
		key: world.ids.key(),
		createdAt,
	};
}
