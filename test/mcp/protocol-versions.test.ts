import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { buildOnce, cleanEnvironment, cli, emptyFolder, endAll, Running } from './command-line.ts';

/** Asks for another version than the SDK's own, as an older client does. */
function asking(version: string, transport: Transport): Transport {
	const send = transport.send.bind(transport);
	transport.send = (message: JSONRPCMessage, options) =>
		'method' in message && message.method === 'initialize'
			? send({ ...message, params: { ...message.params, protocolVersion: version } }, options)
			: send(message, options);
	return transport;
}

describe("the SDK's client, by the protocol's version", () => {
	let sandbox: Sandbox;

	before(buildOnce);
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(async () => {
		endAll();
		await sandbox.close();
	});

	const account = () => ({ PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_API_TOKEN: sandbox.token });

	async function listening(...args: string[]): Promise<URL> {
		const running = new Running(['http', '--port', '0', ...args], account());
		const [line = ''] = await running.lines(1);
		return new URL(line.replace('URL: ', ''));
	}

	const ways: Record<string, () => Promise<Transport>> = {
		stdio: () =>
			Promise.resolve(
				new StdioClientTransport({
					command: process.execPath,
					args: [cli],
					env: cleanEnvironment(account()),
					cwd: emptyFolder,
					stderr: 'ignore',
				}),
			),
		'HTTP with sessions': async () => new StreamableHTTPClientTransport(await listening()),
		'HTTP without sessions': async () =>
			new StreamableHTTPClientTransport(await listening('--stateless'), {
				requestInit: { headers: { 'X-PagerDuty-Token': sandbox.token } },
			}),
	};

	for (const version of ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25']) {
		for (const [way, open] of Object.entries(ways)) {
			it(`${version} lists and calls tools over ${way}`, async () => {
				const client = new Client({ name: 'test', version: '0' });
				const transport = await open();
				let agreed = '';
				const keep = transport.setProtocolVersion?.bind(transport);
				transport.setProtocolVersion = (given) => {
					agreed = given;
					keep?.(given);
				};
				await client.connect(asking(version, transport));
				assert.equal(agreed, version);
				assert.ok((await client.listTools()).tools.length > 10);
				const { isError, structuredContent } = await client.callTool({
					name: 'list_services',
					arguments: { limit: 1 },
				});
				assert.notEqual(isError, true);
				assert.ok(structuredContent);
				await client.close();
			});
		}
	}
});
