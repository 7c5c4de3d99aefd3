import assert from 'node:assert/strict';
import { WorkspaceArrangement, type Grouping } from '../../../src/vscode/incidents/arrangement.ts';
import { facetsOf, type Facet } from '../../../src/vscode/incidents/filter.ts';
import { groupIncidents } from '../../../src/vscode/incidents/groups.ts';
import {
	incidentDescription,
	incidentIcon,
	incidentInWords,
	incidentLabel,
} from '../../../src/vscode/incidents/present.ts';
import { incidentTooltip } from '../../../src/vscode/incidents/tooltip.ts';
import { IncidentStore, type IncidentReading } from '../../../src/vscode/incidents/store.ts';
import type { Problem } from '../../../src/vscode/words/problem.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { incident, l10n } from './support.ts';
import { incidentCapabilities } from '../../../src/vscode/sidebar/row-capabilities.ts';

const offline: Problem = { kind: 'offline', message: 'Offline.', remedy: 'retry' };
const ids = (incidents: Iterable<{ id: string }>) => [...incidents].map(({ id }) => id);

describe('Groups of incidents', () => {
	it('start with mine, then the services with the worst trouble, then what was resolved here', () => {
		const groups = groupIncidents(
			[
				incident('A', { service: 'Search', service_id: 'S1', status: 'acknowledged' }),
				incident('B', { service: 'Billing', service_id: 'S2', urgency: 'low' }),
				incident('C', { service: 'Push', service_id: 'S3' }),
				incident('D', { service: 'Auth', service_id: 'S4' }),
				incident('E', { mine: true }),
				incident('F', { service: undefined, service_id: undefined }),
			],
			[incident('R', { status: 'resolved' })],
		);
		assert.deepEqual(
			groups.map(({ id }) => id),
			['mine', 'service:S4', 'service:S3', 'service:', 'service:S2', 'service:S1', 'resolved'],
		);
	});

	it('have a heading from two incidents on', () => {
		const kinds = groupIncidents(
			[incident('A'), incident('B'), incident('C', { service: 'Search', service_id: 'S1' })],
			[],
		).map(({ id, kind }) => [id, kind]);
		assert.deepEqual(kinds, [
			['service:PCHECKOUT', 'service'],
			['service:S1', 'alone'],
		]);
	});

	it('have the higher priority first, as the account orders them, else as they are numbered', () => {
		const some = ['P10', 'P2', undefined, 'Critical'].map((priority) => incident(String(priority), { priority }));
		const order = (priorities: string[]) => ids(groupIncidents(some, [], { priorities })[0]?.incidents ?? []);
		assert.deepEqual(order([]), ['Critical', 'P2', 'P10', 'undefined']);
		assert.deepEqual(order(['P10', 'P2', 'Critical']), ['P10', 'P2', 'Critical', 'undefined']);
		assert.deepEqual(order(['P10']), ['P10', 'Critical', 'P2', 'undefined']);
	});

	it('are by what the person chose, in one row each', () => {
		const some = [
			incident('A', { mine: true, priority: 'P2', teams: ['Shop', 'Web'] }),
			incident('B', { urgency: 'low', priority: 'P1', teams: ['Web'] }),
			incident('C', { teams: [] }),
		];
		const by = (grouping: Grouping) =>
			groupIncidents(some, [], { arrangement: { grouping, facets: [] } }).map(({ id, incidents }) => [
				id,
				...ids(incidents),
			]);
		assert.deepEqual(by('mine'), [
			['mine', 'A'],
			['service:PCHECKOUT', 'B', 'C'],
		]);
		assert.deepEqual(by('service'), [['service:PCHECKOUT', 'B', 'A', 'C']]);
		assert.deepEqual(by('urgency'), [
			['urgency:low', 'B'],
			['urgency:high', 'A', 'C'],
		]);
		assert.deepEqual(by('priority'), [
			['priority:P1', 'B'],
			['priority:P2', 'A'],
			['priority:', 'C'],
		]);
		assert.deepEqual(by('team'), [
			['team:Web', 'B'],
			['team:Shop', 'A'],
			['team:', 'C'],
		]);
		assert.deepEqual(by('none'), [['all', 'B', 'A', 'C']]);
	});

	it('hold what passes the filter: one facet of each kind that is chosen', () => {
		const now = new Date('2026-01-05T09:00:00Z');
		const some = [
			incident('A', { mine: true, created_at: '2026-01-05T08:30:00Z', teams: ['Web'] }),
			incident('B', { urgency: 'low', created_at: '2026-01-05T03:00:00Z', priority: 'P1' }),
			incident('C', { status: 'acknowledged', created_at: '2026-01-03T03:00:00Z', service: 'Search' }),
		];
		const shown = (...facets: Facet[]) =>
			groupIncidents(some, [], { now, arrangement: { grouping: 'none', facets } }).flatMap(({ incidents }) =>
				ids(incidents),
			);
		assert.deepEqual(shown(), ['B', 'A', 'C']);
		assert.deepEqual(shown({ kind: 'whose', value: 'mine' }), ['A']);
		assert.deepEqual(shown({ kind: 'status', value: 'acknowledged' }), ['C']);
		assert.deepEqual(shown({ kind: 'urgency', value: 'low' }, { kind: 'urgency', value: 'high' }), ['B', 'A', 'C']);
		assert.deepEqual(shown({ kind: 'urgency', value: 'high' }, { kind: 'service', value: 'Search' }), ['C']);
		assert.deepEqual(shown({ kind: 'team', value: 'Web' }), ['A']);
		assert.deepEqual(shown({ kind: 'priority', value: 'P1' }), ['B']);
		assert.deepEqual(shown({ kind: 'since', value: '1' }), ['A']);
		assert.deepEqual(shown({ kind: 'since', value: '8' }), ['B', 'A']);
	});

	it('can be filtered by what there is, and by what is chosen although there is none', () => {
		const gone: Facet = { kind: 'service', value: 'Gone' };
		const facets = facetsOf([incident('A', { priority: 'P2', teams: ['Web'] })], [gone]);
		assert.deepEqual(
			facets.map(({ kind, value }) => `${kind} ${value}`),
			[
				'whose mine',
				'status triggered',
				'status acknowledged',
				'urgency high',
				'urgency low',
				'priority P2',
				'service Checkout',
				'team Web',
				'since 1',
				'since 8',
				'since 24',
				'service Gone',
			],
		);
	});

	it('are remembered by the workspace, unless it remembers nonsense', async () => {
		const kept = new Map<string, unknown>();
		const memory = {
			get: (key: string) => kept.get(key),
			update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
		};
		const first = new WorkspaceArrangement(memory);
		await first.set({ grouping: 'team', facets: [{ kind: 'status', value: 'triggered' }] });
		assert.deepEqual(new WorkspaceArrangement(memory).now, first.now);
		for (const key of kept.keys()) kept.set(key, { grouping: 'colour' });
		assert.deepEqual(new WorkspaceArrangement(memory).now, { grouping: 'mine', facets: [] });
	});

	it('have triggered before acknowledged, high before low, new before old', () => {
		const [group] = groupIncidents(
			[
				incident('acked', { status: 'acknowledged', created_at: '2026-01-05T08:00:00Z' }),
				incident('low', { urgency: 'low' }),
				incident('old', { created_at: '2026-01-05T06:00:00Z' }),
				incident('new', { created_at: '2026-01-05T07:00:00Z' }),
			],
			[],
		);
		assert.deepEqual(ids(group?.incidents ?? []), ['new', 'old', 'low', 'acked']);
	});
});

describe('The store of incidents', () => {
	let clock: FakeClock;
	let store: IncidentStore;
	let changes: number;

	beforeEach(() => {
		clock = new FakeClock();
		store = new IncidentStore(clock);
		changes = 0;
		store.changed.on(() => changes++);
	});

	const read = (...pages: string[][]) => {
		const reading = store.begin();
		for (const page of pages) reading.add(page.map((id) => incident(id)));
		reading.complete();
	};

	it('shows the first page at once', () => {
		const reading = store.begin();
		reading.add([incident('A')]);
		assert.equal(changes, 1);
		assert.deepEqual(ids(store.open), ['A']);
		assert.equal(store.load.completeAt, undefined);
		reading.add([incident('B')]);
		reading.complete();
		assert.deepEqual(ids(store.open), ['A', 'B']);
		assert.ok(store.load.completeAt);
	});

	it('forgets what is no longer open only when the list is complete', () => {
		read(['A', 'B']);
		const reading = store.begin();
		reading.add([incident('B')]);
		assert.deepEqual(ids(store.open), ['A', 'B']);
		reading.complete();
		assert.deepEqual(ids(store.open), ['B']);
	});

	it('keeps everything when a part of the list fails', () => {
		read(['A', 'B', 'C']);
		const reading = store.begin();
		reading.add([incident('A', { status: 'acknowledged' })]);
		reading.fail(offline);
		assert.deepEqual(ids(store.open), ['A', 'B', 'C']);
		assert.equal(store.get('A')?.status, 'acknowledged');
		assert.equal(store.load.problem?.what, offline);
		assert.ok(store.load.completeAt);
		read(['A']);
		assert.equal(store.load.problem, undefined);
	});

	it('ignores a reading that was overtaken, and everything of another account', () => {
		const old = store.begin();
		read(['B']);
		old.add([incident('A')]);
		old.complete();
		old.fail(offline);
		assert.deepEqual(ids(store.open), ['B']);
		const late = store.begin();
		store.clear();
		late.add([incident('A')]);
		late.complete();
		assert.deepEqual(ids(store.open), []);
		assert.equal(store.load.completeAt, undefined);
	});

	it('does not let a list undo a change that was made while it was read', async () => {
		read(['A', 'B']);
		await clock.advance(60_000);
		const reading = store.begin();
		store.apply([incident('A', { status: 'acknowledged' }), incident('B', { status: 'resolved' })]);
		reading.add([incident('A'), incident('B')]);
		reading.complete();
		assert.equal(store.get('A')?.status, 'acknowledged');
		assert.deepEqual(ids(store.open), ['A']);
		await clock.advance(60_000);
		read(['A', 'B']);
		assert.equal(store.get('A')?.status, 'triggered');
	});

	it('keeps what was resolved here in sight until it is reopened', () => {
		read(['A', 'B']);
		store.apply([incident('A', { status: 'resolved' })]);
		assert.equal(store.groups().at(-1)?.kind, 'resolved');
		assert.equal(store.openCount, 1);
		assert.equal(store.size, 2);
		store.apply([incident('A')]);
		assert.deepEqual(ids(store.open), ['B', 'A']);
		assert.equal(store.size, 2);
	});

	it('shows what a change will make of an incident until it has ended, and what is true after it', () => {
		read(['A', 'B']);
		const first = store.expect(['A'], 'acknowledged');
		assert.equal(store.get('A')?.status, 'acknowledged');
		assert.deepEqual(ids(store.open.filter(({ status }) => status === 'acknowledged')), ['A']);
		assert.equal(store.isChanging('A'), true);
		const second = store.expect(['A'], 'resolved');
		first.end();
		assert.equal(store.get('A')?.status, 'resolved');
		second.end();
		assert.equal(store.get('A')?.status, 'triggered');
		assert.equal(store.isChanging('A'), false);
		assert.ok(changes >= 5);
	});

	it('shows an earlier change that is still under way once the later one has ended', () => {
		read(['A']);
		const first = store.expect(['A'], 'acknowledged');
		store.expect(['A'], 'resolved').end();
		assert.equal(store.get('A')?.status, 'acknowledged');
		assert.equal(store.isChanging('A'), true);
		first.end();
		assert.equal(store.get('A')?.status, 'triggered');
		assert.equal(store.isChanging('A'), false);
	});

	it('has an incident in one place only, also while the list is read', () => {
		read(['A', 'B']);
		store.apply([incident('A', { status: 'resolved' })]);
		clock.set('2026-01-05T10:00:00Z');
		const reading = store.begin();
		reading.add([incident('A')]);
		assert.deepEqual(
			store.groups().flatMap(({ incidents }) => ids(incidents)),
			['B', 'A'],
		);
		assert.equal(store.size, 2);
		reading.complete();
		assert.deepEqual(ids(store.open), ['A']);
	});

	it('forgets what a list of several pages lacks only the second time: a row may slip between two pages', () => {
		read(['A', 'B'], ['C']);
		read(['A'], ['C']);
		assert.deepEqual(ids(store.open), ['A', 'B', 'C']);
		read(['A', 'B'], ['C']);
		read(['A'], ['C']);
		assert.deepEqual(ids(store.open), ['A', 'B', 'C']);
		read(['A'], ['C']);
		assert.deepEqual(ids(store.open), ['A', 'C']);
		read(['A']);
		assert.deepEqual(ids(store.open), ['A']);
	});

	it('still knows what is mine when a change does not tell', () => {
		const reading = store.begin();
		reading.add([incident('A', { mine: true })]);
		reading.complete();
		store.apply([incident('A', { status: 'acknowledged' })]);
		assert.deepEqual(ids(store.mine), ['A']);
		store.apply([incident('A', { mine: false })]);
		assert.deepEqual(ids(store.mine), []);
	});

	it('takes in a part of the list without forgetting the rest, but for what is over', () => {
		read(['A', 'B', 'C']);
		const part = store.begin('part');
		part.add([incident('B', { status: 'acknowledged' })]);
		part.end(['C', 'never seen']);
		part.complete();
		assert.deepEqual(ids(store.open), ['A', 'B']);
		assert.equal(store.get('B')?.status, 'acknowledged');
	});

	it('does not let a part of the list end what was reopened here meanwhile', () => {
		read(['A']);
		const part = store.begin('part');
		store.apply([incident('A')]);
		part.end(['A']);
		part.complete();
		assert.deepEqual(ids(store.open), ['A']);
	});

	it('says when a reading told of something, and not when there was nothing new or all was', () => {
		let learned = 0;
		store.learned.on(() => learned++);
		read(['A', 'B']);
		read(['B', 'A']);
		assert.equal(learned, 0);
		read(['A']);
		assert.equal(learned, 1);
		const reading = store.begin('part');
		reading.add([incident('A', { status: 'acknowledged' })]);
		reading.complete();
		assert.equal(learned, 2);
	});

	it('has its rows drawn anew only when one of them changed: a click on a row is lost meanwhile', () => {
		let drawn = 0;
		const drawnBy = (act: () => void) => {
			drawn = 0;
			act();
			return drawn > 0;
		};
		store.rowsChanged.on(() => drawn++);
		const leaving = (count: number) => {
			const reading = store.begin();
			reading.add([incident('A'), incident('B')]);
			reading.leave({ count, reachable: true, until: undefined });
			reading.complete();
		};
		const part = (act: (reading: IncidentReading) => void) => {
			const reading = store.begin('part');
			act(reading);
			reading.complete();
		};
		assert.ok(
			drawnBy(() => read([])),
			'the first reading: all is quiet',
		);
		assert.ok(drawnBy(() => read(['A', 'B'])));
		assert.ok(!drawnBy(() => read(['B', 'A'])));
		assert.ok(!drawnBy(() => store.begin().fail(offline)));
		assert.ok(!drawnBy(() => part((reading) => reading.add([incident('A', { age: 9 })]))));
		assert.ok(drawnBy(() => part((reading) => reading.add([incident('A', { status: 'acknowledged' })]))));
		assert.ok(drawnBy(() => part((reading) => reading.add([incident('C')]))));
		assert.ok(drawnBy(() => part((reading) => reading.end(['C']))));
		assert.ok(!drawnBy(() => part((reading) => reading.end(['C']))));
		assert.ok(drawnBy(() => leaving(7)));
		assert.ok(!drawnBy(() => leaving(7)));
		assert.ok(drawnBy(() => leaving(8)));
		assert.ok(drawnBy(() => read(['A', 'B'])));
		assert.ok(drawnBy(() => read(['B'])));
		assert.ok(drawnBy(() => store.apply([incident('B')])));
		const overtaken = store.begin();
		overtaken.add([incident('B')]);
		overtaken.add([incident('D')]);
		assert.ok(
			drawnBy(() => read(['B', 'D'])),
			'what an overtaken reading brought',
		);
		assert.ok(drawnBy(() => store.clear()));
	});

	it('tells apart what came into sight and what is new, where the list is longer than what is kept', () => {
		const widened: string[] = [];
		store.widened.on((older) => widened.push(...ids(older)));
		const at = (hour: number, id: string, mine = false) =>
			incident(id, { created_at: `2026-01-05T0${hour}:00:00Z`, mine });
		const reading = store.begin();
		reading.add([at(8, 'C'), at(7, 'B')]);
		reading.leave({ count: 3, reachable: true, until: '2026-01-05T07:00:00Z' });
		reading.complete();
		assert.equal(store.countFor(false), 5);
		const more = store.begin('part');
		more.add([at(9, 'D'), at(5, 'A'), at(4, 'M', true)]);
		more.complete();
		assert.deepEqual(widened, ['A']);
		assert.equal(store.rest?.count, 3);
		read(['D']);
		assert.equal(store.rest, undefined);
	});

	it('takes in lists although the clock was set back after a change', async () => {
		read(['A']);
		await clock.advance(3_600_000);
		store.apply([incident('A', { status: 'acknowledged' })]);
		clock.set('2026-01-05T09:00:00Z');
		read(['A']);
		assert.equal(store.get('A')?.status, 'triggered');
	});

	it('holds 5,000 open incidents', () => {
		const pages = Array.from({ length: 50 }, (_page, page) =>
			Array.from({ length: 100 }, (_item, index) => {
				const number = page * 100 + index;
				const service = `S${number % 200}`;
				return incident(`P${number}`, {
					service,
					service_id: service,
					status: number % 3 === 0 ? 'triggered' : 'acknowledged',
					created_at: new Date(1.7e12 + number * 1000).toISOString(),
				});
			}),
		);
		store.changed.on(() => assert.ok(store.groups().length > 0));
		const reading = store.begin();
		for (const page of pages) reading.add(page);
		reading.complete();
		assert.equal(store.openCount, 5000);
		const shown = store.groups().flatMap(({ incidents }) => incidents.map(({ id }) => id));
		assert.equal(new Set(shown).size, 5000);
	});
});

describe('An incident as shown', () => {
	const now = new Date('2026-01-05T09:00:00Z');
	const situation = { now, locale: { language: 'en-GB', timeZone: 'UTC' }, l10n };
	const commands = { acknowledge: 'x.acknowledge', resolve: 'x.resolve', reopen: 'x.reopen', open: 'x.open' };

	it('tells each state by shape and by colour', () => {
		const icons = [
			incident('A'),
			incident('A', { urgency: 'low' }),
			incident('A', { status: 'acknowledged' }),
			incident('A', { status: 'resolved' }),
		].map((one) => incidentIcon(one, []));
		assert.equal(new Set(icons.map(({ id }) => id)).size, 4);
		assert.equal(new Set(icons.map(({ color }) => color)).size, 4);
	});

	it('has a shape of its own when its priority is the highest of the account', () => {
		const shape = (priority: string, priorities: string[]) => incidentIcon(incident('A', { priority }), priorities).id;
		assert.equal(shape('P1', []), 'flame');
		assert.notEqual(shape('P2', []), 'flame');
		assert.equal(shape('Critical', ['Critical', 'P1']), 'flame');
		assert.notEqual(shape('P1', ['Critical', 'P1']), 'flame');
	});

	it('says what its heading does not', () => {
		const one = incident('A', { priority: 'P1', created_at: '2026-01-05T06:55:00Z', assignees: ['Ana', 'Ben'] });
		assert.equal(incidentDescription(one, 'mine'), 'Checkout');
		assert.equal(incidentDescription(one, 'service'), 'Ana, Ben');
		assert.equal(incidentDescription(one, 'alone'), 'Checkout · Ana, Ben');
	});

	it('begins with its priority and age, which a narrow sidebar must not cut off', () => {
		const one = incident('A', { number: 7, priority: 'P1', created_at: '2026-01-05T06:55:00Z' });
		assert.equal(incidentLabel(one, now, l10n), 'P1 · 2h 5m  Incident A');
		assert.equal(incidentLabel({ ...one, status: 'resolved' }, now, l10n), 'P1  Incident A');
		assert.equal(incidentLabel({ ...one, priority: undefined, created_at: undefined }, now, l10n), 'Incident A');
	});

	it('is all words for a screen reader', () => {
		const one = incident('A', { number: 7, created_at: '2026-01-05T08:55:00Z', assignees: ['Ana'] });
		assert.equal(
			incidentInWords(one, now, l10n),
			'#7 Incident A. Triggered, high urgency. Service Checkout. Assigned to Ana. Open for 5m',
		);
	});

	it('is not said to be open when it is over', () => {
		const created = { created_at: '2026-01-05T06:55:00Z', url: 'https://x' };
		for (const [status, open] of [
			['triggered', true],
			['acknowledged', true],
			['resolved', false],
		] as const) {
			const one = incident('A', { ...created, status });
			const words = [
				incidentInWords(one, now, l10n),
				incidentTooltip(one, commands, situation, []),
				incidentLabel(one, now, l10n),
			];
			for (const text of words) assert.equal(text.includes('2h'), open, text);
		}
	});

	it('says what can be done with it', () => {
		assert.equal(incidentCapabilities(incident('A')), 'incident acknowledgeable resolvable');
		assert.equal(incidentCapabilities(incident('A', { mine: true })), 'incident acknowledgeable resolvable takenOn');
		assert.equal(incidentCapabilities(incident('A', { status: 'acknowledged' })), 'incident resolvable takenOn');
		assert.equal(
			incidentCapabilities(incident('A', { status: 'resolved', url: 'https://x' })),
			'incident reopenable linkable',
		);
	});

	it('is not said to be open for "now"', () => {
		const one = incident('A', { created_at: '2026-01-05T08:59:30Z' });
		assert.match(incidentInWords(one, now, l10n), /Open for less than a minute$/);
		assert.match(incidentTooltip(one, commands, situation, []), /Open for: less than a minute/);
	});

	it('can be reopened from its hover when it is resolved', () => {
		const one = incident('A', { status: 'resolved', resolved_at: '2026-01-05T08:10:00Z' });
		const text = incidentTooltip(one, commands, situation, []);
		assert.match(text, /Resolved: 08&#58;10/);
		assert.match(text, /\[Reopen\]\(command:x\.reopen\?/);
		assert.doesNotMatch(text, /\[Resolve\]/);
	});

	it('has times of day in its hover', () => {
		const one = incident('A', {
			next_steps: [{ type: 'escalate', at: '2026-01-05T09:30:00Z' }],
			acknowledged_by: [{ name: 'Ana' }],
		});
		const text = incidentTooltip(one, commands, situation, []);
		assert.match(text, /escalate at 09&#58;30/);
		assert.match(text, /Acknowledged by: Ana /);
	});

	for (const id of ['A) [click](command:evil', '"],"x', "'!*~()", 'a b\n# c', '<img>', '$(alert)', '%22', 'ü🔥', '']) {
		it(`passes its id on in the links of its hover, whatever it is: ${JSON.stringify(id)}`, () => {
			const text = incidentTooltip(incident(id, { title: 'x', url: 'https://x' }), commands, situation, []);
			const links = [...text.matchAll(/\]\(command:([\w.]+)\?([\w%.-]*)\)/g)];
			assert.deepEqual(
				links.map(([, command, args = '']): unknown[] => [command, JSON.parse(decodeURIComponent(args))]),
				[commands.acknowledge, commands.resolve, commands.open].map((command) => [command, [id]]),
			);
			assert.equal([...text.matchAll(/\]\(/g)].length, links.length);
		});
	}

	it('keeps text from outside from becoming links, images, formatting, icons or HTML in its hover', () => {
		const attack =
			'[click](command:evil) ![x](https://evil.example/p.png) **bold** <img src=x> $(alert) `code` https://evil.example me@evil.example\n\n# head\n| a |';
		const one = incident('A', { title: attack, service: attack, assignees: [attack], next_steps: [{ type: attack }] });
		const text = incidentTooltip(one, commands, situation, []);
		const links = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target);
		assert.deepEqual(links, ['command:x.acknowledge?%5B%22A%22%5D', 'command:x.resolve?%5B%22A%22%5D']);
		for (const mark of ['<', '`', '![', '$(alert)', '://', 'me@', '\n#', '\n|', '**bold'])
			assert.ok(!text.includes(mark), mark);
	});
});
