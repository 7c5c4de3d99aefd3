import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { LoopbackServer } from '../src/mcp/http/loopback-server.ts';
import { PagerDutyClient } from '../src/pagerduty/http/client.ts';
import { systemClock } from '../src/pagerduty/http/clock.ts';
import { toolsets } from '../src/tools/core/access.ts';
import { Changes } from '../src/tools/core/changes.ts';
import { Toolbox } from '../src/tools/toolbox.ts';
import { readIncidents } from '../src/vscode/incidents/read.ts';
import { IncidentStore } from '../src/vscode/incidents/store.ts';
import { payrollMonth } from '../test/support/payroll-month.ts';
import { longestBlock, median, middle, time, type Figure } from './measure.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const never = new AbortController().signal;

interface Account {
	readonly url: string;
	readonly token: string;
	readonly process: ChildProcess;
}

/** The demo account in a process of its own, as PagerDuty would be. */
async function startAccount(...options: string[]): Promise<Account> {
	const child = spawn(process.execPath, ['dist/cli.js', 'sandbox', ...options], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const found: { url?: string; token?: string } = {};
	for await (const line of createInterface({ input: child.stdout })) {
		found.url ??= /https?:\/\/\S+/.exec(line)?.[0];
		found.token ??= /[Tt]oken\W+(\S+)/.exec(line)?.[1];
		if (found.url && found.token) return { url: found.url, token: found.token, process: child };
	}
	throw new Error('The demo account did not start.');
}

/** The time of the last reply is the moment at which a reading could be complete. */
function toolbox({ url, token }: Account, replied: () => void = () => undefined): Toolbox {
	const client = new PagerDutyClient({
		account: () => Promise.resolve({ apiUrl: url, token, kind: 'user' }),
		clock: systemClock,
		log: silent,
		userAgent: 'bench',
		fetch: async (input, init) => {
			const response = await fetch(input, init);
			replied();
			return response;
		},
	});
	return new Toolbox({
		client,
		changes: new Changes(),
		clock: systemClock,
		log: silent,
		policy: () => ({ access: 'administer', toolsets }),
		signIn: '',
	});
}

/** What a call over loopback MCP costs beyond the REST call that it makes, in turn with bare REST calls. */
export async function overhead(): Promise<Figure[]> {
	const account = await startAccount();
	const server = await LoopbackServer.start({
		tools: toolbox(account),
		version: 'bench',
		log: silent,
		clock: systemClock,
	});
	const client = new Client({ name: 'bench', version: '1' });
	try {
		await client.connect(
			new StreamableHTTPClientTransport(new URL(server.url), {
				requestInit: { headers: { Authorization: `Bearer ${server.bearer}` } },
			}),
		);
		const rest = () =>
			fetch(`${account.url}/services?limit=25`, { headers: { Authorization: `Token token=${account.token}` } }).then(
				(reply) => reply.json(),
			);
		const call = () => client.callTool({ name: 'list_services', arguments: {} });
		for (let warm = 0; warm < 20; warm++) await Promise.all([rest(), call()]);
		// 140 calls: the client's budget is 300 requests a minute, and that limit is not what is measured here.
		const together = await beyond(rest, call, 0);
		const apart = await beyond(rest, call, 220);
		return [
			{ what: 'REST call (list of services)', value: together.rest, unit: 'ms' },
			{ what: 'MCP tool call beyond its REST call', value: together.beyond, unit: 'ms', atMost: 3 },
			{ what: 'the same, with a pause of 220 ms before each call', value: apart.beyond, unit: 'ms' },
		];
	} finally {
		await client.close();
		await server.dispose();
		account.process.kill();
		await once(account.process, 'exit');
	}
}

/** Medians of 60 calls of each kind, in turn, each after a pause. */
async function beyond(rest: () => Promise<unknown>, call: () => Promise<unknown>, pauseMs: number) {
	const rests: number[] = [];
	const calls: number[] = [];
	const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));
	for (let run = 0; run < 60; run++) {
		await pause();
		rests.push(await time(rest));
		await pause();
		calls.push(await time(call));
	}
	return { rest: middle(rests), beyond: middle(calls) - middle(rests) };
}

/** Computes a month's payroll, without the requests. */
export async function payroll(): Promise<Figure> {
	const value = await median(5, () => time(() => Promise.resolve(payrollMonth())));
	return { what: 'payroll of a month, 20 schedules and 60 people', value, unit: 'ms', atMost: 1000 };
}

/** What the demo account itself takes for a page, so that it does not pass for the client's time. */
export async function largeAccount(): Promise<Figure> {
	const account = await startAccount('--incidents', '5000');
	try {
		const page = () =>
			fetch(`${account.url}/incidents?limit=100&statuses[]=triggered`, {
				headers: { Authorization: `Token token=${account.token}` },
			}).then((reply) => reply.text());
		const value = await median(10, () => time(page));
		return { what: "a page of 100 of the demo account's 5,000 incidents", value, unit: 'ms', atMost: 200 };
	} finally {
		account.process.kill();
		await once(account.process, 'exit');
	}
}

/** Reads 5,000 open incidents into the view's model. */
export async function manyIncidents(): Promise<Figure[]> {
	const account = await startAccount('--incidents', '5000');
	try {
		let lastReply = 0;
		let block = 0;
		let size = 0;
		const ready = await median(3, async () => {
			const tools = toolbox(account, () => (lastReply = performance.now()));
			const store = new IncidentStore(systemClock);
			let readyAt = 0;
			const describe = () => ({ kind: 'other', message: '', remedy: 'log' }) as const;
			// As many as somebody can have loaded.
			const read = () =>
				readIncidents(tools, store, { signal: never, priority: 'person' }, describe, 10_000).then(() => {
					size = store.groups().reduce((sum, group) => sum + group.incidents.length, 0);
					readyAt = performance.now();
				});
			block = Math.max(block, await longestBlock(read));
			return readyAt - lastReply;
		});
		return [
			{ what: `tree of ${size} incidents ready after the last reply`, value: ready, unit: 'ms', atMost: 150 },
			{ what: 'longest time in which the host was blocked meanwhile', value: block, unit: 'ms', atMost: 50 },
		];
	} finally {
		account.process.kill();
		await once(account.process, 'exit');
	}
}
