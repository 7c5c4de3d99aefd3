import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findToken } from '../../../src/cli/token.ts';

describe('the token of the command line', () => {
	let folder: string;
	const write = (content: string | Buffer) => writeFileSync(join(folder, '.env'), content);
	const found = (environment: Record<string, string> = {}) => findToken(environment, folder);
	const refused = (told: string, environment: Record<string, string> = {}) =>
		assert.throws(
			() => found(environment),
			(error) => {
				assert.ok(error instanceof Error && error.name === 'UsageError');
				assert.equal(error.message.replaceAll(folder, 'FOLDER'), told);
				return true;
			},
		);

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'token-'));
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	it('is that of the environment, else that of .env, by either name', () => {
		assert.equal(found(), undefined);
		write('PAGERDUTY_USER_API_KEY=from-file\n');
		assert.deepEqual(found(), { token: 'from-file', source: `PAGERDUTY_USER_API_KEY in .env of ${folder}` });
		assert.deepEqual(found({ PAGERDUTY_USER_API_KEY: ' other\n' }), {
			token: 'other',
			source: 'PAGERDUTY_USER_API_KEY in the environment',
		});
		assert.equal(found({ PAGERDUTY_API_TOKEN: ' ' })?.token, 'from-file');
	});

	const written: [what: string, content: string | Buffer][] = [
		['plain', 'PAGERDUTY_API_TOKEN=the-token\n'],
		['with a byte order mark', '\ufeffPAGERDUTY_API_TOKEN=the-token'],
		['in UTF-16, as PowerShell writes it', Buffer.from('\ufeffPAGERDUTY_API_TOKEN=the-token\r\n', 'utf16le')],
		['in double quotes', 'PAGERDUTY_API_TOKEN="the-token"\r\n'],
		['in single quotes, with a remark', "# Mine\r\nPAGERDUTY_API_TOKEN = 'the-token' # secret\r\n"],
		['exported', 'A=1\nexport PAGERDUTY_API_TOKEN=the-token\n'],
		['exported with more space', 'A=1\nexport \t PAGERDUTY_API_TOKEN=the-token\n'],
		['behind a line that sets nothing', 'this is not a variable\nPAGERDUTY_API_TOKEN=the-token\n'],
		[
			'behind a text of several lines',
			'KEY="-----BEGIN\nPAGERDUTY_API_TOKEN=no\n-----"\nPAGERDUTY_API_TOKEN=the-token\n',
		],
		['twice by two names, the same', 'PAGERDUTY_API_TOKEN=the-token\nPAGERDUTY_USER_API_KEY=the-token\n'],
	];
	for (const [what, content] of written) {
		it(`is read from .env ${what}`, () => {
			write(content);
			assert.equal(found()?.token, 'the-token');
		});
	}

	it('is not two different ones at once', () => {
		const two = { PAGERDUTY_API_TOKEN: 'one', PAGERDUTY_USER_API_KEY: 'other' };
		const told = (place: string) =>
			`PAGERDUTY_API_TOKEN and PAGERDUTY_USER_API_KEY ${place} hold two different tokens. Remove one of them.`;
		refused(told('in the environment'), two);
		write('PAGERDUTY_API_TOKEN=one\nPAGERDUTY_USER_API_KEY=other\n');
		refused(told('in .env of FOLDER'));
		assert.equal(found({ PAGERDUTY_API_TOKEN: 'one' })?.token, 'one');
	});

	it('is nothing that would break a header, and a refusal does not repeat it', () => {
		const told = (place: string) =>
			`PAGERDUTY_API_TOKEN ${place} holds a space, a line break or another character that is in no token.`;
		for (const value of ['the\r\nX-Other: 1', 'the token', 'the-tok\u00e9n', 'the\u0000token', 'x'.repeat(4097)])
			refused(told('in the environment'), { PAGERDUTY_API_TOKEN: value });
		write('PAGERDUTY_API_TOKEN="the\nX-Other: 1"\n');
		refused(told('in .env of FOLDER'));
	});

	it('does not come from a file that is huge, or from a folder called .env', () => {
		write(`PAGERDUTY_API_TOKEN=one\n${'#'.repeat(70_000)}`);
		refused(
			`${join('FOLDER', '.env')} is larger than 64 KiB, so no token is read from it. Set PAGERDUTY_API_TOKEN instead.`,
		);
		assert.equal(found({ PAGERDUTY_API_TOKEN: 'one' })?.token, 'one');
		rmSync(join(folder, '.env'));
		mkdirSync(join(folder, '.env'));
		assert.equal(found(), undefined);
	});
});
