import assert from 'node:assert/strict';
import type { ShownIncident } from '../../../src/tools/shapes/incident.ts';
import { NewIncidents, type Happening } from '../../../src/vscode/notifications/new-incidents.ts';
import { newsInWords } from '../../../src/vscode/notifications/toast.ts';
import { isWanted, type NotificationChoice, type Wanted } from '../../../src/vscode/notifications/wanted.ts';
import { incident, l10n } from './support.ts';

const ids = (incidents: readonly ShownIncident[]) => incidents.map(({ id }) => id);
const anything = { services: [], leastPriority: undefined } as const;
const wants = (choice: NotificationChoice) => (one: ShownIncident) =>
	isWanted(one, { choice, ...anything }, { teams: undefined, priorities: [] });

describe('New incidents', () => {
	let told: readonly string[];
	let news: NewIncidents;
	const memory = {
		read: () => told,
		write: (all: readonly string[]) => {
			told = all;
			return Promise.resolve();
		},
	};
	beforeEach(() => {
		told = [];
		news = new NewIncidents(memory);
	});

	it('are none at the first look, and none twice', () => {
		const mine = incident('A', { mine: true });
		assert.deepEqual(news.look([mine], wants('mine')), []);
		const other = incident('B', { mine: true });
		assert.deepEqual(ids(news.look([mine, other], wants('mine'))), ['B']);
		assert.deepEqual(news.look([mine, other], wants('mine')), []);
		news.reset();
		assert.deepEqual(news.look([mine, other, incident('C', { mine: true })], wants('mine')), []);
	});

	it('are those the person chose', () => {
		const all = [
			incident('mineHigh', { mine: true }),
			incident('mineLow', { mine: true, urgency: 'low' }),
			incident('others'),
			incident('acked', { mine: true, status: 'acknowledged' }),
		];
		const found = (choice: NotificationChoice) => {
			news.reset();
			news.look([], wants(choice));
			return ids(news.look(all, wants(choice)));
		};
		assert.deepEqual(found('off'), []);
		assert.deepEqual(found('mine-high'), ['mineHigh']);
		assert.deepEqual(found('mine'), ['mineHigh', 'mineLow']);
		assert.deepEqual(found('all'), ['mineHigh', 'mineLow', 'others']);
	});

	it('include an old one that is assigned to me now', () => {
		news.look([incident('A')], wants('mine'));
		assert.deepEqual(ids(news.look([incident('A', { mine: true })], wants('mine'))), ['A']);
	});

	it('are not new again after one look that missed them', () => {
		const mine = incident('A', { mine: true });
		news.look([mine], wants('mine'));
		news.look([], wants('mine'));
		assert.deepEqual(news.look([mine], wants('mine')), []);
	});

	it('are known however many there are', () => {
		const many = (from: number, to: number) =>
			Array.from({ length: to - from }, (_item, index) => incident(`P${from + index}`));
		news.look(many(0, 5000), wants('all'));
		assert.deepEqual(news.look(many(0, 5000), wants('all')), []);
		for (let start = 5000; start < 20_000; start += 500) news.look(many(start, start + 500), wants('all'));
		assert.equal(news.look(many(0, 1), wants('all')).length, 1);
	});

	describe('of which somebody heard before', () => {
		const assigned = (at: string, more = {}) =>
			incident('A', { mine: true, assigned_at: `2026-01-05T${at}:00Z`, ...more });
		const acknowledged = (at: string, more = {}) =>
			assigned('09:00', { status: 'acknowledged', last_changed_at: `2026-01-05T${at}:00Z`, ...more });
		const first = assigned('09:00');
		type Lists = Parameters<NewIncidents['look']>[0][];
		/** How often one window tells when it sees these lists one after another, and another one that sees them too. */
		const toldOf = async (choice: NotificationChoice, ...lists: Lists) => {
			const windows = [news, new NewIncidents(memory)];
			const counts: number[] = [];
			for (const window of windows) window.look([], wants(choice));
			for (const list of lists) {
				let count = 0;
				for (const window of windows) count += (await window.claim(window.look(list, wants(choice)))).length;
				counts.push(count);
			}
			return counts;
		};

		for (const choice of ['mine', 'mine-high', 'all'] as const) {
			it(`are told again when the acknowledgement runs out (${choice}), each time, in one window`, async () => {
				const lists = [[first], [acknowledged('09:10')], [first], [acknowledged('10:10')], [first]];
				assert.deepEqual(await toldOf(choice, ...lists), [1, 0, 1, 0, 1]);
			});

			it(`are told again when they are reopened (${choice})`, async () => {
				assert.deepEqual(await toldOf(choice, [first], [], [assigned('11:00')]), [1, 0, 1]);
				assert.deepEqual(
					await toldOf(choice, [assigned('12:00')], [acknowledged('12:10')], [], [assigned('13:00')]),
					[1, 0, 0, 1],
				);
			});

			it(`are not told again because a note was added (${choice})`, async () => {
				const noted = assigned('09:00', { last_changed_at: '2026-01-05T09:30:00Z' });
				assert.deepEqual(await toldOf(choice, [first], [noted], [], [noted]), [1, 0, 0, 0]);
			});
		}

		it('are told again when they are back with me', async () => {
			const others = assigned('09:30', { mine: false });
			assert.deepEqual(await toldOf('mine', [first], [others], [assigned('10:00')]), [1, 0, 1]);
			assert.deepEqual(await toldOf('mine', [assigned('11:00')], [assigned('12:00')]), [1, 1]);
		});

		it('are told once to who hears of everything while they go on from one to another, and again when they come to me', async () => {
			const to = (at: string) => assigned(at, { mine: false });
			assert.deepEqual(
				await toldOf('all', [to('09:00')], [to('09:30')], [to('10:00')], [assigned('10:30')]),
				[1, 0, 0, 1],
			);
		});

		it('are told once when their urgency rises, in all windows together', async () => {
			const low = assigned('09:00', { urgency: 'low' });
			assert.deepEqual(await toldOf('mine-high', [low], [first], [first], [low], [first]), [0, 1, 0, 0, 0]);
			assert.deepEqual(await toldOf('mine', [assigned('10:00', { urgency: 'low' })], [assigned('10:00')]), [1, 1]);
		});

		it('say what happened to them', () => {
			const happenings = (wanted: NotificationChoice, ...lists: Lists) => {
				news.reset();
				news.look([], wants(wanted));
				return lists.flatMap((list) => news.look(list, wants(wanted)).map(({ happened }) => happened));
			};
			const others = assigned('09:00', { mine: false });
			const due = { ...others, next_steps: [{ type: 'escalate', at: '2026-01-05T09:30:00Z' }] };
			assert.deepEqual(happenings('mine', [first], [acknowledged('09:10')], [first]), ['new', 'again']);
			assert.deepEqual(happenings('mine', [acknowledged('09:10')], [first]), ['again']);
			assert.deepEqual(happenings('mine', [first], [], [assigned('11:00')]), ['new', 'reopened']);
			assert.deepEqual(happenings('mine', [others], [assigned('09:15')]), ['assigned']);
			assert.deepEqual(happenings('mine', [due], [assigned('09:30')]), ['escalated']);
			assert.deepEqual(happenings('mine', [due], [assigned('09:15')]), ['assigned']);
			assert.deepEqual(happenings('all', [due], [assigned('09:30')]), ['new', 'escalated']);
			assert.deepEqual(happenings('mine-high', [assigned('09:00', { urgency: 'low' })], [first]), ['urgent']);
		});

		it('are told when their priority comes to count', () => {
			const least = (one: ShownIncident) =>
				isWanted(
					one,
					{ choice: 'mine', services: [], leastPriority: 'P2' },
					{ teams: [], priorities: ['P1', 'P2', 'P3'] },
				);
			const look = (priority?: string) => news.look([{ ...first, priority }], least).map(({ happened }) => happened);
			news.look([], least);
			assert.deepEqual([look(), look('P3'), look('P1'), look('P1'), look('P2')], [[], [], ['priority'], [], []]);
		});
	});

	it('are told by one window only', async () => {
		const other = new NewIncidents(memory);
		const found = [incident('A'), incident('B')];
		assert.deepEqual(ids(await news.claim(found)), ['A', 'B']);
		assert.deepEqual(await other.claim(found), []);
		assert.deepEqual(ids(await other.claim([...found, incident('C')])), ['C']);
	});

	it('are not remembered for ever', async () => {
		for (let index = 0; index < 600; index++) await news.claim([incident(`P${index}`)]);
		assert.equal(told.length, 500);
		assert.equal(told.at(-1), 'P599');
	});
});

describe('What a person wants to hear of', () => {
	const priorities = ['P1', 'P2', 'P3'];
	const all = [
		incident('mine', { mine: true, service: 'Search', service_id: 'PSEARCH' }),
		incident('team', { teams: ['Payments'], service: 'Payments API', service_id: 'PPAY', priority: 'P3' }),
		incident('other', { teams: ['Web'], priority: 'P1' }),
	];
	const wanted = (wish: Partial<Wanted>, known = { teams: ['Payments'], priorities }) =>
		ids(all.filter((one) => isWanted(one, { choice: 'mine', ...anything, ...wish }, known)));

	it('is of the teams that the person is in, and what is the person’s own', () => {
		assert.deepEqual(wanted({ choice: 'my-teams' }), ['mine', 'team']);
		assert.deepEqual(ids(all.filter(wants('my-teams'))), ['mine'], 'until the teams are known');
	});

	it('is of services by name or id besides, unless notifications are off', () => {
		assert.deepEqual(wanted({ services: ['payments api'] }), ['mine', 'team']);
		assert.deepEqual(wanted({ services: ['PCHECKOUT'] }), ['mine', 'other']);
		assert.deepEqual(wanted({ choice: 'off', services: ['PCHECKOUT'] }), []);
	});

	it('has a lowest priority, by the order of the account', () => {
		assert.deepEqual(wanted({ choice: 'all', leastPriority: 'p2' }), ['other']);
		assert.deepEqual(wanted({ choice: 'all', leastPriority: 'P3' }), ['team', 'other']);
		const upsideDown = { teams: [], priorities: ['P3', 'P1'] };
		assert.deepEqual(wanted({ choice: 'all', leastPriority: 'P3' }, upsideDown), ['team']);
	});

	it('is rather too much than nothing where that priority is not known', () => {
		assert.deepEqual(wanted({ choice: 'all', leastPriority: 'Sev 1' }), ['mine', 'team', 'other']);
		assert.deepEqual(wanted({ choice: 'all', leastPriority: 'P2' }, { teams: [], priorities: [] }), ['mine', 'other']);
	});
});

describe('A notification', () => {
	const news = (happened: Happening, changes: Partial<ShownIncident> = {}, id = 'A') => ({
		...incident(id, { number: 7, priority: 'P1', ...changes }),
		event: id,
		happened,
	});
	const words = (...all: ReturnType<typeof news>[]) => newsInWords(all, l10n);

	it('begins with priority and service, and says what happened', () => {
		assert.deepEqual(
			(['new', 'again', 'reopened', 'escalated', 'assigned', 'urgent', 'priority'] as const).map((one) =>
				words(news(one)),
			),
			[
				'P1 · Checkout · New incident: #7 Incident A',
				'P1 · Checkout · Triggered again: #7 Incident A',
				'P1 · Checkout · Reopened: #7 Incident A',
				'P1 · Checkout · Escalated to you: #7 Incident A',
				'P1 · Checkout · Assigned to you: #7 Incident A',
				'P1 · Checkout · Raised to high urgency: #7 Incident A',
				'P1 · Checkout · Priority is now P1: #7 Incident A',
			],
		);
		assert.equal(words(news('new', { priority: undefined, service: undefined })), 'New incident: #7 Incident A');
	});

	it('is one for many, and names a few', () => {
		const many = Array.from({ length: 300 }, (_item, index) => news('new', {}, String(index)));
		assert.equal(
			words(...many),
			'300 new incidents: P1 · Checkout · #7 Incident 0; P1 · Checkout · #7 Incident 1; P1 · Checkout · #7 Incident 2; and 297 more',
		);
		assert.match(words(news('escalated'), news('escalated')), /^2 incidents were escalated to you: /);
		assert.match(words(news('new'), news('again')), /^2 incidents need attention: /);
	});

	it('holds no link, icon or line of anybody else, and is short', () => {
		const attack = `[x](command:evil) $(alert)\n[y](https://evil.example) ${'long '.repeat(200)}`;
		for (const text of [
			words(news('new', { title: attack, service: attack, priority: attack })),
			words(
				news('new', { title: attack, service: '[z' }),
				news('again', { title: '](command:evil)', service: attack }),
			),
		]) {
			assert.doesNotMatch(text, /\]\(|\$\(|\n/);
			assert.ok(text.length < 450, text);
		}
	});
});
