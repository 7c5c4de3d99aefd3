// `node test/load/stateless.mjs [seconds]`, after `npm run build`: 100 callers with a token each, at once for a minute, over two
// processes of `http --stateless` behind a proxy that takes turns. Prints response times beside those of the bare request, the
// memory of both processes, and fails if anybody got an answer that is another's. No part of `npm test`: it measures.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const callers = 100;
const seconds = Number(process.argv[2] ?? 60);
const tokens = Array.from({ length: callers }, (_, at) => `u+LoadCaller${String(at).padStart(8, '0')}`);
const cli = resolve(import.meta.dirname, '../../dist/cli.js');

/** A PagerDuty whose every account has services of its own. */
const pagerDuty = createServer((asked, response) => {
	const token = /^Token token=(\S+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? '';
	const services = Array.from({ length: 25 }, (_, at) => ({
		id: `PSERV${at}`,
		type: 'service',
		name: `Service ${at} of ${token}`,
		status: 'active',
	}));
	response.setHeader('Content-Type', 'application/json');
	response.end(JSON.stringify({ services, limit: 100, offset: 0, more: false, total: null }));
});

/** @param {import('node:http').Server} server */
async function listening(server) {
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const address = server.address();
	return typeof address === 'object' && address ? address.port : 0;
}

/** @param {string} apiUrl */
async function startServer(apiUrl) {
	const child = spawn(process.execPath, [cli, 'http', '--stateless', '--port', '0', '--toolsets=services'], {
		env: { ...process.env, PAGERDUTY_API_HOST: apiUrl },
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	for await (const line of createInterface({ input: child.stdout })) {
		const port = /^URL: http:\/\/127\.0\.0\.1:(\d+)\/mcp$/.exec(line)?.[1];
		if (port) return { child, port: Number(port), memory: /** @type {number[]} */ ([]) };
	}
	throw new Error('The server did not start.');
}

/** In MiB, as Linux tells it. @param {import('node:child_process').ChildProcess} child */
function memoryOf({ pid }) {
	return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(join('/proc', String(pid), 'status'), 'utf8'))?.[1]) / 1024;
}

const agent = new Agent({ keepAlive: true, maxSockets: callers });

/** @param {number} port @param {string} path @param {Record<string, string>} headers @param {string} [body] @returns {Promise<string>} */
function send(port, path, headers, body) {
	return new Promise((answer, reject) => {
		const sent = request({ port, host: '127.0.0.1', path, agent, method: body ? 'POST' : 'GET', headers });
		sent.once('error', reject).once('response', (reply) => {
			let text = '';
			reply.setEncoding('utf8').on('data', (chunk) => (text += chunk));
			reply.once('end', () =>
				reply.statusCode === 200 ? answer(text) : reject(new Error(`${reply.statusCode} ${text}`)),
			);
		});
		sent.end(body);
	});
}

/**
 * All of them at once, each with its next call when the one before is answered.
 * @param {number} forSeconds @param {(token: string) => Promise<string>} call
 */
async function measure(forSeconds, call, who = tokens) {
	const end = performance.now() + forSeconds * 1000;
	/** @type {number[]} */
	const times = [];
	let crossed = 0;
	await Promise.all(
		who.map(async (token) => {
			while (performance.now() < end) {
				const started = performance.now();
				const text = await call(token);
				times.push(performance.now() - started);
				const named = text.match(/u\+LoadCaller\d{8}/g) ?? [];
				if (named.length < 25 || named.some((other) => other !== token)) crossed++;
			}
		}),
	);
	times.sort((one, other) => one - other);
	const part = (/** @type {number} */ share) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
	return { calls: times.length, crossed, words: `${times.length} calls, p50 ${part(0.5)} ms, p95 ${part(0.95)} ms` };
}

const apiPort = await listening(pagerDuty);
const servers = await Promise.all([1, 2].map(() => startServer(`http://127.0.0.1:${apiPort}`)));
let turn = 0;
const proxy = createServer((asked, response) => {
	const { port = 0 } = servers[turn++ % servers.length] ?? {};
	const headers = { ...asked.headers, host: `127.0.0.1:${port}` };
	const onward = request(
		{ port, host: '127.0.0.1', path: asked.url, method: asked.method, headers, agent: false },
		(reply) => {
			response.writeHead(reply.statusCode ?? 502, reply.headers);
			reply.pipe(response);
		},
	);
	onward.once('error', () => response.writeHead(502).end());
	asked.pipe(onward);
});
// A busy machine would use sockets again that are being closed.
for (const server of [proxy, pagerDuty]) server.keepAliveTimeout = 0;
const port = await listening(proxy);

const body = JSON.stringify({
	jsonrpc: '2.0',
	id: 1,
	method: 'tools/call',
	params: { name: 'list_services', arguments: { fields: ['name'] } },
});
const json = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
const throughTools = (/** @type {string} */ token) => send(port, '/mcp', { ...json, 'X-PagerDuty-Token': token }, body);
const bare = (/** @type {string} */ token) => send(apiPort, '/services', { Authorization: `Token token=${token}` });

try {
	// Everybody has called once: what is kept for each is there, and what grows from now on does not stop.
	await measure(3, throughTools);
	const watching = setInterval(() => {
		for (const { child, memory } of servers) memory.push(memoryOf(child));
	}, 1000);
	const tools = await measure(seconds, throughTools);
	clearInterval(watching);
	const direct = await measure(Math.min(seconds, 10), bare);
	const alone = await measure(Math.min(seconds, 5), throughTools, tokens.slice(0, 1));
	const directAlone = await measure(Math.min(seconds, 5), bare, tokens.slice(0, 1));
	console.log(
		`${callers} callers for ${seconds} s over two processes: ${tools.words}; crossed answers: ${tools.crossed}`,
	);
	console.log(`The bare request to PagerDuty's stand-in, as many at once: ${direct.words}`);
	console.log(`One caller alone: ${alone.words}; the bare request: ${directAlone.words}`);
	for (const [at, { memory }] of servers.entries()) {
		const [first = 0, last = 0] = [memory[0], memory.at(-1)];
		const third = (/** @type {number} */ from) => {
			const some = memory.slice(Math.floor(memory.length * from), Math.floor(memory.length * (from + 1 / 3)));
			return (some.reduce((sum, one) => sum + one, 0) / some.length).toFixed(0);
		};
		console.log(
			`Memory of process ${at + 1} in MiB: ${first.toFixed(0)} at the start, ${last.toFixed(0)} at the end, ${Math.max(...memory).toFixed(0)} at most; by thirds of the time ${third(0)}, ${third(1 / 3)}, ${third(2 / 3)}`,
		);
	}
	if (tools.crossed > 0) process.exitCode = 1;
} finally {
	for (const { child } of servers) child.kill();
	agent.destroy();
	for (const server of [proxy, pagerDuty]) server.close(() => undefined).closeAllConnections();
}
