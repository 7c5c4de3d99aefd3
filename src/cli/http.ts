import { Ending } from '../mcp/ending.ts';
import type { Admitted } from '../mcp/http/admissions.ts';
import { mcpPath, type RequestHead } from '../mcp/http/guard.ts';
import { hostLimits, HttpHost, type Answered, type HttpHostOptions } from '../mcp/http/http-host.ts';
import type { Refusal } from '../mcp/http/refusal.ts';
import { requestCredential } from '../mcp/http/request-token.ts';
import { doorLimits, SessionDoor } from '../mcp/http/session-door.ts';
import { StatelessDoor } from '../mcp/http/stateless-door.ts';
import { LimitedTools } from '../mcp/limited-tools.ts';
import { newsOfChanges } from '../mcp/resources/news.ts';
import type { ServerParts } from '../mcp/server.ts';
import type { Account } from '../pagerduty/http/account.ts';
import { PagerDutyClient } from '../pagerduty/http/client.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import type { RecordFile } from '../record/record-file.ts';
import { Changes } from '../tools/core/changes.ts';
import { isoSeconds } from '../tools/time/iso.ts';
import { Toolbox } from '../tools/toolbox.ts';
import { Callers } from './callers.ts';
import { fetchFor } from './fetch.ts';
import { HttpAdmission, type Visitor } from './http-admission.ts';
import type { HttpSettings } from './http-settings.ts';
import { notListening } from './not-listening.ts';
import type { CommandParts } from './login.ts';
import type { Metrics } from './metrics.ts';
import { accountOf, keptSource, recordFile, startDemo } from './serve.ts';
import { listenForSignals } from './signals.ts';
import { jsonLog, type FactsLog } from './stderr-log.ts';

const signIn =
	'Send a PagerDuty API token in the header X-PagerDuty-Token, run oncall-for-pagerduty login on the machine of this MCP server, or set PAGERDUTY_API_TOKEN in its environment and start it again.';
const sender =
	'An account-level key needs the e-mail address of a PagerDuty user: send it in the header X-PagerDuty-From, or start this MCP server with --from EMAIL if it has the key from its environment.';

/** How long calls may still take after the server was told to stop. */
const graceMs = 5000;

const clock = systemClock;

const stopping: Refusal = { status: 503, message: 'The server is stopping.' };
/** Serves the tools over HTTP until the process is told to end. */
export async function serveHttp(settings: HttpSettings, parts: CommandParts): Promise<void> {
	const told = listenForSignals();
	const { token, secret, limits } = settings;
	const secrets = [token, secret].filter((value) => value !== undefined);
	const log = jsonLog(settings.logLevel, secrets);
	const demo = settings.demo ? await startDemo() : undefined;
	const ending = new Ending(limits.expiresAt, clock);
	const door = settings.stateless
		? new StatelessDoor(doorLimits.keepAliveMs)
		: new SessionDoor(clock, { ...doorLimits, maximum: 256 });
	let host: HttpHost<Visitor> | undefined;
	let admission: HttpAdmission | undefined;
	const record = await recordFile(settings.record, log);
	let shown: Awaited<ReturnType<typeof metricsOf>>;
	try {
		shown = await metricsOf(settings, door);
		const hide = (known: string) => void secrets.push(known);
		const common = { ...parts, ending, log, hide, metrics: shown?.metrics, record };
		const callers = new Callers(await partsMaker(settings, common), clock);
		const accountFor = demo ? demoAccount(demo) : accountsOf(settings);
		admission = new HttpAdmission({
			store: settings.connections,
			secret,
			clock,
			log,
			ended: (key) => void door.end(key),
			changed: (key) => door.toolsChanged(key),
		});
		const admitting = admission;
		let stop = false;
		host = await startHost(settings, {
			log,
			metrics: shown?.metrics,
			guard(request, port) {
				const head = settings.trustedProxies?.head(request) ?? request;
				if (stop) return { ok: false, refusal: stopping };
				if (ending.reached) return { ok: false, refusal: ended(ending) };
				return admitting.of(head, { port, hosts: settings.allowedHosts, open: settings.open });
			},
			serve(request, response, { admitted, secretInHeader }) {
				const found = accountFor(request, secretInHeader);
				if (!found.ok) return Promise.resolve(found.refusal);
				return door.serve(request, response, callers.of(found.account, admitted));
			},
			end: () => door.dispose(),
			healthy: () => !stop && !ending.reached,
		});
		const started = host;
		ending.signal.addEventListener('abort', () => {
			log.info('The connection has ended: every request is refused from now on');
			// Calls that were running are still told so.
			void within(1000, started.quiet()).then(() => door.endAll());
		});
		tellStart(settings, host.port, admitting.closed, log);
		if (shown) log.info(`Metrics are at http://${shown.address}/metrics`);
		await told.first;
		stop = true;
		host.stopListening();
		log.info('Told to stop');
		await within(graceMs, Promise.race([host.quiet(), told.second]));
	} finally {
		ending.dispose();
		// Also where the port could not be had.
		await Promise.all([admission?.dispose(), (host ?? door).dispose()]);
		await shown?.close();
		await record?.settled();
		await demo?.close();
		told.dispose();
	}
}

/** The figures for Prometheus, whose library is loaded only where somebody wants them. */
async function metricsOf({ metrics: wanted, stateless }: HttpSettings, door: SessionDoor | StatelessDoor) {
	if (!wanted) return undefined;
	const { Metrics, serveMetrics } = await import('./metrics.ts');
	const sessions = !stateless && 'all' in door ? () => door.all().length : undefined;
	const metrics = new Metrics({ sessions });
	const server = await serveMetrics(metrics, { ...wanted, sessions }).catch((error: unknown) => {
		throw notListening(error, wanted, 'metrics-port');
	});
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : wanted.port;
	return {
		metrics,
		address: `${wanted.host.includes(':') ? `[${wanted.host}]` : wanted.host}:${port}`,
		async close() {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}

async function startHost(
	{ host, port, tls, trustedProxies }: HttpSettings,
	{
		metrics,
		...rest
	}: Pick<HttpHostOptions<Visitor>, 'guard' | 'serve' | 'end' | 'healthy'> & {
		readonly log: FactsLog;
		readonly metrics: Metrics | undefined;
	},
): Promise<HttpHost<Visitor>> {
	const limits = { ...hostLimits, connections: 1024 };
	const answered = (facts: Answered, head: RequestHead) => {
		metrics?.answered(facts);
		rest.log.event('info', 'request', { ...facts, ...trustedProxies?.forwarded(head) });
	};
	try {
		return await HttpHost.start({ ...rest, clock, limits, host, port, tls, answered });
	} catch (error) {
		throw notListening(error, { host, port }, 'port');
	}
}

/** Waits for `done`, but no longer than that. */
async function within(ms: number, done: Promise<void>): Promise<void> {
	const enough = new AbortController();
	await Promise.race([done, clock.sleep(ms, enough.signal).catch(() => undefined)]);
	enough.abort();
}

type AccountResult =
	{ readonly ok: true; readonly account: Account | undefined } | { readonly ok: false; readonly refusal: Refusal };

/** Whose PagerDuty a request is about: its own token counts, then that of the process. Without sessions only its own does. */
function accountsOf(settings: HttpSettings): (head: RequestHead, secretInHeader: boolean) => AccountResult {
	const { apiUrl, stateless } = settings;
	const shared = accountOf(settings);
	const noToken = (secretInHeader: boolean): Refusal => ({
		status: 401,
		message: `Send your PagerDuty API token in the header X-PagerDuty-Token${secretInHeader ? '' : ' or Authorization'}.`,
		headers: { 'WWW-Authenticate': 'Bearer' },
	});
	return (head, secretInHeader) => {
		const read = requestCredential(head, secretInHeader);
		if (!read.ok) return read;
		if (read.credential) {
			const { token, from } = read.credential;
			return { ok: true, account: accountOf({ apiUrl, token, from }) };
		}
		return stateless ? { ok: false, refusal: noToken(secretInHeader) } : { ok: true, account: shared };
	};
}

function demoAccount({ url, token }: { readonly url: string; readonly token: string }): () => AccountResult {
	const account: Account = { apiUrl: url, token, kind: 'user', demo: true };
	return () => ({ ok: true, account });
}

function ended({ at }: Ending): Refusal {
	const when = at ? ` at ${isoSeconds(at)}` : '';
	return { status: 401, message: `This connection ended${when}.`, headers: { 'WWW-Authenticate': 'Bearer' } };
}

function tellStart(
	{ host, open, tls, stateless, demo, tokenSource, secret, connections }: HttpSettings,
	port: number,
	closed: boolean,
	log: FactsLog,
): void {
	const name = host.includes(':') ? `[${host}]` : host;
	process.stdout.write(`URL: ${tls ? 'https' : 'http'}://${name}:${port}${mcpPath}\n`);
	if (open && !tls)
		log.warn('Connections are not encrypted: use --tls-cert and --tls-key, or a proxy in front that speaks TLS');
	if (tokenSource !== undefined && stateless)
		log.warn(`${tokenSource} is not used: without sessions, each request brings its own token`);
	if (stateless && closed && !demo) {
		const ways = [
			secret !== undefined && 'PAGERDUTY_MCP_SECRET',
			connections.live.length > 0 && 'that of a connection',
		];
		const which = ways.filter((way) => way !== false).join(' or ');
		log.info(
			`Each request needs a secret in Authorization, ${which}, and its own token in X-PagerDuty-Token: a token in Authorization is refused`,
		);
	}
	if (stateless || demo) return;
	log.info(`The token is ${tokenSource ?? 'that of login, if somebody has signed in'}`);
	if (!closed)
		log.warn(
			'Every program on this machine can use that token: make a connection with connection create, or set a secret with PAGERDUTY_MCP_SECRET',
		);
}

interface Common extends CommandParts {
	readonly hide: (secret: string) => void;
	readonly metrics: Metrics | undefined;
	readonly ending: Ending;
	readonly record: RecordFile | undefined;
	readonly log: FactsLog;
}

/** Everything that one caller gets is made for them alone; only the network connections to PagerDuty are shared. */
async function partsMaker(
	settings: HttpSettings,
	{ version, ending, log, metrics, record, ...own }: Common,
): Promise<(account: Account | undefined, name: string, admitted: Admitted | undefined) => ServerParts> {
	const { policy, identity, limits, consent } = settings;
	const direct = await fetchFor(settings.proxy);
	const fetch = metrics?.countedFetch(direct) ?? direct;
	const userAgent = `oncall-for-pagerduty/${version}`;
	// Whoever brings no token of their own shares what `login` has kept.
	const shared = await keptSource(settings, { ...own, userAgent, fetch });
	return (account, name, admitted) => {
		const own = log.for(name, account?.token);
		const common = { clock, log: own };
		const client = new PagerDutyClient({
			...common,
			userAgent,
			fetch,
			account: account ? () => Promise.resolve(account) : shared,
		});
		const changes = new Changes();
		const toolbox = new Toolbox({
			...common,
			client,
			changes,
			policy: () => admitted?.policy() ?? policy,
			signIn,
			widen: 'by starting this MCP server with other --toolsets or --access',
			hidesOthers: admitted !== undefined,
			sender,
			consent,
			maxWaitMs: limits.maxWaitMs,
			recorder: record?.recorder({ connection: admitted?.connection.name }),
		});
		const ofServer = new LimitedTools(toolbox, { ending, callsPerMinute: limits.callsPerMinute }, clock);
		const tools = admitted ? new LimitedTools(ofServer, admitted.limits, clock) : ofServer;
		return { tools: metrics?.counted(tools) ?? tools, version, identity, news: newsOfChanges(changes), log: own };
	};
}
