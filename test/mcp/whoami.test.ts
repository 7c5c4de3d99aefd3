import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { buildOnce, endAll, Running } from './command-line.ts';

describe('whoami', () => {
	let sandbox: Sandbox;
	let folder: string;
	const whoami = async (environment: Record<string, string>, ...args: string[]) => {
		const running = new Running(['whoami', ...args], { PAGERDUTY_API_HOST: sandbox.url, ...environment }, folder);
		const { code, stdout, stderr } = await running.finished;
		for (const token of [sandbox.token, sandbox.accountToken, 'wrong-token'])
			assert.ok(!(stdout + stderr).includes(token));
		return { code, lines: (stdout + stderr).trimEnd().split('\n') };
	};

	before(buildOnce);

	beforeEach(async () => {
		sandbox = await startSandbox();
		folder = mkdtempSync(join(tmpdir(), 'whoami-'));
	});

	afterEach(async () => {
		endAll();
		await sandbox.close();
		rmSync(folder, { recursive: true });
	});

	it('says which token counts, why, and whose it is', async () => {
		writeFileSync(join(folder, '.env'), `export PAGERDUTY_USER_API_KEY="${sandbox.token}"\n`);
		const fromFile = await whoami({});
		assert.equal(fromFile.code, 0);
		assert.match(fromFile.lines[0] ?? '', /^Token: PAGERDUTY_USER_API_KEY in \.env of .*whoami-/);
		assert.match(fromFile.lines.at(-1) ?? '', /^Signed in: as \w+ \w+ \(.+@.+, \w+\)$/);

		const { code, lines } = await whoami({ PAGERDUTY_API_TOKEN: sandbox.accountToken }, '--from', 'maya@example.com');
		assert.equal(code, 0);
		assert.equal(lines[0], 'Token: PAGERDUTY_API_TOKEN in the environment');
		assert.match(
			lines[1] ?? '',
			/^Not used: PAGERDUTY_USER_API_KEY in \.env of .*, because the environment counts first$/,
		);
		assert.equal(lines[2], `Address: ${sandbox.url}`);
		assert.match(lines[3] ?? '', /account-level key, .* in the name of maya@example\.com$/);
	});

	it('fails without a token, and with one that PagerDuty does not accept', async () => {
		const none = await whoami({});
		assert.equal(none.code, 1);
		assert.match(none.lines.join(), /^Nobody is signed in\. Run oncall-for-pagerduty login, set PAGERDUTY_API_TOKEN/);
		const wrong = await whoami({ PAGERDUTY_API_TOKEN: 'wrong-token' });
		assert.equal(wrong.code, 1);
		assert.equal(wrong.lines[0], 'Token: PAGERDUTY_API_TOKEN in the environment');
		assert.match(wrong.lines.at(-1) ?? '', /--region/);
	});
});
