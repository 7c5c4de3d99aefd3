import assert from 'node:assert/strict';
import { LoopbackServer } from '../../src/mcp/http/loopback-server.ts';
import { PagerDutyClient } from '../../src/pagerduty/http/client.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { toolsets } from '../../src/tools/core/access.ts';
import { Changes } from '../../src/tools/core/changes.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { CapturedLog, connect } from './support.ts';

describe('what programs learn of a call', () => {
	let sandbox: Sandbox;
	let server: LoopbackServer;

	beforeEach(async () => {
		sandbox = await startSandbox();
		const [clock, log] = [systemClock, new CapturedLog()];
		const account = { apiUrl: sandbox.url, token: sandbox.token, kind: 'user' as const };
		const client = new PagerDutyClient({ account: () => Promise.resolve(account), clock, log, userAgent: 'test' });
		const policy = { access: 'administer' as const, toolsets };
		const tools = new Toolbox({ client, changes: new Changes(), clock, log, policy: () => policy, signIn: 'Sign in.' });
		server = await LoopbackServer.start({ tools, version: '1.2.3', log, clock });
	});

	afterEach(async () => {
		await server.dispose();
		await sandbox.close();
	});

	async function call(name: string, input: Record<string, unknown>, meta?: Record<string, unknown>) {
		const { client } = await connect(server);
		const { isError = false, _meta = {} } = await client.callTool({
			name,
			arguments: input,
			...(meta && { _meta: meta }),
		});
		return {
			isError,
			rateLimit: _meta['oncall-for-pagerduty/rateLimit'],
			error: _meta['oncall-for-pagerduty/error'],
		};
	}

	it('is how much is left of the limit, with every result', async () => {
		const { rateLimit, error } = await call('list_services', {});
		assert.equal(error, undefined);
		assert.deepEqual(rateLimit, { limit: 960, remaining: 959, resetSeconds: 60 });
		const { rateLimit: missed, error: why } = await call('get_service', { service: 'PNOSUCH' });
		assert.deepEqual(Object.keys(missed ?? {}), ['limit', 'remaining', 'resetSeconds']);
		assert.deepEqual(why, { retryable: false, told: 'The service "PNOSUCH" was not found.' });
	});

	it('is nothing where PagerDuty was not asked', async () => {
		assert.deepEqual(await call('no_such_tool', {}), {
			isError: true,
			rateLimit: undefined,
			error: { retryable: false, told: 'This cannot be done here.' },
		});
	});

	it('is when to try again after a limit, for as long as the call may wait', async () => {
		sandbox.faults.rateLimited = { resetSeconds: 20 };
		const { isError, rateLimit, error } = await call('list_services', {}, { 'oncall-for-pagerduty/maxWaitSeconds': 1 });
		assert.ok(isError);
		assert.deepEqual(rateLimit, { limit: 960, remaining: 0, resetSeconds: 20 });
		assert.deepEqual(error, {
			status: 429,
			code: 2020,
			retryable: true,
			retryAfterSeconds: 21,
			told: 'PagerDuty accepts no more requests for now: its rate limit has been reached.',
		});
	});

	it('is refused where a wait is none, or too long', async () => {
		for (const wait of [0, -1, 601, '5', null, {}])
			await assert.rejects(call('list_services', {}, { 'oncall-for-pagerduty/maxWaitSeconds': wait }), {
				code: -32602,
				message: /maxWaitSeconds must be a number of seconds from 1 to 600/,
			});
	});
});
