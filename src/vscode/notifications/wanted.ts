import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { comparePriorities, type Priorities } from '../incidents/order.ts';

/** Whose incidents a person wants to hear of. */
export const notificationChoices = ['off', 'mine-high', 'mine', 'my-teams', 'all'] as const;
export type NotificationChoice = (typeof notificationChoices)[number];

/** Which incidents a person wants to hear of. */
export interface Wanted {
	readonly choice: NotificationChoice;
	/** Names or ids of services whose incidents count as well, whoever has them. */
	readonly services: readonly string[];
	/** The lowest priority that counts, by name; undefined for any. */
	readonly leastPriority: string | undefined;
}

/** What must be known of the account to tell them. */
export interface AccountFacts {
	/** The person's teams by name; undefined while they are not known. */
	readonly teams: readonly string[] | undefined;
	readonly priorities: Priorities;
}

/** Whether a person wants to hear of this incident, whatever its status. */
export function isWanted(incident: ShownIncident, wanted: Wanted, facts: AccountFacts): boolean {
	if (wanted.choice === 'off') return false;
	return (isChosen(incident, wanted.choice, facts) || isOfService(incident, wanted)) && counts(incident, wanted, facts);
}

function isChosen(
	incident: ShownIncident,
	choice: Exclude<NotificationChoice, 'off'>,
	{ teams = [] }: AccountFacts,
): boolean {
	switch (choice) {
		case 'mine-high':
			return incident.mine === true && incident.urgency !== 'low';
		case 'mine':
			return incident.mine === true;
		case 'my-teams':
			return incident.mine === true || (incident.teams ?? []).some((team) => teams.includes(team));
		case 'all':
			return true;
	}
}

function isOfService({ service, service_id: id }: ShownIncident, { services }: Wanted): boolean {
	return services.some((wanted) => wanted === id || (service !== undefined && isSameName(wanted, service)));
}

/** A priority that the account does not have leaves nothing out: rather one notification too many than none. */
function counts({ priority }: ShownIncident, { leastPriority: wanted }: Wanted, { priorities }: AccountFacts): boolean {
	if (wanted === undefined) return true;
	const least = priorities.length > 0 ? priorities.find((name) => isSameName(name, wanted)) : wanted;
	if (least === undefined) return true;
	if (priority === undefined) return priorities.length === 0;
	return comparePriorities(priority, least, priorities) <= 0;
}

function isSameName(a: string, b: string): boolean {
	return a.trim().toLowerCase() === b.trim().toLowerCase();
}
