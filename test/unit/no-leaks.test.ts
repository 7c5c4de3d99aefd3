import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { SecretWatch } from '../support/secret-watch.mjs';

const secret = 'u+Zq7dLw0Yk2Rt9Bx4Nc';

/** A run of mocha whose only test passes, and lets the secret out. */
async function run(by: string, usedAs = 'header') {
	const args = ['node_modules/mocha/bin/mocha.js', '--no-config', '--require', './test/no-leaks.mjs'];
	const child = spawn(process.execPath, [...args, 'test/support/leaking/leaking.mjs'], {
		env: { ...process.env, LEAKED: secret, LEAKED_BY: by, USED_AS: usedAs },
		// The run itself would be noticed to leak.
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	let told = '';
	child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { code, told };
}

describe('what looks for secrets after the tests', () => {
	it('lets a run pass where none got out', async () => {
		const { code, told } = await run('none');
		assert.equal(code, 0, told);
		assert.match(told, /1 passing/);
	});

	for (const by of ['log', 'stderr', 'stdout', 'file'])
		it(`fails a run where one got into ${by}`, async () => {
			const { code, told } = await run(by);
			assert.notEqual(code, 0);
			assert.match(told, new RegExp(`Secrets got out:\\n.*${by}.* in "uses a secret": `));
			assert.ok(!told.includes(secret));
		});

	for (const usedAs of ['header of an app', 'form', 'answer'])
		it(`fails a run where one out of the ${usedAs} got out`, async () => {
			const { code, told } = await run('log', usedAs);
			assert.notEqual(code, 0);
			assert.match(told, /Secrets got out:\nthe log in "uses a secret": /);
		});

	const inBase64 = (before: string) => Buffer.from(`${before}${secret} and so on`).toString('base64');
	const forms = {
		'percent-encoded': encodeURIComponent(secret),
		'in base64': inBase64(''),
		'in base64, one letter further': inBase64('x'),
		'in base64, two letters further': inBase64('xy'),
		'in base64 for addresses': Buffer.from(`Token token=${secret}`).toString('base64url'),
		'in JSON': JSON.stringify(JSON.stringify({ headers: { Authorization: `Bearer ${secret}` } })),
		'by half': secret.slice(4),
	};
	for (const [how, form] of Object.entries(forms))
		it(`finds one ${how}`, () => {
			const watch = new SecretWatch();
			watch.useHeader(`Token token=${secret}`, 'a test');
			watch.see(`GET /x 200 "${form}"; in 5 ms`, 'the log');
			assert.notEqual(watch.leaks().length, 0);
			assert.ok(!watch.leaks().join().includes(secret));
		});

	it('knows a secret of a connection by its look', () => {
		const watch = new SecretWatch();
		watch.see(`Token pdmcp_${'Ab3-'.repeat(10)}xyz is wrong`, 'the log');
		assert.deepEqual(watch.leaks(), ['the log: pdmcp_Ab3-… by its look']);
	});

	it('takes nothing else for a secret', () => {
		const watch = new SecretWatch();
		watch.useHeader(`Bearer ${secret}`, 'a test');
		watch.see(
			`Token …${secret.slice(-4)} of ${Buffer.from('something else altogether').toString('base64')}`,
			'the log',
		);
		assert.deepEqual(watch.leaks(), []);
	});
});
