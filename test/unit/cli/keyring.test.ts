import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keyring } from '../../../src/cli/credentials/keyring.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('the keyring', () => {
	let folder: string;
	const clock = new FakeClock();
	const keyring = (program: string) => {
		const path = join(folder, 'program.mjs');
		writeFileSync(path, program);
		return new Keyring({ program: path, clock });
	};

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keyring-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('that does not answer is given up, and what waits for it is ended', async () => {
		const silent = keyring('setInterval(() => {}, 1000);');
		const refused = assert.rejects(silent.read(), {
			name: 'SecretStoreError',
			message:
				/^The system keyring did not answer within 10 seconds: see whether it waits to be unlocked and try again, keep .*\.$/,
		});
		await clock.advance(10_000);
		await refused;
	});

	it('is not there when its program fails or says something else', async () => {
		for (const program of ['process.exit(3)', 'console.log("hello")', 'console.log(JSON.stringify({ ok: "no" }))'])
			await assert.rejects(keyring(program).read(), { nowhere: true });
	});

	it('gets the secret where nobody else sees it', async () => {
		const echo = `
			let text = '';
			for await (const chunk of process.stdin) text += chunk;
			const seen = process.argv.join() + JSON.stringify(process.env);
			console.log(JSON.stringify({ ok: !seen.includes('the-secret') && JSON.parse(text).secret === 'the-secret', problem: 'locked' }));`;
		await keyring(echo).write('the-secret');
	});
});
