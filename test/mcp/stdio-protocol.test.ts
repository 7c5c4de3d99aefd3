import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buildOnce, cleanEnvironment, cli, emptyFolder } from './command-line.ts';

/** The parts of the protocol beside tools, prompts and resources, as the SDK's client uses them over stdio. */
describe('The protocol over stdio', () => {
	let opened: Client;

	before(buildOnce);
	afterEach(() => opened.close());

	async function connect(args: readonly string[], environment: Record<string, string> = {}): Promise<Client> {
		opened = new Client({ name: 'test', version: '0' });
		await opened.connect(
			new StdioClientTransport({
				command: process.execPath,
				args: [cli, ...args],
				env: cleanEnvironment(environment),
				cwd: emptyFolder,
				stderr: 'ignore',
			}),
		);
		return opened;
	}

	it('answers a ping, completes arguments, tells how far a call is, and logs from a level on', async () => {
		const connected = await connect(['--demo']);
		assert.deepEqual(await connected.ping(), {});
		const { completion } = await connected.complete({
			ref: { type: 'ref/prompt', name: 'who_is_on_call' },
			argument: { name: 'service', value: 'check' },
		});
		assert.deepEqual(completion.values, ['Checkout']);
		const logged: unknown[] = [];
		connected.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logged.push(params.data));
		await connected.setLoggingLevel('info');
		const told: number[] = [];
		await connected.callTool({ name: 'find_coverage_gaps', arguments: {} }, undefined, {
			onprogress: ({ progress }) => told.push(progress),
		});
		assert.ok(told.length > 1);
		assert.deepEqual(
			told,
			told.toSorted((a, b) => a - b),
		);
		assert.deepEqual(logged, [{ tool: 'find_coverage_gaps', outcome: 'done' }]);
		await connected.setLoggingLevel('error');
		await connected.callTool({ name: 'list_services', arguments: {} });
		assert.equal(logged.length, 1);
	});

	it('ends the request of a call that is cancelled, and goes on', async () => {
		const silent = createServer();
		silent.listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const address = silent.address();
		assert.ok(address !== null && typeof address === 'object');
		const { port } = address;
		const asked = new Promise<IncomingMessage>((resolve) => silent.once('request', resolve));
		try {
			const environment = { PAGERDUTY_API_TOKEN: 'the-token', PAGERDUTY_API_HOST: `http://127.0.0.1:${port}` };
			const connected = await connect([], environment);
			const stop = new AbortController();
			const call = connected.callTool({ name: 'list_services', arguments: {} }, undefined, { signal: stop.signal });
			const given = assert.rejects(call);
			const request = await asked;
			const gone = once(request.socket, 'close');
			stop.abort();
			await Promise.all([given, gone]);
			assert.deepEqual(await connected.ping(), {});
		} finally {
			silent.close();
			silent.closeAllConnections();
		}
	});
});
