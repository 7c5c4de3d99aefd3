import { requestResponders } from '../incidents/responders.ts';
import type { CustomField } from '../model/model.ts';
import { minute } from '../time.ts';
import type { World } from '../model/world.ts';

const fields: readonly Omit<CustomField, 'id'>[] = [
	{
		name: 'environment',
		displayName: 'Environment',
		description: 'Where it happens',
		dataType: 'string',
		fieldType: 'single_value_fixed',
		options: ['production', 'staging', 'office'],
	},
	{
		name: 'affected_regions',
		displayName: 'Affected regions',
		description: 'Shop fronts that customers notice it in',
		dataType: 'string',
		fieldType: 'multi_value_fixed',
		options: ['eu', 'uk', 'us', 'apac'],
	},
	{
		name: 'orders_lost',
		displayName: 'Orders lost',
		description: 'Best guess so far',
		dataType: 'integer',
		fieldType: 'single_value',
		options: [],
	},
	{
		name: 'customers_told',
		displayName: 'Customers told',
		description: 'Whether support has written to them',
		dataType: 'boolean',
		fieldType: 'single_value',
		options: [],
	},
	{
		name: 'war_room',
		displayName: 'War room',
		description: 'Address of the chat or document',
		dataType: 'url',
		fieldType: 'single_value',
		options: [],
	},
];

/** The shop's own incident fields, and what is in them, who helps and who is kept informed in the open incidents. */
export function addCustomFields(world: World): void {
	const ids = new Map<string, string>();
	for (const field of fields) {
		const id = world.ids.short();
		ids.set(field.name, id);
		world.store.customFields.set(id, { id, ...field });
	}
	const set = (values: Map<string, unknown>, name: string, value: unknown) => {
		const id = ids.get(name);
		if (id !== undefined) values.set(id, value);
	};
	const [team] = world.store.teams.values();
	for (const incident of world.store.incidents.filter(({ status }) => status !== 'resolved').slice(-8)) {
		set(incident.customFields, 'environment', incident.urgency === 'high' ? 'production' : 'office');
		if (incident.urgency !== 'high' || incident.status !== 'acknowledged') continue;
		set(incident.customFields, 'affected_regions', ['eu', 'uk']);
		if (team) incident.subscribers.push({ type: 'team', id: team.id });
	}
	askForHelp(world);
}

/** The latest incident that the demo user works on has a colleague in it and one who was asked. */
function askForHelp(world: World): void {
	const requester = world.store.users.get(world.account.demoUserId);
	const incident = world.store.incidents.findLast(
		({ status, assignments }) =>
			status === 'acknowledged' && assignments.some(({ userId }) => userId === requester?.id),
	);
	if (!requester || !incident) return;
	const others = [...world.store.users.values()].filter(({ id }) => id !== requester.id).slice(2, 4);
	const message = 'Can you look at the database side?';
	const at = incident.createdAt + 14 * minute;
	requestResponders(world, incident, {
		requester,
		message,
		targets: others.map(({ id }) => ({ type: 'user', id })),
	});
	for (const responder of incident.responders) responder.requestedAt = responder.updatedAt = at;
	const [first] = incident.responders;
	if (!first) return;
	first.state = 'joined';
	first.updatedAt = Math.min(at + 3 * minute, world.clock.ms);
}
