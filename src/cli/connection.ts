import { clientConfiguration, clientLabel, isByAddress } from '../connections/client-configuration.ts';
import { clientKinds } from '../connections/client-kinds.ts';
import { hostOf, Terms, type Connection } from '../connections/connection.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import { mcpPath } from '../mcp/http/guard.ts';
import { limitsOf, nameOf, policyOf } from './terms.ts';
import { oneOf, unknown, UsageError } from './usage-error.ts';

type Flags = ReadonlyMap<string, string | undefined>;

export const connectionActions = ['create', 'list', 'end'] as const;
export type ConnectionAction = (typeof connectionActions)[number];

/** Finds the teams and services that somebody names. */
export type FindWithin = (names: {
	readonly teams: readonly string[];
	readonly services: readonly string[];
}) => Promise<Terms['within']>;

/** As `http` listens unless it is told otherwise. */
const defaultUrl = `http://127.0.0.1:8765${mcpPath}`;

/**
 * Runs `connection create`, `list` or `end`. Gives JSON, for scripts.
 * @throws {UsageError}
 */
export async function connection(
	words: readonly string[],
	flags: Flags,
	store: ConnectionStore,
	findWithin: FindWithin,
): Promise<string> {
	const [given, which, ...more] = words;
	if (given === undefined)
		throw new UsageError('Say what to do: connection create, connection list or connection end NAME.');
	const action = oneOf('command', given, connectionActions);
	const [surplus] = action === 'end' ? more : which === undefined ? [] : [which];
	if (surplus !== undefined) throw new UsageError(`connection ${action} takes no "${surplus}".`);
	switch (action) {
		case 'create':
			return json(await create(flags, store, findWithin));
		case 'list':
			return json((await store.fresh()).map(shown));
		case 'end':
			return json(shown(await end(which, store)));
	}
}

async function create(flags: Flags, store: ConnectionStore, findWithin: FindWithin) {
	const terms = await termsOf(flags, findWithin);
	const second = flags.has('second-secret');
	if (second && terms.secretInPath !== true)
		throw new UsageError('--second-secret is for clients that take only an address: --client claude-web or chatgpt.');
	const url = urlOf(flags.get('url'), terms.host);
	const made = await store.create(terms, second);
	return {
		...shown(made.connection),
		url,
		secret: made.secret,
		...(made.second !== undefined && { second_secret: made.second }),
		configuration: clientConfiguration(terms.client, { url, secret: made.secret, second: made.second }),
	};
}

async function termsOf(flags: Flags, findWithin: FindWithin): Promise<Terms> {
	const client = oneOf('client', flags.get('client') ?? 'other', clientKinds);
	const host = tunnelHost(flags.get('tunnel-host'));
	if (isByAddress(client) && host === undefined)
		throw new UsageError(`${clientLabel(client)} calls from the web: name the host of its tunnel with --tunnel-host.`);
	const { access, toolsets, tools, excludedTools } = await policyOf(flags);
	const { expiresAt, callsPerMinute } = await limitsOf(withDefaultEnd(flags));
	const [teams, services] = [namesOf(flags.get('teams')), namesOf(flags.get('services'))];
	const within = teams.length + services.length > 0 ? await findWithin({ teams, services }) : undefined;
	return {
		name: nameOf(flags) ?? clientLabel(client),
		client,
		access,
		toolsets: [...toolsets],
		...(tools && { tools: [...tools] }),
		...(excludedTools && { excludedTools: [...excludedTools] }),
		...(within && { within }),
		...(callsPerMinute !== undefined && { callsPerMinute }),
		...(expiresAt && { endsAt: expiresAt.getTime() }),
		...(host !== undefined && { host }),
		...(isByAddress(client) && { secretInPath: true }),
	};
}

/** Eight hours unless somebody says otherwise; `never` has to be said. */
function withDefaultEnd(flags: Flags): Flags {
	const given = flags.get('expires-at') ?? '8h';
	const others = [...flags].filter(([name]) => name !== 'expires-at');
	return new Map(given === 'never' ? others : [...others, ['expires-at', given]]);
}

function tunnelHost(given: string | undefined): string | undefined {
	if (given === undefined) return undefined;
	const host = hostOf(given);
	if (host === undefined) throw new UsageError(`--tunnel-host takes a name such as abc.example.com, not "${given}".`);
	return host;
}

function urlOf(given: string | undefined, host: string | undefined): string {
	if (given === undefined) return host === undefined ? defaultUrl : `https://${host}${mcpPath}`;
	const url = URL.canParse(given) ? new URL(given) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== mcpPath || url.search + url.hash !== '')
		throw new UsageError(`--url takes the address of the server, such as ${defaultUrl}.`);
	return url.href;
}

function namesOf(given: string | undefined): string[] {
	return (given ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

async function end(which: string | undefined, store: ConnectionStore): Promise<Connection> {
	if (which === undefined) throw new UsageError('Say which connection: connection end NAME.');
	const found = await findConnection(which, store);
	return (await store.end(found.id)) ?? found;
}

/** By its id, or by a name that only one has. @throws {UsageError} */
export async function findConnection(which: string, store: ConnectionStore): Promise<Connection> {
	const all = await store.fresh();
	const found = all.filter(({ id, name }) => id === which || name === which);
	const [one, another] = found;
	if (another)
		throw new UsageError(
			`${found.length} connections are called ${which}. Give an id: ${found.map(({ id }) => id).join(', ')}.`,
		);
	if (one) return one;
	if (all.length === 0) throw new UsageError('There are no connections.');
	throw unknown(
		'connection',
		which,
		all.map(({ name }) => name),
	);
}

/** Without what could be compared with a secret. */
function shown(connection: Connection) {
	const { createdAt, lastUsedAt, endsAt, secondHash } = connection;
	const terms = Terms.parse(connection);
	return {
		id: connection.id,
		name: terms.name,
		client: terms.client,
		access: terms.access,
		toolsets: terms.toolsets,
		...(terms.tools && { tools: terms.tools }),
		...(terms.excludedTools && { exclude_tools: terms.excludedTools }),
		...(terms.within && { within: terms.within }),
		...(terms.callsPerMinute !== undefined && { max_calls_per_minute: terms.callsPerMinute }),
		...(terms.host !== undefined && { tunnel_host: terms.host }),
		...(terms.secretInPath && { secret_in_address: true, second_secret_needed: secondHash !== undefined }),
		created_at: iso(createdAt),
		last_used_at: lastUsedAt === undefined ? null : iso(lastUsedAt),
		ends_at: endsAt === undefined ? null : iso(endsAt),
	};
}

function iso(time: number): string {
	return new Date(time).toISOString();
}

function json(value: unknown): string {
	return `${JSON.stringify(value, undefined, 2)}\n`;
}
