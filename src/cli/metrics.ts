import { createServer, type Server } from 'node:http';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AgentTools } from '../mcp/server.ts';
import type { Fetch } from '../pagerduty/http/transport.ts';
import type { Caller } from '../tools/tool-runs.ts';
import type { CallResult } from '../tools/toolbox.ts';

export interface MetricsOptions {
	readonly host: string;
	readonly port: number;
	/** How many sessions are open; undefined where there are none. */
	readonly sessions: (() => number) | undefined;
}

const seconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const methods = ['GET', 'POST', 'DELETE', 'PUT'];

/** Counts what is served. Labels have few values, and none of a caller's or of an account's. */
export class Metrics {
	readonly registry = new Registry();
	readonly #calls = this.#counter('oncall_tool_calls_total', 'Calls of tools', ['tool', 'outcome']);
	readonly #durations = this.#histogram('oncall_tool_call_seconds', 'How long calls of tools take', ['outcome']);
	readonly #requests = this.#counter('oncall_http_requests_total', 'Requests to this server that are over', [
		'method',
		'status',
	]);
	readonly #sent = this.#counter('oncall_pagerduty_requests_total', 'Requests to PagerDuty, 429 and others by status', [
		'method',
		'status',
	]);
	readonly #answers = this.#histogram('oncall_pagerduty_request_seconds', 'Until PagerDuty begins to answer', []);

	constructor({ sessions }: Pick<MetricsOptions, 'sessions'>) {
		if (!sessions) return;
		const gauge: Gauge = new Gauge({
			name: 'oncall_sessions',
			help: 'Open sessions',
			registers: [this.registry],
			collect: (): void => gauge.set(sessions()),
		});
	}

	/** A request to this server is over: what is refused has a status from 400. */
	answered({ method, status }: { readonly method: string; readonly status: number }): void {
		this.#requests.inc({ method: known(method), status });
	}

	/** The same tools, counted. */
	counted(tools: AgentTools): AgentTools {
		return {
			prepare: () => tools.prepare(),
			offered: () => tools.offered(),
			asks: () => tools.asks(),
			mentionable: (texts) => tools.mentionable(texts),
			long: () => tools.long(),
			confined: () => tools.confined(),
			instructions: () => tools.instructions(),
			call: (name, raw, caller) => this.#call(tools, name, raw, caller),
		};
	}

	/** The same way to PagerDuty, counted. */
	countedFetch(fetch: Fetch): Fetch {
		return async (url, options) => {
			const done = this.#answers.startTimer();
			const method = known(options.method);
			try {
				const reply = await fetch(url, options);
				this.#sent.inc({ method, status: reply.status });
				return reply;
			} catch (error) {
				this.#sent.inc({ method, status: options.signal.aborted ? 'aborted' : 'failed' });
				throw error;
			} finally {
				done();
			}
		};
	}

	async #call(tools: AgentTools, name: string, raw: unknown, caller: Caller): Promise<CallResult> {
		const done = this.#durations.startTimer();
		// A name that no tool has comes from outside.
		const offered = (await tools.offered()).some((tool) => tool.name === name);
		const count = (outcome: string) => {
			this.#calls.inc({ tool: offered ? name : 'not offered', outcome });
			done({ outcome });
		};
		try {
			const result = await tools.call(name, raw, caller);
			count(result.ok ? 'ok' : result.failure.status === 429 ? 'limited' : 'failed');
			return result;
		} catch (error) {
			count('cancelled');
			throw error;
		}
	}

	#counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
		return new Counter({ name, help, labelNames, registers: [this.registry] });
	}

	#histogram<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
		return new Histogram({ name, help, labelNames, buckets: seconds, registers: [this.registry] });
	}
}

function known(method: string): string {
	return methods.includes(method) ? method : 'other';
}

/** Shows the metrics on a port of their own until it is closed. Rejects when the port cannot be had. */
export async function serveMetrics({ registry }: Metrics, { host, port }: MetricsOptions): Promise<Server> {
	const server = createServer((request, response) => {
		// Whoever scrapes is no web page.
		if (request.method !== 'GET' || request.url !== '/metrics' || request.headers.origin !== undefined) {
			response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found.\n');
			return;
		}
		registry.metrics().then(
			(text) =>
				response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' }).end(text),
			() => response.writeHead(500).end(),
		);
	});
	server.maxConnections = 16;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	return server;
}
