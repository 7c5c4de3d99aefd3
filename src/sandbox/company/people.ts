import type { Team, TeamRole, User } from '../model/model.ts';
import { required } from '../model/store.ts';
import type { World } from '../model/world.ts';

interface Person {
	key: string;
	name: string;
	zone: string;
	title: string;
	role?: string;
	bio?: string;
	invited?: boolean;
}

/** The first one owns the user token of the demo. */
const people = [
	{ key: 'maya', name: 'Maya Okafor', zone: 'America/Los_Angeles', title: 'Staff Engineer, Payments', role: 'admin' },
	{ key: 'jonas', name: 'Jonas Richter', zone: 'Europe/Berlin', title: 'Senior Site Reliability Engineer' },
	{ key: 'priya', name: 'Priya Raghunathan', zone: 'Asia/Kolkata', title: 'Site Reliability Engineer' },
	{ key: 'liam', name: 'Liam Hartigan', zone: 'Australia/Sydney', title: 'Site Reliability Engineer' },
	{ key: 'chloe', name: 'Chloe Nguyen', zone: 'Australia/Sydney', title: 'Senior Engineer, Fulfilment' },
	{ key: 'arjun', name: 'Arjun Mehta', zone: 'Asia/Kolkata', title: 'Data Platform Lead', role: 'admin' },
	{ key: 'sofia', name: 'Sofia Marchetti', zone: 'Europe/Rome', title: 'Frontend Engineer, Storefront' },
	{ key: 'diego', name: 'Diego Fuentes', zone: 'America/Mexico_City', title: 'Engineer, Payments' },
	{ key: 'hannah', name: 'Hannah Weiss', zone: 'Europe/Berlin', title: 'Search Engineer' },
	{ key: 'tomasz', name: 'Tomasz Zielinski', zone: 'Europe/Warsaw', title: 'Mobile Engineer' },
	{ key: 'grace', name: 'Grace Kimathi', zone: 'Africa/Nairobi', title: 'VP Engineering', role: 'owner' },
	{ key: 'ethan', name: 'Ethan Caldwell', zone: 'America/Los_Angeles', title: 'Senior Engineer, Payments' },
	{ key: 'naomi', name: 'Naomi Sato', zone: 'Asia/Tokyo', title: 'Mobile Engineer' },
	{ key: 'oliver', name: 'Oliver Bramwell', zone: 'Europe/London', title: 'Engineering Manager, Storefront' },
	{ key: 'fatima', name: 'Fatima El-Sayed', zone: 'Africa/Cairo', title: 'Identity Engineer' },
	{
		key: 'ben',
		name: 'Ben Ostrowski',
		zone: 'America/New_York',
		title: 'Identity Engineer',
		bio: 'Keeps the sessions short and the tokens shorter.',
	},
	{ key: 'ines', name: 'Inês Duarte', zone: 'America/Sao_Paulo', title: 'Data Engineer' },
	{
		key: 'kavya',
		name: 'Kavya Iyer',
		zone: 'Asia/Kolkata',
		title: 'Customer Support Lead',
		role: 'read_only_limited_user',
		invited: true,
	},
] as const satisfies readonly Person[];

export type PersonKey = (typeof people)[number]['key'];

const colors = ['purple', 'red', 'green', 'blue', 'teal', 'orange', 'brown', 'crimson'];

/** Creates the company's people; `howMany` from the top of the list. */
export function addPeople(world: World, howMany: number = people.length): Map<PersonKey, User> {
	const users = new Map<PersonKey, User>();
	for (const [index, person] of people.slice(0, howMany).entries()) {
		const user = makeUser(world, person, colors[index % colors.length] ?? 'purple');
		world.store.users.set(user.id, user);
		users.set(person.key, user);
	}
	world.account.demoUserId = required(users, 'maya').id;
	return users;
}

function makeUser(world: World, person: Person, color: string): User {
	const address = person.name
		.normalize('NFD')
		.replace(/[^A-Za-z ]/g, '')
		.toLowerCase()
		.split(' ');
	const email = `${address.join('.')}@lumen-oak.example`;
	const [mail, phone, push] = [world.ids.short(), world.ids.short(), world.ids.short()];
	const number = `555${String(world.random.int(0, 9_999_999)).padStart(7, '0')}`;
	return {
		id: world.ids.short(),
		name: person.name,
		email,
		timeZone: person.zone,
		role: person.role ?? 'user',
		jobTitle: person.title,
		description: person.bio ?? null,
		color,
		invitationSent: person.invited ?? false,
		contactMethods: [
			{ id: mail, type: 'email_contact_method', label: 'Work', address: email, countryCode: null },
			{ id: phone, type: 'phone_contact_method', label: 'Mobile', address: number, countryCode: 1 },
			{
				id: push,
				type: 'push_notification_contact_method',
				label: 'Phone',
				address: world.ids.key(),
				countryCode: null,
			},
		],
		notificationRules: [
			{ id: world.ids.short(), contactMethodId: push, delayMinutes: 0, urgency: 'high' },
			{ id: world.ids.short(), contactMethodId: phone, delayMinutes: 5, urgency: 'high' },
			{ id: world.ids.short(), contactMethodId: mail, delayMinutes: 0, urgency: 'low' },
		],
	};
}

const teams = [
	{
		key: 'payments',
		name: 'Payments',
		description: 'Authorisation, capture, refunds and fraud checks',
		members: { maya: 'manager', ethan: 'responder', diego: 'responder', ben: 'responder' },
	},
	{
		key: 'storefront',
		name: 'Storefront',
		description: 'Everything a shopper sees: checkout, search, product pages',
		members: { oliver: 'manager', sofia: 'responder', hannah: 'responder', maya: 'responder', kavya: 'observer' },
	},
	{
		key: 'platform',
		name: 'Platform Reliability',
		description: 'Edge, identity, clusters and the tools everybody builds on',
		members: { jonas: 'manager', priya: 'responder', liam: 'responder', fatima: 'responder', ben: 'responder' },
	},
	{
		key: 'data',
		name: 'Data & Insights',
		description: 'Pipelines, warehouse, recommendations',
		members: { arjun: 'manager', ines: 'responder', priya: 'observer' },
	},
	{
		key: 'mobile',
		name: 'Mobile & Fulfilment',
		description: 'Apps, push messages, orders on their way',
		members: { naomi: 'manager', tomasz: 'responder', chloe: 'responder' },
	},
] as const satisfies readonly {
	key: string;
	name: string;
	description: string;
	members: Partial<Record<PersonKey, TeamRole>>;
}[];

export type TeamKey = (typeof teams)[number]['key'];

/** Creates the five teams with their members. */
export function addTeams(world: World, users: ReadonlyMap<PersonKey, User>): Map<TeamKey, Team> {
	const result = new Map<TeamKey, Team>();
	for (const { key, name, description, members } of teams) {
		const roles = Object.entries<TeamRole>(members).flatMap(([person, role]): [string, TeamRole][] => {
			const user = [...users].find(([known]) => known === person)?.[1];
			return user ? [[user.id, role]] : [];
		});
		const team = { id: world.ids.short(), name, description, members: new Map(roles) };
		world.store.teams.set(team.id, team);
		result.set(key, team);
	}
	return result;
}
