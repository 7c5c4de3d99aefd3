import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { pages } from '../../pagerduty/api/paging.ts';
import { getUser, listUsers, type User } from '../../pagerduty/api/users.ts';
import type { ToolContext } from '../core/context.ts';
import { nameOf } from '../text/names.ts';
import { isZone } from '../time/zones.ts';

/** Somebody who is or may be on call. */
export interface KnownPerson {
	readonly id: string;
	readonly name: string;
	readonly email: string | undefined;
	readonly role: string | undefined;
	/** Undefined when PagerDuty has none or one that is unknown here. */
	readonly timeZone: string | undefined;
}

/** Fewer than this many are asked for one by one. */
const oneByOne = 4;

/** The people with these ids; those who are gone are missing. operationId: listUsers, getUser */
export async function readPeople(ids: ReadonlySet<string>, context: ToolContext): Promise<Map<string, KnownPerson>> {
	const found = new Map<string, KnownPerson>();
	const keep = (user: User) => {
		if (ids.has(user.id)) found.set(user.id, knownPerson(user));
	};
	const one = async (some: readonly string[]) => {
		for (const user of await Promise.all(some.map((id) => getUser(context.pagerduty, id).catch(missing))))
			if (user) keep(user);
	};
	if (ids.size < oneByOne) {
		await one([...ids]);
		return found;
	}
	let cut = false;
	for await (const page of pages((at) => listUsers(context.pagerduty, at))) {
		for (const user of page.items) keep(user);
		cut = page.more && found.size < ids.size;
		if (found.size === ids.size) break;
	}
	// Who is not among those that PagerDuty lists is not gone for that.
	if (cut) await one([...ids].filter((id) => !found.has(id)));
	return found;
}

export function knownPerson(user: User): KnownPerson {
	const { id, email, role, time_zone: zone } = user;
	return { id, name: nameOf(user), email, role, timeZone: zone && isZone(zone) ? zone : undefined };
}

/** Any other failure must be told: hours on a wrong clock would be counted, and paid, wrongly. */
function missing(error: unknown): undefined {
	if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') throw error;
	return undefined;
}
