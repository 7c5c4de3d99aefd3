import type { Holdings } from './automation.ts';
import type { ServiceKey } from './services.ts';
import type { AuditRecord, BusinessService, IncidentType } from '../model/account-wide.ts';
import type { Ids, Random } from '../random.ts';
import { required } from '../model/store.ts';
import { day, hour } from '../time.ts';
import type { World } from '../model/world.ts';

const schemas = [
	['generic_v3_webhook', 'Generic V3 Webhook', 'Sends events to an address of your own'],
	['slack', 'Slack', 'Tells a channel about incidents'],
	['servicenow', 'ServiceNow', 'Opens a ServiceNow incident and keeps both in step'],
	['jira_cloud', 'Jira Cloud', 'Opens an issue for an incident'],
	['zendesk', 'Zendesk', 'Links tickets to incidents'],
	['statuspage', 'Statuspage', 'Creates and updates incidents on a Statuspage'],
] as const;

/** What every account has, on its first day as well. */
export function addAccountDefaults(world: World, ids: Ids, present: number): void {
	const { accountWide } = world.store;
	for (const [key, label, description] of schemas) {
		const id = ids.short();
		accountWide.extensionSchemas.set(id, { id, key, label, description });
	}
	const base = incidentType(ids, present - 600 * day, {
		name: 'incident_default',
		displayName: 'Base Incident',
		description: 'What every incident is',
	});
	accountWide.incidentTypes.set(base.id, base);
}

/** What belongs to the company as a whole; the basics must be there. */
export function addAccountWide(world: World, ids: Ids, random: Random, holdings: Holdings, present: number): void {
	addIncidentTypes(world, ids, present);
	addBusinessServices(world, ids, holdings);
	addTags(world, ids, holdings);
	addAudit(world, ids, random, holdings, present);
}

function incidentType(
	ids: Ids,
	createdAt: number,
	facts: Pick<IncidentType, 'name' | 'displayName' | 'description'> & Partial<IncidentType>,
): IncidentType {
	return { id: ids.short(), enabled: true, parentId: null, createdAt, fields: [], ...facts };
}

function addIncidentTypes(world: World, ids: Ids, present: number): void {
	const { incidentTypes } = world.store.accountWide;
	const [base] = incidentTypes.values();
	const further: IncidentType[] = [
		incidentType(ids, present - 200 * day, {
			name: 'major_incident',
			displayName: 'Major Incident',
			description: 'Needs an incident commander and regular updates',
			parentId: base?.id ?? null,
		}),
		incidentType(ids, present - 200 * day, {
			name: 'security_incident',
			displayName: 'Security Incident',
			description: 'Somebody may have got in, or tries to',
			parentId: base?.id ?? null,
			fields: [
				{
					id: ids.short(),
					name: 'data_class',
					displayName: 'Data class',
					description: 'The most private data that may be in the wrong hands',
					dataType: 'string',
					fieldType: 'single_value_fixed',
					options: ['public', 'internal', 'personal'],
				},
			],
		}),
		incidentType(ids, present - 200 * day, {
			name: 'drill',
			displayName: 'Drill',
			description: 'Nothing is really broken',
			parentId: base?.id ?? null,
			enabled: false,
		}),
	];
	for (const type of further) incidentTypes.set(type.id, type);
}

interface BusinessPlan {
	readonly name: string;
	readonly description: string;
	readonly contact: string;
	readonly team?: 'payments' | 'storefront' | 'platform' | 'data' | 'mobile';
	readonly services: readonly ServiceKey[];
	readonly needs?: readonly string[];
}

const businessPlans: readonly BusinessPlan[] = [
	{
		name: 'Taking Payments',
		description: 'Cards and wallets are charged',
		contact: 'Ethan Caldwell',
		team: 'payments',
		services: ['payments'],
	},
	{
		name: 'Customer Accounts',
		description: 'People can sign in and see their orders',
		contact: 'Fatima El-Sayed',
		team: 'platform',
		services: ['identity'],
	},
	{
		name: 'Online Shop',
		description: 'People can find things and buy them',
		contact: 'Oliver Bramwell',
		team: 'storefront',
		services: ['checkout', 'search', 'cdn'],
		needs: ['Taking Payments', 'Customer Accounts'],
	},
	{
		name: 'Delivery',
		description: 'Orders leave the warehouse on the same day',
		contact: 'Chloe Nguyen',
		services: ['orders', 'inventory'],
	},
	{ name: 'Store Reports', description: 'Figures for the shops', contact: 'Arjun Mehta', team: 'data', services: [] },
];

function addBusinessServices(world: World, ids: Ids, { services, teams }: Holdings): void {
	const { businessServices } = world.store.accountWide;
	const made = new Map<string, BusinessService>();
	for (const { name, description, contact, team, services: keys, needs = [] } of businessPlans) {
		const service: BusinessService = {
			id: ids.short(),
			name,
			description,
			contact,
			teamId: team === undefined ? null : required(teams, team).id,
			serviceIds: keys.map((key) => required(services, key).id),
			businessServiceIds: needs.map((need) => required(made, need).id),
		};
		made.set(name, service);
		businessServices.set(service.id, service);
	}
}

function addTags(world: World, ids: Ids, { users, teams }: Holdings): void {
	const { tags, tagsOf } = world.store.accountWide;
	const tag = (label: string, ...of: string[]) => {
		const id = ids.short();
		tags.set(id, { id, label });
		for (const key of of) tagsOf.set(key, (tagsOf.get(key) ?? new Set<string>()).add(id));
	};
	const user = (key: Parameters<typeof users.get>[0]) => `users ${required(users, key).id}`;
	tag('incident-commander', user('maya'), user('jonas'), user('grace'));
	tag('database', user('diego'), user('ethan'));
	tag('customer-facing', `teams ${required(teams, 'storefront').id}`, `teams ${required(teams, 'mobile').id}`);
	tag('24x7', ...[...world.store.policies.keys()].slice(0, 2).map((id) => `escalation_policies ${id}`));
	tag('unused');
}

/** Four months of changes to people, teams, schedules, policies and services. */
function addAudit(world: World, ids: Ids, random: Random, { users }: Holdings, present: number): void {
	const { store } = world;
	const named = (type: string, objects: Iterable<{ id: string; name: string }>) =>
		[...objects].map(({ id, name }) => ({ type, id, name }));
	const resources = [
		...named('user', store.users.values()),
		...named('team', store.teams.values()),
		...named('schedule', store.schedules.values()),
		...named('escalation_policy', store.policies.values()),
		...named('service', store.services.values()),
	];
	const admins = [required(users, 'maya').id, required(users, 'grace').id, required(users, 'arjun').id, null];
	const records = Array.from({ length: 90 }, (_, index): AuditRecord => {
		const userId = random.pick(admins);
		return {
			id: ids.long(),
			at: present - index * 32 * hour - random.int(1, 20) * hour,
			action: index % 9 === 8 ? 'create' : 'update',
			userId,
			method: userId === null ? 'api_token' : 'browser',
			resource: random.pick(resources),
			fields: [{ name: 'description', before: null, value: `Revision ${90 - index}` }],
		};
	});
	store.accountWide.audit.push(...records.sort((a, b) => a.at - b.at));
}
