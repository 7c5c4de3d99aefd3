import assert from 'node:assert/strict';
import type { Tokens } from '../../../src/oauth/tokens.ts';
import { RedactingLog } from '../../../src/vscode/log.ts';
import { fakeWindow } from '../../support/accounts.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { heard } from '../../support/heard.ts';

const day = 86_400_000;
const log = new RedactingLog({ debug: heard, info: heard, warn: heard, error: heard });

describe('A sign-in that cannot be renewed', () => {
	let clock: FakeClock;
	let editor: FakeEditor;
	let memory: Map<string, unknown>;

	beforeEach(() => {
		clock = new FakeClock();
		editor = new FakeEditor();
		editor.open();
		memory = new Map();
	});

	const tokens = (): Tokens => {
		const obtainedAt = clock.now().getTime();
		const expiresAt = obtainedAt + 30 * day;
		const who = { region: 'us', userId: 'PANA' } as const;
		return { clientId: 'app', accessToken: 'pdus+_0X', scopes: ['read'], obtainedAt, expiresAt, ...who };
	};
	const openWindow = async (more: Partial<Tokens> = {}) => {
		const { RenewalReminder } = await import('../../../src/vscode/account/renewal-reminder.ts');
		const { account, store } = fakeWindow({ sessions: { clock } });
		const shared = {
			get: (key: string) => memory.get(key),
			update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, value)),
		};
		const reminder = new RenewalReminder({ account, store, clock, log, memory: shared });
		await account.signIn({ oauth: { ...tokens(), ...more }, region: 'us', kind: 'user', name: 'Ana Ruiz' });
		return { account, reminder };
	};

	it('is told once, a day before it ends, and opens no browser by itself', async () => {
		const { reminder } = await openWindow();
		await clock.advance(29 * day - 1000);
		assert.deepEqual(editor.told, []);
		await clock.advance(2000);
		assert.match(editor.told.join(), /^Your PagerDuty sign-in as Ana Ruiz ends: \S+.*\. Sign in again/);
		await clock.advance(day);
		assert.equal(editor.told.length, 1);
		assert.deepEqual(editor.ran, []);
		reminder.dispose();
		assert.equal(clock.sleeping, 0);
	});

	it('is begun anew with one click', async () => {
		editor.pressed = 'Sign in again';
		const { reminder } = await openWindow();
		await clock.advance(29 * day + 1000);
		assert.deepEqual(editor.ran, [['pagerduty.signIn', 'browser']]);
		reminder.dispose();
	});

	it('is told in the window that somebody looks at', async () => {
		editor.focus(false);
		const { reminder } = await openWindow();
		await clock.advance(29 * day + 1000);
		assert.deepEqual(editor.told, []);
		editor.focus(true);
		await clock.advance(1);
		assert.equal(editor.told.length, 1);
		reminder.dispose();
	});

	it('is told of no more once another account is used, or when it renews itself', async () => {
		const { account, reminder } = await openWindow();
		await account.signIn({ region: 'us', kind: 'user', name: 'Ben', token: 'u+bensecretsecret' });
		const renewing = await openWindow({ refreshToken: 'pdus+_1X' });
		await clock.advance(31 * day);
		assert.deepEqual(editor.told, []);
		for (const one of [reminder, renewing.reminder]) one.dispose();
	});
});
