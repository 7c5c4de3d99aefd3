import assert from 'node:assert/strict';
import { PagerDutyError, type PagerDutyErrorKind } from '../../../src/pagerduty/http/errors.ts';
import { ToolError } from '../../../src/tools/core/failure.ts';
import { said } from '../../../src/tools/text/said.ts';
import { notLoaded } from '../../../src/vscode/refresh/load-state.ts';
import { viewMessage, viewState } from '../../../src/vscode/sidebar/view-state.ts';
import { nextHandover, policiesOf } from '../../../src/vscode/oncall/policies.ts';
import {
	gapDescription,
	gapInWords,
	turnDescription,
	turnInWords,
	turnLabel,
	turnTooltip,
} from '../../../src/vscode/oncall/present.ts';
import { readWhole } from '../../../src/tools/lists/read-all.ts';
import { languageOf } from '../../../src/vscode/words/language.ts';
import { safeForLabel, safeForNotification } from '../../../src/vscode/words/markup-safe.ts';
import { describeProblem, isCancellation } from '../../../src/vscode/words/problem.ts';
import { UnreadableSecrets, UnwritableSecrets } from '../../../src/vscode/account/secrets.ts';
import type { L10n } from '../../../src/vscode/words/situation.ts';
import { age, moment } from '../../../src/vscode/words/time.ts';
import { emailProblem, tokenProblem, verifyToken } from '../../../src/vscode/account/token.ts';
import { l10n, oncall } from './support.ts';

const now = new Date('2026-01-05T09:00:00Z'); // a Monday
const locale = { language: 'en-GB', timeZone: 'UTC' };
const situation = { now, locale, l10n };
const error = (kind: PagerDutyErrorKind, more: object = {}) =>
	new PagerDutyError({ kind, message: `It was ${kind}.`, ...more });

describe('Ages and moments', () => {
	it('are short', () => {
		const since = (ms: number) => age(new Date(now.getTime() - ms).toISOString(), now, l10n);
		assert.deepEqual([0, 59_000, 300_000, 3_600_000, 7_500_000, 86_400_000, 280_800_000].map(since), [
			'now',
			'now',
			'5m',
			'1h',
			'2h 5m',
			'1d',
			'3d 6h',
		]);
		assert.equal(age('2027-01-01T00:00:00Z', now, l10n), 'now');
		assert.equal(age(undefined, now, l10n), undefined);
		assert.equal(age('soon', now, l10n), undefined);
	});

	it('say no more of the date than is needed', () => {
		const at = (iso: string) => moment(new Date(iso), now, locale);
		assert.equal(at('2026-01-05T18:00:00Z'), '18:00');
		assert.equal(at('2026-01-09T18:00:00Z'), 'Fri 18:00');
		assert.equal(at('2026-02-01T18:00:00Z'), '1 Feb, 18:00');
	});
});

describe('The language of dates and numbers', () => {
	const german: L10n = { t: (text) => (text === 'en' ? 'de' : text) };
	const at = new Date('2026-03-07T18:00:00Z');
	const shown = (texts: L10n, language: string) => {
		const options = { weekday: 'long', hour: 'numeric', minute: '2-digit', timeZone: 'UTC' } as const;
		return new Intl.DateTimeFormat(languageOf(texts, language), options).format(at).replace(/\u202f/g, ' ');
	};

	it('is that of the words, with the hours of the person', () => {
		assert.equal(languageOf(l10n, 'en-GB'), 'en-GB');
		assert.equal(languageOf(german, 'de-CH'), 'de-CH');
		// There are no texts in French, and clocks go to 24 there.
		assert.equal(shown(l10n, 'fr'), 'Saturday 18:00');
		assert.equal(shown(l10n, 'ko'), 'Saturday 6:00 PM');
		assert.equal(shown(german, 'de'), 'Samstag, 18:00');
		assert.equal(languageOf(l10n, 'no language'), 'en');
	});

	it('is that of the words in what the tools say', async () => {
		const read = () => Promise.resolve({ items: [1], received: 1, limit: 1, offset: 0, more: true, total: undefined });
		await assert.rejects(readWhole(read), (error) => {
			assert.match(describeProblem(error, l10n).message, /no more than 10,000 rows/);
			assert.match(describeProblem(error, withValues(german)).message, /no more than 10\.000 rows/);
			return true;
		});
	});
});

/** With the values in their gaps. */
function withValues(texts: L10n): L10n {
	return {
		t: (text, ...values) => texts.t(text).replaceAll(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
	};
}

describe('Labels and notifications', () => {
	it('show text from outside as it is', () => {
		assert.equal(safeForLabel('a $(bell)\nb'), 'a $ (bell) b');
		assert.equal(safeForNotification('[x](command:evil)'), '[x] (command:evil)');
		assert.equal(safeForNotification('x'.repeat(200)).length, 120);
	});
});

describe('Who is on call', () => {
	const oncalls = [
		oncall('Ben', { escalation_policy: 'Auth', escalation_policy_id: 'PAUTH' }),
		oncall('Ana', {
			me: true,
			schedule: 'Primary',
			schedule_id: 'S1',
			start: '2026-01-05T00:00:00Z',
			end: '2026-01-09T18:00:00Z',
		}),
		oncall('Cleo', { schedule_id: 'S1', start: '2026-01-16T18:00:00Z', end: '2026-01-23T18:00:00Z' }),
		oncall('Ben', { schedule_id: 'S1', start: '2026-01-09T18:00:00Z', end: '2026-01-16T18:00:00Z' }),
		oncall('Dora', { level: 2 }),
	];
	const policies = policiesOf(oncalls, now);

	it('names the levels that nobody is on, and until when', () => {
		const [policy] = policiesOf(
			[
				oncall('Ana', { level: 3 }),
				oncall('Ben', { level: 1, start: '2026-01-06T08:00:00Z', end: '2026-01-09T08:00:00Z' }),
				oncall('Cleo', { level: 1, start: '2026-01-05T18:00:00Z', end: '2026-01-06T08:00:00Z' }),
			],
			now,
		);
		assert.ok(policy);
		assert.deepEqual(
			policy.gaps.map((gap) => [gapDescription(gap, situation), gapInWords(gap, situation)]),
			[
				['L1 · until 18:00', 'Nobody is on call at level 1 until 18:00'],
				['L2', 'Nobody is on call at level 2'],
			],
		);
		assert.equal(nextHandover([policy])?.toISOString(), '2026-01-05T18:00:00.000Z');
	});

	it('has my policies first, one turn per person and level, and who comes next', () => {
		assert.deepEqual(
			policies.map(({ name, mine, turns }) => [
				name,
				mine,
				turns.map(({ user, level, next }) => [user, level, next?.user]),
			]),
			[
				[
					'Payments',
					true,
					[
						['Ana', 1, 'Ben'],
						['Dora', 2, undefined],
					],
				],
				['Auth', false, [['Ben', 1, undefined]]],
			],
		);
		assert.equal(nextHandover(policies)?.toISOString(), '2026-01-09T18:00:00.000Z');
	});

	it('passes on when a turn ends', () => {
		const later = policiesOf(oncalls, new Date('2026-01-09T18:00:00Z'));
		assert.deepEqual(
			later.flatMap(({ turns }) => turns.map(({ user }) => user)),
			['Ben', 'Ben', 'Dora'],
		);
	});

	it('counts the longer of two turns of one person', () => {
		const [policy] = policiesOf(
			[
				oncall('Ana', { schedule_id: 'S1', start: '2026-01-05T00:00:00Z', end: '2026-01-05T12:00:00Z' }),
				oncall('Ana', { schedule_id: 'S2', start: '2026-01-05T00:00:00Z', end: '2026-01-05T20:00:00Z' }),
			],
			now,
		);
		assert.deepEqual(
			policy?.turns.map(({ until }) => until?.toISOString()),
			['2026-01-05T20:00:00.000Z'],
		);
	});

	it('keeps a policy with nobody now', () => {
		const [policy] = policiesOf([oncall('Ana', { start: '2026-01-06T00:00:00Z' })], now);
		assert.deepEqual(policy?.turns, []);
		assert.deepEqual(policiesOf([], now), []);
	});

	it('is said in words and local times', () => {
		const [mine] = policies;
		const [turn] = mine?.turns ?? [];
		assert.ok(mine && turn);
		assert.equal(turnLabel(turn, situation), 'Ana (you)');
		assert.equal(turnDescription(turn, situation), 'L1 · until Fri 18:00 · then Ben');
		assert.equal(turnInWords(turn, situation), 'Ana (you), level 1, until Fri 18:00, then Ben');
		assert.match(turnTooltip(turn, mine, situation), /Schedule: Primary/);
	});
});

describe('A name from outside', () => {
	it('cannot become a link, an image, an icon or formatting in the hover of a turn', () => {
		const attack =
			'[click](command:evil) ![x](https://evil.example/p.png) **bold** <img src=x> $(alert) `code`\n\n# head';
		const [policy] = policiesOf(
			[
				oncall(attack, {
					escalation_policy: attack,
					schedule: attack,
					schedule_id: 'S1',
					start: '2026-01-05T00:00:00Z',
					end: '2026-01-05T12:00:00Z',
				}),
				oncall(`${attack} next`, { schedule_id: 'S1', start: '2026-01-05T12:00:00Z' }),
			],
			now,
		);
		const [turn] = policy?.turns ?? [];
		assert.ok(policy && turn?.next);
		const text = turnTooltip(turn, policy, situation);
		assert.equal([...text.matchAll(/click/g)].length, 4);
		for (const mark of ['](', '<', '`', '![', '$(alert)', '://', '**bold', '\n#'])
			assert.ok(!text.includes(mark), mark);
	});
});

describe('A problem', () => {
	it('is one sentence with the button that helps', () => {
		const remedies = Object.fromEntries(
			(
				[
					'signedOut',
					'unauthorized',
					'plan',
					'forbidden',
					'notFound',
					'rateLimited',
					'refused',
					'server',
					'network',
					'timeout',
					'reply',
				] as const
			).map((kind) => [kind, describeProblem(error(kind), l10n).remedy]),
		);
		assert.deepEqual(remedies, {
			signedOut: 'signIn',
			unauthorized: 'signIn',
			plan: 'log',
			forbidden: 'signIn',
			notFound: 'refresh',
			rateLimited: 'retry',
			refused: 'log',
			server: 'retry',
			network: 'retry',
			timeout: 'retry',
			reply: 'log',
		});
	});

	it('is told in the editor’s language, whatever the call says in English', () => {
		const spoken = { t: (message: string) => `«${message}»` };
		for (const kind of ['notMade', 'otherAccount', 'notFound', 'reply', 'sender', 'server', 'timeout', 'plan'] as const)
			assert.match(describeProblem(error(kind, { messages: ['Not Found'] }), spoken).message, /^«[^«»]+»$/, kind);
	});

	it('says what PagerDuty says, how long to wait, and when it is unclear what happened', () => {
		const refused = describeProblem(error('refused', { messages: ['Title is required.'] }), l10n);
		assert.equal(refused.message, 'PagerDuty refused this: Title is required.');
		assert.equal(
			describeProblem(error('refused', { status: 409 }), l10n).message,
			'PagerDuty refused this with status 409.',
		);
		assert.equal(describeProblem(error('refused'), l10n).message, 'It was refused.');
		assert.equal(describeProblem(error('rateLimited', { retryAfterSeconds: 30 }), l10n).retryAfterSeconds, 30);
		const limited = (seconds?: number) =>
			describeProblem(error('rateLimited', seconds ? { retryAfterSeconds: seconds } : {}), l10n).message;
		assert.match(limited(30), /in 30 seconds\.$/);
		assert.match(limited(3601), /in 61 minutes\.$/);
		assert.match(limited(), /in 10 seconds\.$/);
		for (const kind of ['timeout', 'network', 'server', 'reply'] as const)
			assert.match(describeProblem(error(kind, { unclear: true }), l10n).message, /may or may not/);
		assert.equal(describeProblem(new Error('secret detail'), l10n).message.includes('secret'), false);
	});

	it('says that something else answered, and in whose name a change is missing', () => {
		const proxy = describeProblem(error('reply', { foreign: true }), l10n);
		assert.deepEqual([proxy.kind, proxy.remedy], ['offline', 'retry']);
		assert.match(proxy.message, /^Something other than PagerDuty answered\. Check the proxy/);
		const refused = [{ status: 407 }, {}].map((more) => describeProblem(error('proxy', more), l10n).message);
		assert.match(refused[0] ?? '', /^The proxy asks for a user name and a password\. .*http\.proxy/);
		assert.match(refused[1] ?? '', /^The proxy does not let requests through to PagerDuty\. .*http\.noProxy/);
		const sender = describeProblem(error('sender'), l10n);
		assert.equal(sender.remedy, 'signIn');
		assert.match(sender.message, /enter the e-mail address of a PagerDuty user/);
	});

	it('of a tool is told without what only agents can do', () => {
		const refusal = { message: 'There is no incident X.', next: 'Look it up with list_incidents.' };
		assert.equal(describeProblem(new ToolError(refusal), l10n).message, 'There is no incident X.');
		const candidates = [{ name: 'Checkout', id: 'P1' }, { name: 'Check-in' }];
		assert.equal(
			describeProblem(new ToolError({ ...refusal, candidates }), l10n).message,
			'There is no incident X. It may be one of these: Checkout, Check-in.',
		);
	});

	it('of a tool that people meet is told in the words of their language', () => {
		const german: L10n = { t: (text, ...values) => l10n.t(text === 'No {0}.' ? 'Kein {0}.' : text, ...values) };
		const failure = { message: '`x`: there is none.', said: said`No ${'"X"'}.` };
		assert.equal(describeProblem(new ToolError(failure), german).message, 'Kein "X".');
		const candidates = [{ name: 'Checkout' }];
		assert.match(
			describeProblem(new ToolError({ ...failure, candidates }), german).message,
			/^Kein "X"\. .*Checkout\.$/,
		);
	});

	it('of the secret store can be tried again', () => {
		const { message, remedy } = describeProblem(new UnreadableSecrets(), l10n);
		assert.match(message, /secret store/);
		assert.equal(remedy, 'retry');
	});

	for (const [platform, store, help] of [
		['darwin', /keychain/, /Unlock the login keychain/],
		['win32', /Windows account/, /Sign out of Windows/],
		['linux', /GNOME Keyring or KWallet/, /unlock it, restart VS Code/],
	] as const) {
		it(`of the secret store names it and says what helps (${platform})`, () => {
			for (const failure of [new UnreadableSecrets(), new UnwritableSecrets()]) {
				const { message, remedy } = describeProblem(failure, l10n, platform);
				assert.match(message, store);
				assert.match(message, help);
				assert.equal(remedy, 'retry');
			}
			assert.match(
				describeProblem(new UnwritableSecrets(), l10n, platform).message,
				/cannot write .* nothing has changed/,
			);
		});
	}

	it('of a port that cannot be opened, for the demo or for agents, is told as that', () => {
		const refused = Object.assign(new Error('listen EACCES: permission denied'), { code: 'EACCES', syscall: 'listen' });
		const { message, remedy } = describeProblem(refused, l10n);
		assert.match(message, /cannot open a port on this machine/);
		assert.equal(remedy, 'retry');
	});

	it('is not a wish to stop', () => {
		const abort = new AbortController();
		abort.abort();
		assert.ok(isCancellation(abort.signal.reason));
		assert.ok(!isCancellation(new Error('x')));
	});
});

describe('A view', () => {
	const problem = (kind: PagerDutyErrorKind) => ({ at: now, what: describeProblem(error(kind), l10n) });

	it('has one empty state at a time', () => {
		assert.equal(viewState(notLoaded, 0), 'loading');
		assert.equal(viewState({ completeAt: now, problem: undefined }, 0), 'empty');
		assert.equal(viewState({ completeAt: now, problem: undefined }, 1), 'some');
		assert.equal(viewState({ completeAt: undefined, problem: problem('network') }, 0), 'offline');
		assert.equal(viewState({ completeAt: undefined, problem: problem('forbidden') }, 0), 'forbidden');
		assert.equal(viewState({ completeAt: undefined, problem: problem('reply') }, 0), 'error');
		assert.equal(viewState({ completeAt: undefined, problem: problem('plan') }, 0), 'plan');
		assert.equal(viewState({ completeAt: undefined, problem: problem('unauthorized') }, 0), 'forbidden');
		assert.equal(viewState({ completeAt: undefined, problem: problem('signedOut') }, 0), 'error');
		assert.equal(viewState({ completeAt: undefined, problem: problem('network') }, 5), 'some');
	});

	it('says above its rows when they may be out of date', () => {
		const message = (load: Parameters<typeof viewMessage>[0], count: number) => viewMessage(load, count, situation);
		assert.equal(message(notLoaded, 0), undefined);
		assert.equal(message({ completeAt: undefined, problem: problem('network') }, 0), undefined);
		assert.match(message({ completeAt: undefined, problem: problem('network') }, 3) ?? '', /Partly refreshed at 09:00/);
		assert.match(
			message({ completeAt: now, problem: problem('network') }, 3) ?? '',
			/^Refresh failed at 09:00: .* from 09:00\.$/,
		);
	});
});

describe('A token', () => {
	it('is looked at while it is typed', () => {
		assert.match(tokenProblem('', l10n) ?? '', /first\.$/);
		assert.equal(tokenProblem(' u+AbCdEfGhIjKlMnOpQr ', l10n), undefined);
		assert.equal(tokenProblem('pdus+_0XBPWQQ_3e2b0e2c-aaaa-bbbb-cccc-1234567890ab', l10n), undefined);
		for (const wrong of [
			'Token token=u+AbCdEfGhIjKlMnOpQr',
			'https://acme.pagerduty.com',
			'two words of text here',
			'short',
			'a'.repeat(32),
			'ä'.repeat(20),
		])
			assert.ok(tokenProblem(wrong, l10n), wrong);
	});

	it('is tried in the other region when it does not count in the chosen one', async () => {
		const calls: string[] = [];
		const identify = (valid: string) => (region: string) => {
			calls.push(region);
			return region === valid
				? Promise.resolve({ kind: 'user', name: 'Ana' } as const)
				: Promise.reject(error('unauthorized'));
		};
		const { signal } = new AbortController();
		assert.deepEqual(await verifyToken(identify('eu'), 'us', 't', signal), { kind: 'user', name: 'Ana', region: 'eu' });
		assert.deepEqual(calls, ['us', 'eu']);
		await assert.rejects(verifyToken(identify('mars'), 'us', 't', signal), { kind: 'unauthorized' });
		const offline = () => Promise.reject(error('network'));
		await assert.rejects(verifyToken(offline, 'us', 't', signal), { kind: 'network' });
	});

	it('is not said to be wrong when somebody stops before the other region has answered', async () => {
		const abort = new AbortController();
		const identify = (region: string) => {
			if (region === 'eu') abort.abort();
			return Promise.reject(error(region === 'eu' ? 'network' : 'unauthorized'));
		};
		await assert.rejects(verifyToken(identify, 'us', 't', abort.signal), { name: 'AbortError' });
	});

	it('of an account needs somebody to act for', () => {
		assert.equal(emailProblem('ana@example.com', l10n), undefined);
		assert.match(emailProblem('', l10n) ?? '', /first\.$/);
		assert.ok(emailProblem('ana', l10n));
	});
});
