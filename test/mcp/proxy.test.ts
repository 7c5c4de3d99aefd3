import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { selfSigned } from '../support/certificate.ts';
import { buildOnce, endAll, Running } from './command-line.ts';
import { Answer, initialize } from './support.ts';

describe('the command line behind a proxy', () => {
	let sandbox: Sandbox;
	/** The demo account behind TLS, as `api.pagerduty.com`. */
	let pagerduty: ReturnType<typeof createTlsServer>;
	let proxy: Server;
	let asked: IncomingMessage[];
	let folder: string;
	let open: Socket[];

	before(buildOnce);

	beforeEach(async () => {
		sandbox = await startSandbox();
		open = [];
		asked = [];
		folder = mkdtempSync(join(tmpdir(), 'proxy-'));
		const certificate = selfSigned('api.pagerduty.com');
		writeFileSync(join(folder, 'ca.pem'), certificate.cert);
		pagerduty = createTlsServer(certificate, (socket) =>
			tunnel(socket, connect(Number(new URL(sandbox.url).port), '127.0.0.1')),
		);
		proxy = createServer();
		proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
			asked.push(request);
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			tunnel(socket, connect(portOf(pagerduty), '127.0.0.1'));
		});
		for (const server of [pagerduty, proxy]) {
			server.listen(0, '127.0.0.1');
			await once(server, 'listening');
		}
	});

	afterEach(async () => {
		endAll();
		for (const socket of open) socket.destroy();
		pagerduty.close();
		proxy.close();
		proxy.closeAllConnections();
		rmSync(folder, { recursive: true });
		await sandbox.close();
	});

	function tunnel(one: Socket, other: Socket): void {
		open.push(one, other);
		for (const socket of [one, other]) socket.on('error', () => undefined);
		one.pipe(other).pipe(one);
	}

	/** What `list_services` answers, and what was written to stderr. */
	async function listServices(environment: Record<string, string>) {
		const running = new Running(['--verbose'], {
			...noProxy,
			NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
			PAGERDUTY_API_TOKEN: sandbox.token,
			...environment,
		});
		const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list_services', arguments: {} } };
		running.process.stdin.write(`${initialize}\n${JSON.stringify(call)}\n`);
		await running.lines(2);
		running.process.stdin.end();
		const { stdout, stderr } = await running.finished;
		const answers = stdout
			.trimEnd()
			.split('\n')
			.map((line) => Answer.parse(JSON.parse(line)));
		return { text: JSON.stringify(answers.find(({ id }) => id === 2)?.result), stderr };
	}

	const at = (userInfo = '') => `http://${userInfo}127.0.0.1:${portOf(proxy)}`;

	for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
		it(`reaches PagerDuty through ${name}`, async () => {
			const { text } = await listServices({ [name]: at() });
			assert.match(text, /Checkout/);
			assert.deepEqual(new Set(asked.map(({ url }) => url)), new Set(['api.pagerduty.com:443']));
			assert.equal(asked[0]?.headers['proxy-authorization'], undefined);
			assert.ok(sandbox.requests.length > 0);
		});
	}

	it('takes an address without a scheme, with a user name and a password, and tells nobody', async () => {
		const { text, stderr } = await listServices({ HTTPS_PROXY: at('proxy-user:s%40cret@').replace('http://', '') });
		assert.match(text, /Checkout/);
		const basic = Buffer.from('proxy-user:s@cret').toString('base64');
		assert.equal(asked[0]?.headers['proxy-authorization'], `Basic ${basic}`);
		for (const secret of ['s%40cret', 's@cret', basic, sandbox.token])
			assert.ok(!`${text}${stderr}`.includes(secret), secret);
	});

	it('sends the token to PagerDuty only', async () => {
		await listServices({ HTTPS_PROXY: at() });
		for (const { headers } of asked) assert.ok(!JSON.stringify(headers).includes(sandbox.token));
		assert.ok(sandbox.requests.every(({ headers }) => headers['proxy-authorization'] === undefined));
	});

	it('never asks the proxy for what is on this machine', async () => {
		const { text } = await listServices({ HTTPS_PROXY: at(), HTTP_PROXY: at(), PAGERDUTY_API_HOST: sandbox.url });
		assert.match(text, /Checkout/);
		assert.equal(asked.length, 0);
	});

	for (const value of ['socks5://127.0.0.1:1080', 'http://', 'user:pa ss@:3128', 'ftp://proxy']) {
		it(`refuses a proxy that cannot be used, without repeating it: ${value}`, async () => {
			const running = new Running([], { ...noProxy, HTTPS_PROXY: value });
			running.process.stdin.end();
			assert.deepEqual(await running.finished, {
				code: 64,
				signal: null,
				stdout: '',
				stderr: 'HTTPS_PROXY must be the address of an HTTP proxy, e.g. http://proxy.example.com:3128.\n',
			});
		});
	}
});

/** A proxy of the developer's own is none of these tests' business. */
const noProxy = Object.fromEntries(
	['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].flatMap((name) => [
		[name, ''],
		[name.toLowerCase(), ''],
	]),
);

function portOf(server: { address(): AddressInfo | string | null }): number {
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}
