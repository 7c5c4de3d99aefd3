import { addAccountDefaults, addAccountWide } from './account-wide.ts';
import { addAutomation, type Holdings } from './automation.ts';
import { addCustomFields } from './custom-fields.ts';
import { planChanges, planMany, planOpen, planPast, type Cast } from './incidents.ts';
import { planNoise } from './noise.ts';
import { planOddities } from './oddities.ts';
import { addOrchestrations } from './orchestrations.ts';
import { addPeople, addTeams } from './people.ts';
import { addSchedules, addShiftSchedules } from './schedules.ts';
import { addPolicies, addServices } from './services.ts';
import { addServiceSettings } from './service-settings.ts';
import { addStatusPages } from './status-pages.ts';
import { addTemplates } from './templates.ts';
import { Ids, Random } from '../random.ts';
import { day } from '../time.ts';
import type { World } from '../model/world.ts';

const abilities = [
	'teams',
	'read_only_users',
	'service_support_hours',
	'urgencies',
	'manual_alert_creation',
	'advanced_reports',
	'coordinated_responding',
	'event_intelligence',
	'permissions_service',
	'preview_incident_alert_split',
	'team_responders',
	'incident_priority',
	'offboarding',
	'time_based_alert_grouping',
];

const priorities = [
	['P1', 'Customers cannot buy; executives and status page are informed'],
	['P2', 'Many customers are affected'],
	['P3', 'Some customers are affected or an important safeguard is gone'],
	['P4', 'Needs action, customers do not notice'],
	['P5', 'Cosmetic, or can wait'],
] as const;

/**
 * Fills the account with Lumen & Oak, a shop for lamps and furniture: its people, schedules and services, and
 * four months of incidents that are lived through on the account's clock, so that every timeline is a true one.
 */
export function addCompany(world: World, extraIncidents: number): Cast {
	const present = world.clock.ms;
	world.store.nextIncidentNumber = 4163;
	addAbilitiesAndPriorities(world);
	const users = addPeople(world);
	const teams = addTeams(world, users);
	const staff = { users, teams };
	const schedules = addSchedules(world, staff, present);
	const shiftSchedules = addShiftSchedules(world, staff, present);
	const policies = addPolicies(world, { ...staff, schedules, shiftSchedules });
	const services = addServices(world, { ...staff, schedules, shiftSchedules }, policies, present);
	const cast = { users, services };
	world.clock.set(new Date(present - 130 * day));
	planPast(world, cast, present);
	planNoise(world, cast, present);
	planChanges(world, cast, present);
	planOddities(world, cast, present);
	planMany(world, cast, present, extraIncidents);
	planOpen(world, cast, present);
	world.clock.set(new Date(present));
	addOrchestrations(world, present);
	addServiceSettings(world, services, users, present);
	addCustomFields(world);
	addBeside(world, { ...staff, services }, present);
	return cast;
}

/** What stands beside the incidents. Its chance is its own, so that the history of the incidents does not depend on it. */
function addBeside(world: World, holdings: Holdings, present: number): void {
	const random = new Random(asideSeed);
	const ids = new Ids(random);
	addAccountDefaults(world, ids, present);
	addAccountWide(world, ids, random, holdings, present);
	addAutomation(world, ids, holdings, present);
	addStatusPages(world, ids, present);
	addTemplates(world, ids, present);
}

const asideSeed = 4711;

/** An account as it is on its first day: one user, nothing else. */
export function addEmptyCompany(world: World): void {
	addAbilitiesAndPriorities(world);
	addPeople(world, 1);
	addAccountDefaults(world, new Ids(new Random(asideSeed)), world.clock.ms);
}

function addAbilitiesAndPriorities(world: World): void {
	world.store.abilities.push(...abilities);
	for (const [name, description] of priorities) {
		const id = world.ids.short();
		world.store.priorities.set(id, { id, name, description });
	}
}
