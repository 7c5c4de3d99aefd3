import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { classicApp, scopedApp } from '../../src/sandbox/oauth/app.ts';
import { decide } from '../support/browser.ts';
import { freePort } from '../unit/oauth/support.ts';
import { buildOnce, cleanEnvironment, endAll, Running } from './command-line.ts';
import { Installation } from './fake-keyring.ts';

/** POSIX modes and the xdg-open of the tests. */
const posix = process.platform !== 'win32';

describe('login, logout and whoami', () => {
	let sandbox: Sandbox;
	let folder: string;
	let home: string;
	let installed: Installation;
	let bare: Installation;

	before(() => {
		buildOnce();
		const place = mkdtempSync(join(tmpdir(), 'installed-'));
		installed = new Installation(join(place, 'with'), { keyring: true });
		bare = new Installation(join(place, 'without'), { keyring: false });
	});
	after(() => rmSync(join(installed.cli, '..', '..', '..'), { recursive: true }));

	beforeEach(async () => {
		sandbox = await startSandbox();
		folder = mkdtempSync(join(tmpdir(), 'login-'));
		home = join(folder, 'config');
		installed.behave('open');
		rmSync(installed.secret, { force: true });
	});

	afterEach(async () => {
		endAll();
		await sandbox.close();
		rmSync(folder, { recursive: true });
	});

	const environmentOf = (more: Record<string, string> = {}) => ({
		PAGERDUTY_API_HOST: sandbox.url,
		PAGERDUTY_MCP_STORE: '',
		XDG_CONFIG_HOME: home,
		APPDATA: home,
		...more,
	});
	const start = (args: readonly string[], more: Record<string, string> = {}, { cli } = installed) =>
		new Running(args, environmentOf(more), folder, cli);

	/** All that a command says, which holds no secret. */
	async function run(args: readonly string[], input = '', more: Record<string, string> = {}, where = installed) {
		const running = start(args, more, where);
		running.process.stdin.end(input);
		const { code, stdout, stderr } = await running.finished;
		noSecrets(stdout + stderr);
		return { code, said: stdout + stderr };
	}

	function noSecrets(text: string): void {
		for (const secret of [sandbox.token, sandbox.accountToken, scopedApp.clientSecret, 'pdus+_', 'wrong-token'])
			assert.ok(!text.includes(secret), text);
	}

	const file = () => join(home, 'oncall-for-pagerduty', 'sign-in.json');

	/** A server on stdio, and what a tool of it answers. */
	async function served(more: Record<string, string> = {}, where = installed) {
		const client = new Client({ name: 'test', version: '0' });
		const transport = new StdioClientTransport({
			command: process.execPath,
			args: [where.cli],
			env: cleanEnvironment(environmentOf(more)),
			cwd: folder,
			stderr: 'pipe',
		});
		let log = '';
		transport.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
		await client.connect(transport);
		return {
			async call() {
				const { isError = false, content } = await client.callTool({ name: 'list_services', arguments: { limit: 1 } });
				return { isError, text: JSON.stringify(content) };
			},
			async close() {
				await client.close();
				noSecrets(log);
			},
		};
	}

	it('keeps a token in the keyring once PagerDuty has accepted it, and removes it again', async () => {
		const { code, said } = await run(['login'], `${sandbox.token}\n`);
		assert.equal(code, 0, said);
		assert.match(said, /^Signed in: as \w+ \w+ \(.*\)\nAddress: http.*\nKept in the system keyring\n$/);
		assert.ok(readFileSync(installed.secret, 'utf8').includes(sandbox.token));
		assert.ok(!existsSync(home));

		const { said: who } = await run(['whoami']);
		assert.match(who, /^Token: the API token kept in the system keyring\nAddress: .*\nSigned in: as /);
		const server = await served();
		assert.equal((await server.call()).isError, false);
		await server.close();

		const { said: out, code: left } = await run(['logout']);
		assert.equal(left, 0);
		assert.match(out, /^Removed the sign-in from the system keyring\.\nPagerDuty still accepts the token: delete it/);
		assert.ok(!existsSync(installed.secret));
		assert.deepEqual(await run(['logout']), { code: 0, said: 'No sign-in was kept.\n' });
		assert.match((await run(['whoami'])).said, /^Nobody is signed in\. Run oncall-for-pagerduty login/);
	});

	// Of util-linux, which every Linux has: another system's takes other options.
	if (/util-linux/.test(String(spawnSync('script', ['--version']).stdout)))
		it('shows nothing of what is typed or pasted at a terminal', async () => {
			const command = `'${process.execPath}' '${installed.cli}' login`;
			const terminal = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
				cwd: folder,
				env: cleanEnvironment(environmentOf({ TERM: 'xterm' })),
			});
			let shown = '';
			const asked = new Promise<void>((resolve) => {
				terminal.stdout.on('data', (chunk: Buffer) => {
					shown += chunk.toString();
					if (/token.*:/i.test(shown)) resolve();
				});
			});
			const ended = new Promise<number | null>((resolve) => terminal.once('close', resolve));
			await asked;
			const middle = Math.floor(sandbox.token.length / 2);
			for (const part of [sandbox.token.slice(0, middle), `${sandbox.token.slice(middle)}\r`])
				terminal.stdin.write(part);
			assert.equal(await ended, 0, shown);
			assert.match(shown, /Signed in: as \w+ \w+/);
			for (let at = 0; at + 6 <= sandbox.token.length; at++)
				assert.ok(!shown.includes(sandbox.token.slice(at, at + 6)), shown);
		});

	it('keeps nothing that PagerDuty does not accept, and nothing where nothing is entered', async () => {
		const wrong = await run(['login'], 'wrong-token');
		assert.equal(wrong.code, 1);
		assert.match(wrong.said, /Check that it is complete and not deleted.*\nNothing was kept\.\n$/);
		assert.match((await run(['login'], '\n')).said, /^No token was entered/);
		assert.match((await run(['login'], 'two words')).said, /a space or another character that is in no token/);
		assert.match((await run(['login'], 'x'.repeat(20_000))).said, /^What was entered is too long\.\n$/);
		assert.ok(!existsSync(installed.secret));
	});

	it('keeps an account-level key with the address of somebody whom PagerDuty knows', async () => {
		const unknown = await run(['login', '--from', 'nobody@example.com'], sandbox.accountToken);
		assert.match(unknown.said, /knows no user with the e-mail address of --from\. Nothing was kept\.\n$/);
		const [someone] = [...sandbox.store.users.values()];
		const { said } = await run(['login', '--from', someone?.email ?? ''], sandbox.accountToken);
		assert.match(said, /changes are made in the name of/);
		assert.ok((await run(['whoami'])).said.includes(`in the name of ${someone?.email ?? ''}`));
		const personal = await run(['login', '--from', someone?.email ?? ''], sandbox.token);
		assert.match(personal.said, /of a person, in whose name changes are made: leave out --from/);
	});

	it('keeps a file only on request, which its owner alone may read', async () => {
		const { said } = await run(['login', '--store', 'file'], sandbox.token, {}, bare);
		assert.ok(said.endsWith(`Kept in the file ${file()}\n`), said);
		if (posix)
			assert.deepEqual(
				[file(), home + '/oncall-for-pagerduty'].map((path) => statSync(path).mode & 0o777),
				[0o600, 0o700],
			);
		const server = await served({}, bare);
		assert.equal((await server.call()).isError, false);
		await server.close();
		await run(['login'], sandbox.token);
		assert.ok(!existsSync(file()), 'what is in the keyring must not be hidden by a file');
	});

	it('trusts no file that others may read or have put there', async function () {
		if (!posix) return;
		await run(['login', '--store', 'file'], sandbox.token);
		chmodSync(file(), 0o644);
		assert.match((await run(['whoami'])).said, /Others may read the file .*sign-in\.json: close it with chmod 600/);
		chmodSync(file(), 0o600);
		chmodSync(join(file(), '..'), 0o755);
		for (const command of ['whoami', 'login', 'logout']) {
			const { code, said } = await run([command, '--store', 'file'], sandbox.token);
			assert.equal(code, 1);
			assert.match(said, /Others may enter the folder .*: close it with chmod 700/);
		}
		rmSync(join(file(), '..'), { recursive: true });
		mkdirSync(join(file(), '..'), { mode: 0o700 });
		writeFileSync(join(folder, 'elsewhere'), '');
		symlinkSync(join(folder, 'elsewhere'), file());
		assert.match((await run(['login', '--store', 'file'], sandbox.token)).said, /is a link or no file: remove it/);
		assert.equal(readFileSync(join(folder, 'elsewhere'), 'utf8'), '');
	});

	it('says in one sentence why the keyring cannot be used, and the way out, before a token is asked for', async () => {
		for (const [how, told] of [
			[
				'locked',
				/^The system keyring is locked or refuses access: unlock it and try again, keep .* --store file, or set PAGERDUTY_API_TOKEN\.\n$/,
			],
			['unreachable', /^There is no system keyring that can be reached here: start one, keep .*\n$/],
		] as const) {
			installed.behave(how);
			const { code, said } = await run(['login'], sandbox.token);
			assert.equal(code, 1);
			assert.match(said, told);
		}
		const absent = await run(['login'], sandbox.token, {}, bare);
		assert.match(
			absent.said,
			/^The system keyring cannot be used, because the package @napi-rs\/keyring is not installed here: install it, .*\n$/,
		);
	});

	it('serves without a keyring as if nobody had signed in, and says of a locked one that it is', async () => {
		const without = await served({}, bare);
		assert.match(
			(await without.call()).text,
			/Nobody is signed in to PagerDuty\.\\nRun oncall-for-pagerduty login in a terminal/,
		);
		await without.close();
		installed.behave('locked');
		const server = await served();
		assert.match((await server.call()).text, /The system keyring is locked or refuses access: unlock it/);
		await run(['logout']).then(({ code }) => assert.equal(code, 1));
		installed.behave('open');
		await run(['login'], sandbox.token);
		assert.equal((await server.call()).isError, false, 'a sign-in counts without a new start');
		await server.close();
	});

	it('lets the environment and .env count first, and says so', async () => {
		await run(['login'], sandbox.token);
		const { said } = await run(['whoami'], '', {
			PAGERDUTY_API_TOKEN: sandbox.accountToken,
			PAGERDUTY_CLIENT_ID: 'an-app',
		});
		assert.match(said, /^Token: PAGERDUTY_API_TOKEN in the environment\n/);
		assert.match(said, /^Not used: the API token kept in the system keyring, because a token in the environment/m);
		assert.match(said, /^Not used: the app of PAGERDUTY_CLIENT_ID, because/m);
		writeFileSync(join(folder, '.env'), `PAGERDUTY_API_TOKEN=${sandbox.accountToken}\n`);
		assert.match((await run(['whoami'])).said, /^Token: PAGERDUTY_API_TOKEN in \.env of /);
		assert.match((await run(['logout'])).said, /^PAGERDUTY_API_TOKEN in \.env of .* still counts\.$/m);
	});

	it('sends a token only to the address that it was kept for', async () => {
		await run(['login'], sandbox.token);
		assert.match((await run(['whoami'], '', { PAGERDUTY_API_HOST: '' })).said, /Signed in: as /);
		const other = await startSandbox();
		const { said, code } = await run(['whoami'], '', { PAGERDUTY_API_HOST: other.url });
		await other.close();
		assert.equal(code, 1);
		assert.match(
			said,
			/^Not used: the API token .*, because it is for http:\S+, and --region or PAGERDUTY_API_HOST names another/m,
		);
		assert.equal(other.requests.length, 0);
	});

	describe('with a browser', () => {
		let port: number;
		const app = (of = scopedApp) => ({
			PAGERDUTY_CLIENT_ID: of.clientId,
			PAGERDUTY_OAUTH_CALLBACK_PORT: String(port),
			...(of === scopedApp && { PAGERDUTY_CLIENT_SECRET: of.clientSecret }),
		});
		const scopes = ['--scopes', 'users.read,services.read'];

		beforeEach(async () => {
			port = await freePort();
			for (const known of [classicApp, scopedApp])
				sandbox.identity.register({ ...known, redirectUris: [`http://localhost:${port}/oauth/pagerduty`] });
		});

		/** Signs in by pasting where the browser ends up. */
		async function signIn(of = scopedApp) {
			const running = start(['login', '--no-browser', ...(of === scopedApp ? scopes : [])], app(of));
			const url = await addressOf(running);
			running.process.stdin.write('https://example.com/\n');
			running.process.stdin.write(`${(await decide(url)).href}\n`);
			const { code, stdout, stderr } = await running.finished;
			assert.equal(code, 0, stderr);
			noSecrets(stdout + stderr);
			return stdout + stderr;
		}

		it('opens it, waits for it, and says which sign-in counts', async function () {
			if (process.platform !== 'linux') return;
			const bin = join(folder, 'bin');
			mkdirSync(bin);
			writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > '${join(folder, 'opened')}'\n`, {
				mode: 0o755,
			});
			const path = { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
			const running = start(['login', ...scopes], { ...app(), ...path });
			const url = await addressOf(running);
			const back = await decide(url);
			assert.equal((await fetch(back)).status, 200);
			const { code, stdout, stderr } = await running.finished;
			assert.equal(code, 0, stderr);
			assert.match(stdout, /^Signed in: as .*\nAddress: .*\nKept in the system keyring\n$/);
			noSecrets(stdout + stderr);
			assert.equal(readFileSync(join(folder, 'opened'), 'utf8'), url);
			await assert.rejects(fetch(back), 'nothing listens any more');
			assert.match(
				(await run(['whoami'], '', app())).said,
				/^Token: the sign-in with the browser, kept in the system keyring\n/,
			);
			const another = await run(['whoami'], '', { PAGERDUTY_CLIENT_ID: 'another-app' });
			assert.match(another.said, /^Nobody is signed in with the app of PAGERDUTY_CLIENT_ID/);
			assert.match(another.said, /^Not used: the sign-in .*, because PAGERDUTY_CLIENT_ID names another app$/m);
			assert.match((await run(['logout'])).said, /PagerDuty ends the session by itself, at 20/);
		});

		it('takes the address where a browser elsewhere ends up, and no other', async () => {
			assert.match(await signIn(), /The pasted address is not the one that PagerDuty sends your browser to\./);
			assert.match((await run(['whoami'])).said, /^Token: the sign-in with the browser, kept in/);
		});

		it('renews the tokens once for two servers at the same time, and keeps them', async () => {
			await signIn();
			const [before, servers] = [readFileSync(installed.secret, 'utf8'), await Promise.all([served(), served()])];
			for (const server of servers) assert.equal((await server.call()).isError, false);
			sandbox.clock.advance(25 * 3600_000);
			const answers = await Promise.all(servers.map((server) => server.call()));
			for (const { isError, text } of answers) assert.equal(isError, false, text);
			const renewals = sandbox.requests.filter(({ body }) => body.includes('grant_type=refresh_token'));
			assert.equal(renewals.length, 1);
			assert.notEqual(readFileSync(installed.secret, 'utf8'), before);
			for (const server of servers) await server.close();
		});

		it('says what to run when the session has ended, and opens nothing by itself', async () => {
			await signIn(classicApp);
			const server = await served();
			sandbox.identity.revokeAll(classicApp.clientId);
			const { isError, text } = await server.call();
			assert.ok(isError);
			assert.match(text, /Your PagerDuty session has ended\.\\nRun oncall-for-pagerduty login in a terminal/);
			await server.close();
		});

		it('needs an app', async () => {
			const { code, said } = await run(['login', '--oauth']);
			assert.equal(code, 64);
			assert.match(said, /^--oauth needs the client ID of an app .* set PAGERDUTY_CLIENT_ID/);
			const wrong = await run(['login'], '', { PAGERDUTY_CLIENT_ID: 'x', PAGERDUTY_OAUTH_CALLBACK_PORT: '80' });
			assert.match(wrong.said, /^PAGERDUTY_OAUTH_CALLBACK_PORT must be a whole number from 1024 to 65535\.\n$/);
		});

		it('is called off by Ctrl+C and by the end of the input, and then nothing listens', async () => {
			const waiting = start(['login'], { ...app(classicApp), PATH: folder });
			await addressOf(waiting);
			waiting.process.kill('SIGINT');
			const { code, stderr } = await waiting.finished;
			if (posix) assert.equal(code, 1);
			if (posix) assert.match(stderr, /The sign-in was cancelled\./);
			await assert.rejects(fetch(`http://localhost:${port}/`));
			assert.match((await run(['login', '--no-browser'], '', app(classicApp))).said, /The sign-in was cancelled\./);
		});

		async function addressOf({ process: child, finished }: Running): Promise<string> {
			let text = '';
			const found = new Promise<string>((resolve) => {
				child.stderr.on('data', (chunk: Buffer) => {
					text += chunk.toString();
					const url = /^(http\S+\/oauth\/authorize\S+)$/m.exec(text)?.[1];
					if (url !== undefined) resolve(url);
				});
			});
			return Promise.race([
				found,
				finished.then(({ stderr }) => {
					throw new Error(stderr);
				}),
			]);
		}
	});
});
