import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { oauthToken } from '../support/oauth-token.ts';
import { freePort } from '../unit/oauth/support.ts';
import { buildOnce, endAll, Running } from './command-line.ts';

const Report = z.object({
	verdict: z.string(),
	findings: z.array(
		z.object({
			name: z.string(),
			verdict: z.string(),
			message: z.string(),
			next: z.string().optional(),
			facts: z.record(z.string(), z.unknown()).optional(),
		}),
	),
});

describe('doctor', () => {
	let sandbox: Sandbox;
	let folder: string;
	const secrets: string[] = [];

	const run = async (environment: Record<string, string>, ...args: string[]) => {
		const running = new Running(['doctor', ...args], { PAGERDUTY_API_HOST: sandbox.url, ...environment }, folder);
		const { code, stdout, stderr } = await running.finished;
		for (const secret of secrets) assert.ok(!(stdout + stderr).includes(secret));
		assert.equal(stderr, '');
		return { code, stdout };
	};
	/** What programs get, by name. */
	const report = async (environment: Record<string, string>, ...args: string[]) => {
		const { code, stdout } = await run(environment, '--json', ...args);
		const { verdict, findings } = Report.parse(JSON.parse(stdout));
		assert.equal(code, verdict === 'problem' ? 1 : 0);
		return (name: string) => findings.find((finding) => finding.name === name) ?? assert.fail(name);
	};

	before(buildOnce);

	beforeEach(async () => {
		sandbox = await startSandbox();
		folder = mkdtempSync(join(tmpdir(), 'doctor-'));
		secrets.splice(0, secrets.length, sandbox.token, sandbox.accountToken, sandbox.readOnlyToken, 'revoked-token');
	});

	afterEach(async () => {
		endAll();
		await sandbox.close();
		rmSync(folder, { recursive: true });
	});

	it('tells a person what works, and sends no change', async () => {
		const { code, stdout } = await run({ PAGERDUTY_API_TOKEN: sandbox.token }, '--access', 'respond');
		assert.equal(code, 0);
		assert.match(stdout, /^ok +Sign-in +PAGERDUTY_API_TOKEN in the environment is in use\.$/m);
		assert.match(stdout, /^ok +Token +PagerDuty accepts the user API token\.$/m);
		assert.match(stdout, /^ +not offered \(access "administer"\): \d+ tools$/m);
		assert.match(stdout, /\nEverything works\.\n$/);
		assert.ok(sandbox.requests.every(({ method }) => method === 'GET'));
	});

	it('looks at the demo account, and at what a connection offers', async () => {
		const file = join(folder, 'connections.json');
		const terms = ['--name', 'Night', '--toolsets', 'oncall', '--connections', file];
		await new Running(['connection', 'create', ...terms], {}, folder).finished;
		const demo = await report({}, '--demo', '--connection', 'Night', '--connections', file);
		assert.deepEqual(demo('sign_in').facts, { source: 'the demo account', demo: true });
		assert.equal(demo('token').verdict, 'ok');
		const left = JSON.stringify(demo('tools').facts?.['not_offered']);
		assert.match(left, /"list_incidents"/);
		assert.doesNotMatch(left, /"list_oncalls"/);
		const unknown = new Running(['doctor', '--connection', 'Nihgt', '--connections', file], {}, folder);
		const { code, stderr } = await unknown.finished;
		assert.equal(code, 64);
		assert.match(stderr, /Night/);
	});

	it('says how to sign in where nobody is, and which sign-ins do not count', async () => {
		const nobody = await report({});
		assert.equal(nobody('sign_in').verdict, 'problem');
		assert.match(nobody('sign_in').next ?? '', /^Run oncall-for-pagerduty login/);
		assert.equal(nobody('connection').verdict, 'ok');

		writeFileSync(join(folder, '.env'), `PAGERDUTY_API_TOKEN=${sandbox.accountToken}\n`);
		const both = await report({ PAGERDUTY_API_TOKEN: sandbox.token });
		assert.match(JSON.stringify(both('sign_in').facts?.['others']), /Not used: PAGERDUTY_API_TOKEN in \.env of/);
	});

	it('ends with a problem when the token is revoked, and when there is no network', async () => {
		const revoked = await report({ PAGERDUTY_API_TOKEN: 'revoked-token' });
		assert.equal(revoked('token').verdict, 'problem');
		const closed = `http://127.0.0.1:${await freePort()}`;
		const offline = await report({ PAGERDUTY_API_TOKEN: sandbox.token, PAGERDUTY_API_HOST: closed });
		assert.deepEqual(offline('connection').facts?.['codes'], ['ECONNREFUSED']);
		assert.equal(offline('token').verdict, 'unknown');
	});

	it('looks at keys of the account and at tokens with few scopes', async () => {
		for (const key of [sandbox.accountToken, sandbox.readOnlyToken]) {
			const finding = await report({ PAGERDUTY_API_TOKEN: key });
			assert.equal(finding('token').facts?.['kind'], 'account-level API key');
			assert.match(finding('token').next ?? '', /--from EMAIL/);
			assert.match(finding('tools').message, /read-only shows only when a change is tried/);
		}
		const token = await oauthToken(sandbox, ['incidents.read']);
		secrets.push(token);
		const finding = await report({ PAGERDUTY_API_TOKEN: token });
		assert.deepEqual(finding('scopes').facts?.['scopes'], ['incidents.read']);
		assert.match(JSON.stringify(finding('tools').facts?.['do_not_work']), /"scope services\.read":/);
	});

	it('names a proxy that refuses, without its password, and a token of the other region', async () => {
		const proxy = createServer().on('connect', (_request, socket) => {
			socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
		});
		proxy.listen(0, '127.0.0.1');
		await once(proxy, 'listening');
		try {
			const address = proxy.address();
			const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
			secrets.push('proxy-password', 'pdeu+_token');
			const finding = await report({
				PAGERDUTY_API_HOST: '',
				PAGERDUTY_API_TOKEN: 'pdeu+_token',
				HTTPS_PROXY: `http://somebody:proxy-password@${host}`,
				https_proxy: '',
				NO_PROXY: '',
				no_proxy: '',
			});
			assert.equal(finding('proxy').verdict, 'problem');
			assert.equal(finding('proxy').facts?.['host'], host);
			assert.match(finding('proxy').next ?? '', /HTTPS_PROXY/);
			assert.match(finding('region').message, /in the EU, but requests go to the US/);
		} finally {
			proxy.close();
			proxy.closeAllConnections();
		}
	});
});
