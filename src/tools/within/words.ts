import { getService } from '../../pagerduty/api/services.ts';
import { getTeam } from '../../pagerduty/api/teams.ts';
import type { PagerDutyApi } from '../../pagerduty/http/request.ts';
import type { Within } from '../core/access.ts';
import { quoted } from '../text/names.ts';

/**
 * The teams and services of a limit, as people call them, e.g. `the team "Checkout"`. Where no name can be read, the one that was
 * known before, or the id.
 */
export async function wordsOf(
	{ teams, services, names: known = {} }: Within,
	pagerduty: PagerDutyApi,
): Promise<string> {
	const nameOf = async (id: string, read: () => Promise<{ readonly name?: string | undefined }>) => {
		try {
			return quoted((await read()).name ?? id);
		} catch {
			return knownName(known, id);
		}
	};
	const names = {
		team: await Promise.all(teams.map((id) => nameOf(id, () => getTeam(pagerduty, id)))),
		service: await Promise.all(services.map((id) => nameOf(id, () => getService(pagerduty, id)))),
	};
	return phrase(names);
}

/** The same by the names that were known before. */
export function knownWordsOf({ teams, services, names = {} }: Within): string {
	const nameOf = (id: string) => knownName(names, id);
	return phrase({ team: teams.map(nameOf), service: services.map(nameOf) });
}

function knownName(names: NonNullable<Within['names']>, id: string): string {
	return names[id] === undefined ? id : quoted(names[id]);
}

function phrase(names: Readonly<Record<'team' | 'service', readonly string[]>>): string {
	const parts = (['team', 'service'] as const).flatMap((kind) => {
		const some = names[kind];
		return some.length === 0 ? [] : [`the ${kind}${some.length > 1 ? 's' : ''} ${some.join(', ')}`];
	});
	return parts.join(' and ');
}
