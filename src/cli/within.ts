import type { Named, Terms } from '../connections/connection.ts';
import { PagerDutyClient } from '../pagerduty/http/client.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import { Changes } from '../tools/core/changes.ts';
import { listTeams } from '../tools/people/list-teams.ts';
import { listServices } from '../tools/services/list-services.ts';
import { Toolbox } from '../tools/toolbox.ts';
import { fetchFor } from './fetch.ts';
import type { CommandParts } from './login.ts';
import { accountOf, keptSource, startDemo } from './serve.ts';
import type { AccountSettings } from './settings.ts';
import { stderrLog } from './stderr-log.ts';
import { unknown, UsageError } from './usage-error.ts';

interface Names {
	readonly teams: readonly string[];
	readonly services: readonly string[];
}

/** The teams and services that somebody means by their names or ids. @throws {UsageError} */
export async function findWithin(
	names: Names,
	settings: AccountSettings,
	{ version, ...safe }: CommandParts,
): Promise<Terms['within']> {
	const demo = settings.demo ? await startDemo() : undefined;
	try {
		const secrets = settings.token === undefined ? [] : [settings.token];
		const log = stderrLog('error', secrets);
		const wire = { userAgent: `oncall-for-pagerduty/${version}`, fetch: await fetchFor(settings.proxy) };
		const account = demo
			? ({ apiUrl: demo.url, token: demo.token, kind: 'user', demo: true } as const)
			: accountOf(settings);
		const hide = (secret: string) => void secrets.push(secret);
		const source = account ? () => Promise.resolve(account) : await keptSource(settings, { ...safe, ...wire, hide });
		const client = new PagerDutyClient({ ...wire, clock: systemClock, log, account: source });
		const policy = { access: 'read', toolsets: [] } as const;
		const signIn = 'Run oncall-for-pagerduty login, or set PAGERDUTY_API_TOKEN.';
		const parts = { client, changes: new Changes(), clock: systemClock, log, policy: () => policy, signIn };
		return await lookUp(names, new Toolbox(parts));
	} finally {
		await demo?.close();
	}
}

async function lookUp(names: Names, toolbox: Toolbox): Promise<Terms['within']> {
	const caller = { signal: new AbortController().signal, priority: 'person' } as const;
	const [teams, services] = [
		names.teams.map((name) => one('team', name, async (query) => (await toolbox.run(listTeams, query, caller)).teams)),
		names.services.map((name) =>
			one('service', name, async (query) => (await toolbox.run(listServices, query, caller)).services),
		),
	];
	return { teams: await Promise.all(teams), services: await Promise.all(services) };
}

type Find = (query: {
	readonly query?: string;
	readonly limit: number;
}) => Promise<readonly { readonly id: string; readonly name?: string | undefined }[]>;

async function one(what: string, given: string, find: Find): Promise<Named> {
	const same = given.toLowerCase();
	const named = (await find({ query: given, limit: 100 })).filter(({ name }) => name?.toLowerCase() === same);
	const all = named.length > 0 ? named : await find({ limit: 100 });
	const [match, another] = named.length > 0 ? named : all.filter(({ id }) => id === given);
	if (another)
		throw new UsageError(`Several ${what}s are called ${given}. Give an id: ${named.map(({ id }) => id).join(', ')}.`);
	if (match) return { id: match.id, name: match.name ?? match.id };
	throw unknown(
		what,
		given,
		all.flatMap(({ name }) => name ?? []),
	);
}
