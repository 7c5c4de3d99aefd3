import assert from 'node:assert/strict';
import { mayHaveGapSoon } from '../../../src/vscode/oncall/gaps.ts';
import { WorkspaceOncallGrouping } from '../../../src/vscode/oncall/grouping.ts';
import { byTeam } from '../../../src/vscode/oncall/groups.ts';
import { myNextTurns, myTurns } from '../../../src/vscode/oncall/mine.ts';
import { nextHandover, policiesOf } from '../../../src/vscode/oncall/policies.ts';
import { meDescription, meLabel, meTooltip, myTurnDescription } from '../../../src/vscode/oncall/present-mine.ts';
import {
	gapDescription,
	gapInWords,
	gapLabel,
	moreLevelsLabel,
	oncallDescription,
	policyDescription,
	turnDescription,
} from '../../../src/vscode/oncall/present.ts';
import { levelNodes, MoreLevelsNode, PolicyNode } from '../../../src/vscode/sidebar/oncall-nodes.ts';
import { oncallCapabilities } from '../../../src/vscode/sidebar/row-capabilities.ts';
import { l10n, oncall } from './support.ts';

const now = new Date('2026-01-05T09:00:00Z'); // a Monday
const situation = { now, locale: { language: 'en-GB', timeZone: 'UTC' }, l10n };
const shift = (user: string, start: string, end: string, changes = {}) =>
	oncall(user, { schedule: 'Primary', schedule_id: 'S1', start, end, ...changes });
const mine = { me: true };

describe('My own turns', () => {
	const said = (...oncalls: Parameters<typeof policiesOf>[0]) => {
		const policies = policiesOf(oncalls, now);
		const turns = [...myTurns(policies), ...myNextTurns(policies)];
		return `${meLabel(turns, situation)} | ${meDescription(turns, situation)}`;
	};
	const current = shift('Ana', '2026-01-05T00:00:00Z', '2026-01-06T17:00:00Z', mine);
	const next = shift('Ana', '2026-01-08T11:00:00Z', '2026-01-09T11:00:00Z', mine);

	it('say what I am on call for, until when, and who comes then', () => {
		const diego = shift('Diego', '2026-01-06T17:00:00Z', '2026-01-07T17:00:00Z');
		assert.equal(said(current, diego), 'You: Payments L1 | until Tue 17:00 · then Diego');
		assert.equal(said(current), 'You: Payments L1 | until Tue 17:00');
		assert.equal(said(oncall('Ana', mine)), 'You: Payments L1 | always');
	});

	it('count down in their last hour', () => {
		const ends = (end: string) => said(shift('Ana', '2026-01-05T00:00:00Z', end, mine));
		assert.equal(ends('2026-01-05T10:00:01Z'), 'You: Payments L1 | until 10:00');
		assert.equal(ends('2026-01-05T10:00:00Z'), 'You: Payments L1 | ends in 60 min');
		assert.equal(ends('2026-01-05T09:41:10Z'), 'You: Payments L1 | ends in 42 min');
		assert.equal(ends('2026-01-05T09:00:01Z'), 'You: Payments L1 | ends in 1 min');
		assert.equal(
			said(shift('Ana', '2026-01-05T09:30:00Z', '2026-01-06T09:00:00Z', mine)),
			'You: next Payments L1 | in 30 min',
		);
	});

	it('say what comes next while I am not on call, and that nothing does', () => {
		const ben = shift('Ben', '2026-01-05T00:00:00Z', '2026-01-08T11:00:00Z');
		assert.equal(said(ben, next), 'You: next Payments L1 | Thu 11:00');
		assert.equal(said(ben), 'You: not on call | no turn in the next 14 days');
	});

	it('name the first level and count the others, what ends first coming first', () => {
		const other = (level: number, end: string) =>
			oncall('Ana', { ...mine, level, end, escalation_policy: `Policy ${level}`, escalation_policy_id: `P${level}` });
		assert.equal(
			said(other(2, '2026-01-06T00:00:00Z'), current, oncall('Ana', { ...mine, escalation_policy_id: 'PX' })),
			'You: Payments L1 and 2 more | until Tue 17:00',
		);
	});

	it('stay readable with 40 schedules', () => {
		const many = Array.from({ length: 40 }, (_item, index) =>
			shift('Ana', '2026-01-05T00:00:00Z', '2026-01-06T17:00:00Z', {
				...mine,
				escalation_policy: `Policy *${index}*`,
				escalation_policy_id: `P${index}`,
				schedule_id: `S${index}`,
			}),
		);
		const turns = myTurns(policiesOf(many, now));
		assert.equal(meLabel(turns, situation), 'You: Policy *0* L1 and 39 more');
		const hover = meTooltip(turns, situation);
		assert.equal(hover.split('\n').length, 12);
		assert.match(hover, /and 30 more/);
		assert.doesNotMatch(hover, /\*0\*/);
	});

	it('to come are said beside those under way', () => {
		const [coming] = myNextTurns(policiesOf([current, { ...next, level: 2 }], now));
		assert.ok(coming);
		assert.equal(myTurnDescription(coming, situation), 'L2 · next Thu 11:00');
	});

	it('are told on the clock of the reader, also where it changes', () => {
		const clocks = { ...situation, locale: { language: 'en-GB', timeZone: 'Europe/Berlin' } };
		// 29 March 2026: the clocks go forward at 2:00, so 9 hours of duty end at 10:00.
		const night = shift('Ana', '2026-03-28T23:00:00Z', '2026-03-29T08:00:00Z', mine);
		const turns = myTurns(policiesOf([night], new Date('2026-03-28T23:30:00Z')));
		const at = (iso: string) => meDescription(turns, { ...clocks, now: new Date(iso) });
		assert.equal(at('2026-03-28T23:30:00Z'), 'until 10:00');
		assert.equal(at('2026-03-29T07:15:00Z'), 'ends in 45 min');
	});
});

describe('Gaps to come', () => {
	const until = new Date('2026-01-10T09:00:00Z');
	const day = shift('Ana', '2026-01-05T08:00:00Z', '2026-01-05T18:00:00Z');
	const nextDay = shift('Ana', '2026-01-06T10:00:00Z', '2026-01-06T18:00:00Z');
	const whole = new Map([['PPAYMENTS', until]]);
	const gapsOf = (oncalls: Parameters<typeof policiesOf>[0], known = whole) =>
		policiesOf(oncalls, now, known).flatMap(({ gaps }) =>
			gaps.map((gap) => [gapLabel(gap, situation), gapDescription(gap, situation)].join(' | ')),
		);

	it('are named where all turns are known, each level its next one, with who takes over', () => {
		assert.deepEqual(gapsOf([day, nextDay, oncall('Ben', { level: 2 })]), ['Nobody from 18:00 | L1 · until Tue 10:00']);
		assert.deepEqual(gapsOf([day]), ['Nobody from 18:00 | L1']);
	});

	it('are told beside the one that there is now, which comes once', () => {
		assert.deepEqual(gapsOf([nextDay]), ['Nobody | L1 · until Tue 10:00', 'Nobody from Tue 18:00 | L1']);
	});

	it('are not guessed from each person’s first turn', () => {
		assert.deepEqual(gapsOf([day], new Map()), []);
		assert.equal(
			mayHaveGapSoon([day, shift('Ben', '2026-01-05T18:00:00Z', '2026-01-05T22:00:00Z')], now.getTime()),
			true,
		);
	});

	it('are not asked about where somebody is always on call, or long enough', () => {
		assert.equal(mayHaveGapSoon([oncall('Ana')], now.getTime()), false);
		assert.equal(
			mayHaveGapSoon([day, shift('Ben', '2026-01-05T18:00:00Z', '2026-01-07T09:00:01Z')], now.getTime()),
			false,
		);
	});

	it('later than two days are nobody’s worry yet', () => {
		assert.deepEqual(gapsOf([shift('Ana', '2026-01-05T08:00:00Z', '2026-01-07T09:00:01Z')]), []);
	});

	it('are said in words, and decide when the view is drawn again', () => {
		const [policy] = policiesOf([day, nextDay], now, whole);
		const [gap] = policy?.gaps ?? [];
		assert.ok(policy && gap);
		assert.equal(gapInWords(gap, situation), 'Nobody is on call at level 1 from 18:00 until Tue 10:00');
		assert.equal(nextHandover([policy])?.toISOString(), '2026-01-05T18:00:00.000Z');
		assert.equal(policyDescription(policy, true, situation), 'gap from 18:00');
		assert.equal(policyDescription(policy, false, situation), '');
	});

	it('now come first: a policy says which level nobody is on', () => {
		const [policy] = policiesOf([oncall('Ben', { level: 2 })], now);
		assert.ok(policy);
		assert.equal(policyDescription(policy, true, situation), 'nobody at L1');
	});
});

describe('A policy whose rows are not in sight', () => {
	it('says who is first, or that nobody is', () => {
		const [policy] = policiesOf([oncall('Ana'), oncall('Ben', { level: 2 })], now);
		assert.ok(policy);
		assert.equal(policyDescription(policy, true, situation), 'Ana');
		const [empty] = policiesOf([shift('Ana', '2026-01-06T00:00:00Z', '2026-01-07T00:00:00Z')], now);
		assert.ok(empty);
		assert.equal(policyDescription(empty, true, situation), 'nobody now');
	});
});

describe('A policy with many levels', () => {
	const rowsOf = (levels: number) => {
		const [policy] = policiesOf(
			Array.from({ length: levels }, (_item, index) => oncall(`Person ${index}`, { level: index + 1 })),
			now,
		);
		assert.ok(policy);
		return levelNodes(new PolicyNode(policy));
	};

	it('shows the first ones, and the others under one row', () => {
		const rows = rowsOf(20);
		const last = rows.at(-1);
		assert.equal(rows.length, 7);
		assert.ok(last instanceof MoreLevelsNode);
		assert.deepEqual(
			last.rows.map((row) => ('turn' in row ? row.turn.level : 0)),
			Array.from({ length: 14 }, (_item, index) => index + 7),
		);
	});

	it('says which ones these are, and that they are more people where they are one', () => {
		assert.equal(moreLevelsLabel([7, 9, 8], situation), 'Levels 7 to 9');
		assert.equal(moreLevelsLabel([1, 1, 1], situation), 'More at level 1');
	});

	it('shows them all where they are few', () => {
		assert.deepEqual(
			rowsOf(8).map(({ kind }) => kind),
			Array<string>(8).fill('turn'),
		);
	});
});

describe('What can be done with a row', () => {
	it('is said in words that menus test', () => {
		assert.equal(
			oncallCapabilities({ row: 'turn', person: true, mine: true, scheduled: true, url: 'https://x' }),
			'turn person mine scheduled linkable',
		);
		assert.equal(oncallCapabilities({ row: 'gap', scheduled: false, url: undefined }), 'gap');
	});
});

describe('A turn', () => {
	it('counts down in its last hour', () => {
		const [policy] = policiesOf([shift('Ben', '2026-01-05T00:00:00Z', '2026-01-05T09:05:00Z')], now);
		const [turn] = policy?.turns ?? [];
		assert.ok(turn);
		assert.equal(turnDescription(turn, situation), 'L1 · ends in 5 min');
	});
});

describe('Policies by team', () => {
	const of = (name: string, changes = {}) =>
		oncall('Ben', { escalation_policy: name, escalation_policy_id: name, ...changes });

	it('stand under each of their teams, mine first, those of no team last', () => {
		const policies = policiesOf([of('Auth'), of('Billing', mine), of('Checkout'), of('Data')], now);
		const teams = new Map([
			['Auth', ['Core', 'Payments']],
			['Billing', ['Payments']],
			['Checkout', []],
			['Data', ['Core']],
		]);
		assert.deepEqual(
			byTeam(policies, teams).map(({ name, policies: some }) => [name, some.map((policy) => policy.name).join()]),
			[
				['Payments', 'Billing,Auth'],
				['Core', 'Auth,Data'],
				[undefined, 'Checkout'],
			],
		);
	});

	it('are remembered in the workspace, and said beside the title', async () => {
		const kept = new Map<string, unknown>();
		const memory = {
			get: (key: string) => kept.get(key),
			update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
		};
		const grouping = new WorkspaceOncallGrouping(memory);
		assert.equal(oncallDescription(true, '', grouping.now, l10n), 'Demo');
		await grouping.set('team');
		assert.equal(new WorkspaceOncallGrouping(memory).now, 'team');
		assert.equal(oncallDescription(false, 'Lumen', 'team', l10n), 'Lumen · by team');
		kept.set('pagerduty.oncallGrouping', 'moon');
		assert.equal(new WorkspaceOncallGrouping(memory).now, 'policy');
	});
});
