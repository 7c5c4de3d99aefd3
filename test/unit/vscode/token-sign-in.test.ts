import assert from 'node:assert/strict';
import { demoIdentity } from '../../../src/oauth/identity-server.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { SignInAnswer } from '../../../src/vscode/account/sign-in-answer.ts';
import { RedactingLog } from '../../../src/vscode/log.ts';
import { FakeSecrets } from '../../support/accounts.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeEditor, type FakeInput } from '../../support/fake-editor.ts';
import { heard } from '../../support/heard.ts';

describe('Signing in with a token in the editor', () => {
	let sandbox: Sandbox;
	let editor: FakeEditor;

	beforeEach(async () => {
		sandbox = await startSandbox();
		editor = new FakeEditor();
		editor.open();
	});
	afterEach(() => sandbox.close());

	const ask = async (): Promise<SignInAnswer | undefined> => {
		const { signInWays } = await import('../../../src/parts/sign-in-ways.ts');
		const { OAuthApps } = await import('../../../src/vscode/account/oauth-apps.ts');
		const log = new RedactingLog({ debug: heard, info: heard, warn: heard, error: heard });
		editor.choices.push('API token, US region');
		const ways = signInWays({
			besideFiles: false,
			urls: { us: sandbox.url, eu: sandbox.url },
			apps: new OAuthApps(new FakeSecrets(), log),
			server: () => demoIdentity(sandbox.url),
			clock: new FakeClock(),
			log,
			userAgent: 'test',
		});
		return ways.ask();
	};
	/** The box after `before`. */
	const inputAfter = async (before?: FakeInput) => {
		for (;;) {
			const [input] = editor.inputs;
			if (input !== undefined && input !== before && input.shown) return input;
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
	};

	it('says something when Enter is pressed on nothing', async () => {
		const asked = ask();
		const input = await inputAfter();
		assert.equal(await input.enter('  '), 'Paste a token first.');
		input.type('u+AbCd');
		assert.match(input.validationMessage, /longer/);
		input.type('');
		assert.equal(input.validationMessage, '');
		await input.enter(sandbox.token);
		const { credentials } = (await asked) ?? {};
		assert.ok(credentials && 'token' in credentials);
		assert.deepEqual([credentials.name, credentials.subdomain], ['Maya Okafor', 'lumen-oak']);
	});

	it('looks up in whose name an account-level key acts, and says when it is nobody', async () => {
		const asked = ask();
		const key = await inputAfter();
		await key.enter(sandbox.accountToken);
		const sender = await inputAfter(key);
		assert.equal(await sender.enter(''), 'Enter an e-mail address first.');
		assert.match(await sender.enter('nobody@example.com'), /^Nobody in this account has that e-mail address\./);
		const [user] = sandbox.store.users.values();
		assert.ok(user);
		// A part of an address finds somebody, but nobody has it.
		assert.match(await sender.enter(user.email.slice(1)), /^Nobody/);
		await sender.enter(user.email.toUpperCase());
		const { credentials, remarks } = (await asked) ?? {};
		assert.deepEqual([credentials?.userId, credentials?.kind, remarks], [user.id, 'account', []]);
	});

	it('takes the address of a key that may not read users, and says that it could not be checked', async () => {
		const asked = ask();
		const key = await inputAfter();
		await key.enter(sandbox.accountToken);
		const sender = await inputAfter(key);
		sandbox.faults.scopeMissing = { match: /^GET \/users/ };
		await sender.enter('ana@example.com');
		const answer = await asked;
		assert.equal(answer?.credentials.from, 'ana@example.com');
		assert.match(answer.remarks.join(), /may not read users, so ana@example\.com could not be checked/);
	});
});
