import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { auditedName, addAuditRecord } from './audit.ts';
import { identify, type Caller, type Tokens } from './auth.ts';
import { Call, type Reply } from './call.ts';
import { ApiError, notFound } from './errors.ts';
import { hits, type Faults } from './faults.ts';
import { budgetHeaders, RateLimiter, type Budget } from './rate-limiter.ts';
import { Router, type Match, type Route } from './router.ts';
import { hasScope, scopeMissing } from './scopes.ts';
import { StaleReads } from './stale-reads.ts';
import type { World } from '../model/world.ts';
import type { Identity } from '../oauth/identity.ts';

/** A request the account has received, and what it answered. Status 0: no reply was sent. */
export interface RecordedRequest {
	readonly method: string;
	readonly path: string;
	/** Without the question mark. */
	readonly query: string;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly status: number;
	readonly reply: string;
}

export interface ServerParts {
	readonly world: World;
	readonly tokens: Tokens;
	readonly identity: Identity;
	readonly faults: Faults;
	readonly routes: readonly Route[];
	/** Requests per minute and key. */
	readonly rateLimit: number;
	record(request: RecordedRequest): void;
}

interface Answer {
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly text: string;
}

interface Incoming {
	readonly method: string;
	readonly path: string;
	readonly query: string;
	readonly headers: Record<string, string>;
	readonly body: string;
	/** "METHOD /path?query" */
	readonly line: string;
}

/** The HTTP side of the account: faults, keys, limits, routes, recording. Not yet listening. */
export function buildServer(parts: ServerParts): Server {
	const router = new Router(parts.routes);
	const memory = { limiter: new RateLimiter(), stale: new StaleReads() };
	const server = createServer((request, response) => {
		void serve(request, response, parts, router, memory);
	});
	// Longer than any client keeps an idle connection: a request that meets the end of one fails, and no fault was asked for.
	server.keepAliveTimeout = 65_000;
	return server;
}

/** What outlasts a request beside the account itself. */
interface Memory {
	readonly limiter: RateLimiter;
	readonly stale: StaleReads;
}

async function serve(
	request: IncomingMessage,
	response: ServerResponse,
	parts: ServerParts,
	router: Router,
	memory: Memory,
): Promise<void> {
	const incoming = await read(request);
	if (!incoming) return;
	const { faults } = parts;
	const { method, path, query, headers, body } = incoming;
	const record = (status: number, reply: string) => parts.record({ method, path, query, headers, body, status, reply });
	if (hits(faults.dropBefore, incoming.line)) {
		record(0, '');
		response.destroy();
		return;
	}
	const answer = answerTo(incoming, parts, router, memory);
	if (hits(faults.dropAfter, incoming.line)) {
		record(0, '');
		response.destroy();
		return;
	}
	const slow = hits(faults.slow, incoming.line);
	if (slow) await pause(slow.ms, response);
	record(answer.status, answer.text);
	if (!response.destroyed)
		response.writeHead(answer.status, { 'X-Request-Id': randomUUID(), ...answer.headers }).end(answer.text);
}

function answerTo(incoming: Incoming, parts: ServerParts, router: Router, memory: Memory): Answer {
	const { limiter } = memory;
	parts.world.clock.runDue();
	const { faults } = parts;
	const { line } = incoming;
	const error = hits(faults.serverError, line);
	if (error) return html(error.status, 'Service Unavailable');
	const page = hits(faults.foreignPage, line);
	if (page) return html(page.status ?? 403, 'Access to this site is blocked');
	if (hits(faults.malformedKey, line)) return html(404, 'Not Found');
	if (hits(faults.rateLimitedBare, line)) return html(429, 'Too Many Requests');
	const limited = hits(faults.rateLimited, line);
	if (limited) {
		return tooMany({ limit: parts.rateLimit, remaining: 0, reset: limited.resetSeconds ?? 2, exceeded: true });
	}
	if (hits(faults.unauthorizedJson, line)) {
		return json(401, { error: { message: 'Authentication failed', code: 2006 } }, {});
	}
	const aboutIdentity = parts.identity.answer(incoming);
	if (aboutIdentity) return aboutIdentity;
	const match = router.match(incoming.method, incoming.path);
	if (match.kind === 'route' && match.route.keyless) return answerRoute(incoming, match, parts, memory, stranger);
	const caller = identify(parts.tokens, parts.identity, incoming.headers['authorization']);
	if (!caller || hits(faults.unauthorizedText, line)) return plainText(401, 'Unauthorized');
	const effective = withFaults(caller, faults, line);
	const budget = limiter.take(effective.budget, parts.rateLimit, parts.world.clock.ms);
	if (budget.exceeded) return tooMany(budget);
	if (match.kind === 'none') return json(404, notFound().body, budgetHeaders(budget));
	if (match.kind === 'method') {
		return json(405, { error: { message: 'Method Not Allowed', code: 2004 } }, budgetHeaders(budget));
	}
	return answerRoute(incoming, match, parts, memory, effective, budget);
}

/** Whoever needs no key. */
const stranger: Caller = { kind: 'account', readOnly: false, budget: '' };

function withFaults(caller: Caller, faults: Faults, line: string): Caller {
	return {
		...caller,
		kind: hits(faults.accountToken, line) ? 'account' : caller.kind,
		readOnly: hits(faults.readOnly, line) ? true : caller.readOnly,
	};
}

function answerRoute(
	incoming: Incoming,
	{ route, params }: Extract<Match, { kind: 'route' }>,
	parts: ServerParts,
	{ limiter, stale }: Memory,
	caller: Caller,
	budget?: Budget,
): Answer {
	const { faults } = parts;
	if (route.method !== 'GET' && faults.staleReads) stale.remember(parts.world);
	const late = route.method === 'GET' && stale.before && hits(faults.staleReads, incoming.line);
	const world = late ? stale.before : parts.world;
	const call = new Call({
		world,
		faults,
		caller,
		params,
		queryText: incoming.query,
		bodyText: incoming.body,
		from: incoming.headers['from'],
		request: incoming.line,
	});
	const lane = [route.operationId, route.limitBy?.(call)].join(' ');
	const own = route.limit === undefined ? budget : limiter.take(lane, route.limit, world.clock.ms);
	// PagerDuty describes the limit that is nearest to exhaustion.
	const nearest = own && budget && own.remaining >= budget.remaining ? budget : own;
	const headers = nearest ? budgetHeaders(nearest) : {};
	if (own?.exceeded) return tooMany(own);
	try {
		const reply = handle(route, call);
		return json(reply.status, reply.body, headers);
	} catch (error) {
		if (error instanceof ApiError) return json(error.status, error.body, headers);
		// A fault of the sandbox itself: say so rather than leave the caller waiting.
		const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
		return json(500, { error: { message: 'Internal Server Error', code: 2000, errors: [detail] } }, headers);
	}
}

function handle(route: Route, call: Call): Reply {
	if (hits(call.faults.abilityMissing, call.request)) throw new ApiError(402, 'Missing Account Ability', 2014);
	if (hits(call.faults.scopeMissing, call.request)) return scopeMissing(route, ['users.read']);
	if (!hasScope(call.caller, route)) return scopeMissing(route, ['openid', ...(call.caller.scopes ?? [])]);
	if (call.caller.readOnly && route.method !== 'GET') throw new ApiError(403, 'Access Denied', 2010);
	// The sender is checked before anything else about the request.
	if (route.from) call.checkSender();
	const name = auditedName(route, call);
	const reply = route.handle(call);
	addAuditRecord(route, call, name, reply.body);
	return reply;
}

async function read(request: IncomingMessage): Promise<Incoming | undefined> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
	} catch {
		return undefined;
	}
	const method = request.method ?? 'GET';
	const [path, query] = splitOnce(request.url ?? '/', '?');
	const headers = Object.fromEntries(
		Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
	);
	const body = Buffer.concat(chunks).toString('utf8');
	return { method, path, query, headers, body, line: `${method} ${request.url ?? '/'}` };
}

function splitOnce(text: string, separator: string): [string, string] {
	const index = text.indexOf(separator);
	return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

/** Waits, but not for a client that has left. */
function pause(ms: number, response: ServerResponse): Promise<void> {
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			resolve();
		};
		const timer = setTimeout(done, ms);
		response.once('close', done);
	});
}

function tooMany(budget: Budget): Answer {
	return json(429, { error: { message: 'Rate Limit Exceeded', code: 2020 } }, budgetHeaders(budget));
}

function json(status: number, body: unknown, headers: Record<string, string>): Answer {
	if (body === undefined) return { status, headers, text: '' };
	if (typeof body === 'string') return { status, headers: { 'content-type': 'text/plain', ...headers }, text: body };
	const type = 'application/json; charset=utf-8';
	return { status, headers: { 'content-type': type, ...headers }, text: JSON.stringify(body) };
}

function plainText(status: number, text: string): Answer {
	return { status, headers: { 'content-type': 'text/plain' }, text };
}

function html(status: number, title: string): Answer {
	const text = `<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>`;
	return { status, headers: { 'content-type': 'text/html' }, text };
}
