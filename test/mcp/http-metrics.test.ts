import assert from 'node:assert/strict';
import { request } from 'node:http';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { buildOnce, endAll, Running } from './command-line.ts';
import { initialize } from './support.ts';

const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

const call = (name: string) =>
	JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: {} } });

describe('the HTTP server of the command line, as operators see it', () => {
	let sandbox: Sandbox;

	before(buildOnce);
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(async () => {
		endAll();
		await sandbox.close();
	});

	async function start(...args: string[]) {
		const running = new Running(['http', '--port', '0', ...args], {
			PAGERDUTY_API_HOST: sandbox.url,
			PAGERDUTY_API_TOKEN: sandbox.token,
		});
		const [line = ''] = await running.lines(1);
		const url = /^URL: (\S+)$/.exec(line)?.[1] ?? '';
		assert.ok(url, running.stderr);
		return { running, url };
	}

	/** Sends a request with headers that `fetch` would not send. */
	function post(url: string, headers: Record<string, string>, body: string) {
		return new Promise<{ status: number; text: string; session: string }>((resolve, reject) => {
			const sent = request(url, { method: 'POST', headers: { ...json, ...headers } }, (response) => {
				let text = '';
				response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
				response.on('end', () =>
					resolve({ status: response.statusCode ?? 0, text, session: String(response.headers['mcp-session-id']) }),
				);
			});
			sent.on('error', reject).end(body);
		});
	}

	const opening = initialize;

	it('shows figures for Prometheus on a port of their own, without a name or a secret', async () => {
		const { running, url } = await start('--metrics-port', '0');
		const { session } = await post(url, {}, opening);
		const headers = { 'mcp-session-id': session };
		await post(url, headers, call('list_services'));
		await post(url, headers, call(`made_up_${sandbox.token}`));
		sandbox.faults.rateLimited = { resetSeconds: 3000 };
		await post(url, headers, call('list_services'));
		await post(url, { origin: 'https://example.com' }, opening);
		const [, at = ''] = /Metrics are at (http:\S+\/metrics)/.exec(running.stderr) ?? [];
		assert.match(at, /^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
		const text = await (await fetch(at)).text();
		for (const line of [
			'oncall_tool_calls_total{tool="list_services",outcome="ok"} 1',
			'oncall_tool_calls_total{tool="list_services",outcome="limited"} 1',
			'oncall_tool_calls_total{tool="not offered",outcome="failed"} 1',
			'oncall_tool_call_seconds_count{outcome="ok"} 1',
			'oncall_http_requests_total{method="POST",status="200"} 4',
			'oncall_http_requests_total{method="POST",status="403"} 1',
			'oncall_pagerduty_requests_total{method="GET",status="200"} 1',
			'oncall_pagerduty_requests_total{method="GET",status="429"} 1',
			'oncall_pagerduty_request_seconds_count 2',
			'oncall_sessions 1',
		])
			assert.ok(text.split('\n').includes(line), `${line}\n${text}`);
		assert.ok(!text.includes(sandbox.token));
		assert.equal((await fetch(new URL('/', at))).status, 404);
		assert.equal((await fetch(at, { headers: { origin: 'https://example.com' } })).status, 404);
		assert.equal((await fetch(new URL('/metrics', url))).status, 404);
		running.process.kill('SIGTERM');
		assert.equal((await running.finished).code, process.platform === 'win32' ? null : 0);
		await assert.rejects(fetch(at));
	});

	it('does not start where the port of the figures is taken, or only their address is given', async () => {
		const taken = new URL(sandbox.url).port;
		const failed = await new Running(['http', '--port', '0', '--metrics-port', taken]).finished;
		assert.equal(failed.stderr.split('\n').at(-2), `Port ${taken} is taken. Choose another one with --metrics-port.`);
		const { code, stderr } = await new Running(['http', '--metrics-host', '127.0.0.1']).finished;
		assert.deepEqual([code, stderr], [64, '--metrics-host needs --metrics-port.\n']);
	});

	it('believes in X-Forwarded only what a proxy says that it was told of', async () => {
		const forwarded = {
			'x-forwarded-host': 'pagerduty.example.com',
			'x-forwarded-for': '203.0.113.9, 198.51.100.7:4711',
			'x-forwarded-proto': 'https',
		};
		const named = ['--allowed-hosts', 'pagerduty.example.com'];
		const requests = (running: Running) =>
			running.stderr.split('\n').filter((line) => line.includes('"message":"request"'));

		const told = await start(...named, '--trust-proxy', '127.0.0.0/8,::1');
		assert.equal((await post(told.url, { ...forwarded, host: 'inside:1' }, opening)).status, 200);
		assert.equal((await post(told.url, { host: 'inside:1' }, opening)).status, 403);
		assert.equal((await post(told.url, { ...forwarded, 'x-forwarded-host': 'evil.example.com' }, opening)).status, 403);
		await post(told.url, { ...forwarded, 'x-forwarded-for': 'a\tsecret' }, opening);
		told.running.process.kill('SIGTERM');
		await told.running.finished;
		const lines = requests(told.running);
		assert.match(lines[0] ?? '', /"client":"198\.51\.100\.7","proto":"https"/);
		assert.match(lines[1] ?? '', /"client":"127\.0\.0\.1"/);
		assert.match(lines[3] ?? '', /"client":"malformed"/);

		for (const args of [named, [...named, '--trust-proxy', '10.0.0.0/8']]) {
			const untold = await start(...args);
			assert.equal((await post(untold.url, { ...forwarded, host: 'inside:1' }, opening)).status, 403);
			await post(untold.url, forwarded, opening);
			assert.ok(!requests(untold.running).join().includes('198.51.100.7'));
		}
		const { stderr } = await new Running(['http', '--trust-proxy', 'proxy.example.com']).finished;
		assert.match(stderr, /^--trust-proxy takes addresses and networks such as 10\.0\.0\.5 or 10\.0\.0\.0\/8/);
	});
});
