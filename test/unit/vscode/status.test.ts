import assert from 'node:assert/strict';
import type { AccountState } from '../../../src/vscode/account/current-account.ts';
import { policiesOf } from '../../../src/vscode/oncall/policies.ts';
import { myTurns } from '../../../src/vscode/oncall/mine.ts';
import { failed, loaded, notLoaded } from '../../../src/vscode/refresh/load-state.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import { repositoryStatus } from '../../../src/vscode/status/repository-status.ts';
import { statusText, type Status } from '../../../src/vscode/status/status-text.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { incident, l10n, oncall } from './support.ts';

describe('The status bar', () => {
	const now = new Date('2026-01-05T09:00:00Z'); // a Monday
	const situation = { now, locale: { language: 'en-GB', timeZone: 'UTC' }, l10n };
	const commands = {
		acknowledge: 'x.acknowledge',
		show: 'x.show',
		refresh: 'x.refresh',
		settings: 'x.settings',
		switchAccount: 'x.switch',
	};
	const account: AccountState = {
		kind: 'signedIn',
		id: 'ana',
		name: 'Ana',
		person: true,
		region: 'us',
		demo: false,
		expired: false,
	};
	const read = loaded(new Date('2026-01-05T08:59:00Z'));
	const base: Status = {
		...{ account, turns: [], open: [], incidents: read, oncallKnown: true, several: false },
		repository: [],
	};
	const shown = (changes: Partial<Status>) => statusText({ ...base, ...changes }, commands, situation);
	const turnsUntil = (...ends: (string | undefined)[]) =>
		ends.flatMap((end) => myTurns(policiesOf([oncall('Ana', { me: true, ...(end !== undefined && { end }) })], now)));
	const burning = incident('Q1', {
		mine: true,
		priority: 'P1',
		title: 'Card $(bug) authorisations fail everywhere',
		created_at: '2026-01-05T08:51:00Z',
	});
	const taken = incident('Q2', { mine: true, status: 'acknowledged' });

	it('tells in its hover how the service of this repository is', () => {
		const tooltip = (oncall: readonly string[] | undefined, open = 2) =>
			shown({ repository: [{ name: 'Payments [API]', open, oncall }] })?.tooltip ?? '';
		assert.match(tooltip(['Ana', 'Ben']), /This repository: Payments &#91;API&#93; · 2 open · on call: Ana, Ben/);
		assert.match(tooltip([], 0), /nothing open · nobody on call/);
		assert.doesNotMatch(tooltip(undefined), /on call:|nobody on call/);
	});

	it('counts what is open at that service, and says nothing of it while not all is known', () => {
		const clock = new FakeClock('2026-01-05T09:00:00Z');
		const [incidents, turns] = [new IncidentStore(clock), new OncallStore(clock)];
		const status = () => repositoryStatus({ id: 'S1', name: 'Payments', policyId: 'P1' }, incidents, turns);
		assert.deepEqual(status(), { name: 'Payments', open: undefined, oncall: undefined });
		const read = (more: boolean) => {
			const reading = incidents.begin();
			reading.add([incident('A', { service_id: 'S1' }), incident('B', { service_id: 'S2' }), incident('C')]);
			reading.leave(more ? { count: 5, reachable: true, until: undefined } : undefined);
			reading.complete();
		};
		read(false);
		assert.equal(status().open, 1);
		read(true);
		assert.equal(status().open, undefined);
		const onCall = turns.begin();
		const policy = { escalation_policy_id: 'P1' };
		onCall.add([oncall('Ben', { ...policy, level: 2 }), oncall('Ana', { ...policy, level: 1 })]);
		onCall.complete();
		assert.deepEqual(status().oncall, ['Ana']);
		const [line = ''] =
			shown({ repository: [{ ...status(), oncall: undefined }] })
				?.tooltip.split('\n')
				.filter((one) => /repository/.test(one)) ?? [];
		assert.equal(line, 'This repository: Payments');
	});

	it('says in peace until when the person is on call', () => {
		assert.equal(shown({ turns: turnsUntil('2026-01-09T18:00:00Z') })?.text, '$(bell) On call until Fri 18:00');
		const several = turnsUntil('2026-01-09T18:00:00Z', '2026-01-05T12:00:00Z');
		assert.equal(shown({ turns: several })?.text, '$(bell) On call until Fri 18:00');
		assert.equal(shown({ turns: turnsUntil('2026-01-09T18:00:00Z', undefined) })?.text, '$(bell) On call');
		const ending = shown({ turns: turnsUntil('2026-01-05T09:42:00Z') });
		assert.equal(ending?.text, '$(bell) On call, ends in 42 min');
		assert.equal(ending.words, 'PagerDuty, On call, ends in 42 min');
		assert.match(ending.tooltip, /On call for Payments, level 1, until 09&#58;42/);
		assert.equal(shown({})?.text, '$(bell-slash) Not on call');
		assert.equal(shown({ oncallKnown: false })?.text, '$(bell-slash) Nothing open');
	});

	it('says how many wait and which first, alarms until somebody has acknowledged them, and leads there', () => {
		const status = shown({ open: [burning, taken], turns: turnsUntil(undefined) });
		assert.equal(status?.text, '$(flame) 1 · P1 · 9m Card $ (bug) authorisations…');
		assert.equal(status.alarming, true);
		assert.deepEqual(status.target, { kind: 'incident', id: 'Q1' });
		assert.match(status.words, /1 incident is waiting, Card .* Triggered, high urgency/);
		assert.equal(shown({ open: [burning, { ...burning, id: 'Q3' }] })?.text.startsWith('$(flame) 2 · '), true);
	});

	it('is calm about what is taken on', () => {
		const status = shown({ open: [taken, taken], turns: turnsUntil('2026-01-05T18:00:00Z') });
		assert.equal(status?.text, '$(eye) 2 · On call until 18:00');
		assert.equal(status.alarming, false);
		assert.deepEqual(status.target, { kind: 'incidents' });
	});

	it('says since when it has not been up to date, also while something burns', () => {
		const problem = { kind: 'offline', message: 'No network.', remedy: 'retry' } as const;
		const stale = failed(read, now, problem);
		assert.equal(shown({ incidents: stale })?.text, '$(bell-slash) Not on call · not updated since 08:59');
		assert.match(
			shown({ incidents: stale, open: [burning] })?.text ?? '',
			/^\$\(flame\) .* · not updated since 08:59$/,
		);
		const never = shown({ incidents: failed(notLoaded, now, problem), oncallKnown: false });
		assert.equal(never?.text, '$(debug-disconnect) PagerDuty could not be read');
		assert.match(never.tooltip, /No network&#46;/);
	});

	it('is absent when signed out and while nothing is known', () => {
		assert.equal(shown({ account: { kind: 'signedOut' } }), undefined);
		assert.equal(shown({ account: { kind: 'unknown' } }), undefined);
		assert.equal(shown({ incidents: notLoaded, oncallKnown: false }), undefined);
	});

	it('makes the demo and an expired token plain', () => {
		assert.equal(shown({ account: { ...account, demo: true } })?.text, '$(bell-slash) Demo · Not on call');
		const expired = shown({ account: { ...account, expired: true } });
		assert.deepEqual(expired?.target, { kind: 'signIn' });
		assert.match(expired.text, /sign in again/);
	});

	it('tells of all incidents when the token stands for nobody', () => {
		const open = [burning, taken];
		assert.match(shown({ account: { ...account, person: false }, open })?.tooltip ?? '', /2 open incidents/);
		assert.equal(shown({ account: { ...account, person: false } })?.text, '$(bell) Nothing open');
	});

	it('lists what is open with links that act, when it was read, and where to hide it', () => {
		const many = Array.from({ length: 7 }, (_item, index) => ({ ...burning, id: `Q${index}` }));
		const tooltip = shown({ open: many })?.tooltip ?? '';
		assert.equal([...tooltip.matchAll(/command:x\.acknowledge/g)].length, 5);
		assert.match(tooltip, /and 2 more/);
		assert.match(tooltip, /Updated at 08&#58;59/);
		assert.match(tooltip, /command:x\.settings\?%5B%22pagerduty\.statusBar%22%5D/);
	});

	it('keeps text from outside from becoming links or icons', () => {
		const attack = '[click](command:evil) $(alert) <img>';
		const one = { ...burning, title: attack, number: 7 };
		const tooltip = shown({ open: [one], account: { ...account, name: attack } })?.tooltip ?? '';
		assert.ok(!tooltip.includes('command:evil)'));
		assert.ok(!tooltip.includes('$(alert)'));
		assert.ok(!tooltip.includes('<img'));
		assert.ok(!(shown({ open: [one] })?.text ?? '').includes('$(alert)'));
	});
});
