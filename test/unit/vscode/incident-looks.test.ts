import assert from 'node:assert/strict';
import type { Caller } from '../../../src/tools/tool-runs.ts';
import { IncidentLooks } from '../../../src/vscode/incidents/looks.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { NewIncidents } from '../../../src/vscode/notifications/new-incidents.ts';
import { ToldInWindow } from '../../../src/vscode/notifications/told-events.ts';
import { describeProblem } from '../../../src/vscode/words/problem.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';
import { l10n } from './support.ts';

const minute = 60_000;
const explain = (error: unknown) => describeProblem(error, l10n);

describe('Looks at what is open', () => {
	let account: SignedIn;
	let store: IncidentStore;
	let looks: IncidentLooks;
	/** How far the computer's clock is from PagerDuty's. */
	let skew: number;
	const caller = (signal = new AbortController().signal): Caller => ({ signal, priority: 'background' });

	const open = async (options: SignedInOptions = {}) => {
		account = await SignedIn.open(options);
		skew = 0;
		const clock = {
			now: () => new Date(account.clock.now().getTime() + skew),
			sleep: (...wait: Parameters<typeof account.clock.sleep>) => account.clock.sleep(...wait),
		};
		store = new IncidentStore(clock);
		looks = new IncidentLooks({ toolbox: account.toolbox, store, clock });
	};
	afterEach(() => account.close());

	/** The requests of one look. */
	const look = async (whole = false) => {
		const mark = account.sandbox.requests.length;
		await looks.look(caller(), explain, whole);
		return account.sandbox.requests.slice(mark).map(({ path }) => path);
	};
	const byId = (id: string) => account.sandbox.store.incident(id) ?? assert.fail(`no ${id}`);
	/** The newest but so many that are in the store. */
	const older = (skip = 150) =>
		store.open.toSorted((a, b) => (b.number ?? 0) - (a.number ?? 0))[skip] ?? assert.fail('too few');
	const change = (tool: string, input: object) => account.call(tool, input);

	it('take one request where few are open', async () => {
		await open({ incidents: 40 });
		assert.ok((await look()).length > 1);
		assert.deepEqual(await look(), ['/incidents']);
	});

	it('take two requests where many are open and nothing has changed', async () => {
		await open({ incidents: 450 });
		await look();
		account.sandbox.clock.advance(2 * minute);
		await look();
		assert.deepEqual(await look(), ['/log_entries', '/incidents']);
	});

	it('take in what others changed, without reading all again', async () => {
		await open({ incidents: 450 });
		await look();
		account.sandbox.clock.advance(2 * minute);
		await look();
		const [taken, over, named, urgent] = [150, 160, 170, 180].map((skip) => older(skip));
		assert.ok(taken && over && named && urgent);
		await change('acknowledge_incidents', { incidents: [taken.id] });
		await change('resolve_incidents', { incidents: [over.id] });
		await change('update_incidents', { incidents: [named.id], title: 'Another title' });
		await change('update_incidents', { incidents: [urgent.id], urgency: urgent.urgency === 'low' ? 'high' : 'low' });
		const { id: fresh } = await account.sandbox.trigger();
		account.sandbox.clock.advance(10_000);
		const requests = await look();
		assert.equal(store.get(taken.id)?.status, 'acknowledged');
		assert.equal(store.get(over.id), undefined);
		assert.equal(store.get(named.id)?.title, 'Another title');
		assert.notEqual(store.get(urgent.id)?.urgency, urgent.urgency);
		assert.equal(store.get(fresh)?.status, 'triggered');
		assert.equal(requests.filter((path) => path === '/incidents').length, 1);
		assert.ok(requests.length <= 5, requests.join());
	});

	it('read all again every quarter of an hour, for the log does not tell everything', async () => {
		await open({ incidents: 450 });
		await look();
		const incident = older();
		byId(incident.id).title = 'Nothing in the log';
		account.sandbox.clock.advance(14 * minute);
		await look();
		assert.notEqual(store.get(incident.id)?.title, 'Nothing in the log');
		account.sandbox.clock.advance(2 * minute);
		await look();
		assert.equal(store.get(incident.id)?.title, 'Nothing in the log');
	});

	it('read all again when somebody set the clock back, for nobody knows how long ago that was', async () => {
		await open({ incidents: 450 });
		await look();
		byId(older().id).title = 'Nothing in the log';
		skew = -60 * minute;
		await look();
		assert.ok(store.open.some(({ title }) => title === 'Nothing in the log'));
	});

	it('read all again after a reading so long that the log would not tell what it missed', async () => {
		await open({ incidents: 450 });
		const showing = store.changed.on(() => (skew += minute));
		await look();
		showing.dispose();
		assert.ok((await look()).length > 2);
		assert.deepEqual(await look(), ['/log_entries', '/incidents']);
	});

	it('read no incident for what nobody sees in its row', async () => {
		await open({ incidents: 450 });
		await look();
		account.sandbox.clock.advance(2 * minute);
		await look();
		await change('add_incident_note', { incident: older().id, note: 'Looking into it' });
		assert.deepEqual(await look(), ['/log_entries', '/incidents']);
	});

	it('take an incident for resolved when the log says so, although the list does not show it yet', async () => {
		let list: unknown;
		let isStale = false;
		await open({
			incidents: 450,
			replies: (content, { method, path }) => {
				if (method !== 'GET' || path !== '/incidents') return content;
				if (!isStale) list = content;
				return list;
			},
		});
		await look();
		account.sandbox.clock.advance(2 * minute);
		await look();
		const { id } = older(3);
		await change('resolve_incidents', { incidents: [id] });
		isStale = true;
		await look();
		assert.equal(store.get(id), undefined);
		assert.equal(store.load.problem, undefined);
	});

	it('show no incident that was resolved or is gone by the time it is read', async () => {
		let [over, gone] = ['', ''];
		await open({
			incidents: 450,
			meanwhile: async ({ method, path }, { store: there }) => {
				const incident = there.incident(over);
				if (method === 'GET' && path === `/incidents/${over}` && incident) incident.status = 'resolved';
				return Promise.resolve();
			},
			wire: ({ method, path }, send) =>
				method === 'GET' && path === `/incidents/${gone}`
					? Promise.resolve(Response.json({ error: { message: 'Not Found', code: 2100 } }, { status: 404 }))
					: send(),
		});
		await look();
		account.sandbox.clock.advance(2 * minute);
		await look();
		const [first, second] = [older(150).id, older(160).id];
		await change('acknowledge_incidents', { incidents: [first, second] });
		[over, gone] = [first, second];
		const requests = await look();
		assert.deepEqual(requests.filter((path) => path === `/incidents/${over}`).length, 1);
		assert.equal(store.get(over), undefined);
		assert.equal(store.get(gone), undefined);
		assert.equal(store.load.problem, undefined);
	});

	it('read all again when so much has happened that the log is longer', async () => {
		await open({ incidents: 450 });
		await look();
		account.sandbox.clock.advance(2 * minute);
		const before = store.openCount;
		for (let count = 0; count < 300; count++) {
			account.sandbox.clock.advance(100);
			await account.sandbox.trigger();
		}
		await look();
		assert.equal(store.openCount, before + 300);
		account.sandbox.clock.advance(2 * minute);
		await look();
		assert.deepEqual(await look(), ['/log_entries', '/incidents']);
	});

	it('read all where the person may not read the log', async () => {
		await open({
			incidents: 450,
			wire: (request, send) =>
				request.path === '/log_entries'
					? Promise.resolve(Response.json({ error: { message: 'Access Denied', code: 2010 } }, { status: 403 }))
					: send(),
		});
		await look();
		const incident = older();
		await change('acknowledge_incidents', { incidents: [incident.id] });
		await look();
		assert.equal(store.get(incident.id)?.status, 'acknowledged');
		assert.equal(store.load.problem, undefined);
	});

	it('say what went wrong when the log fails, and make up for it', async () => {
		await open({ incidents: 450 });
		await look();
		const incident = older();
		await change('acknowledge_incidents', { incidents: [incident.id] });
		account.sandbox.faults.serverError = { status: 503, match: /log_entries/ };
		await assert.rejects(looks.look(caller(), explain, false), { kind: 'server' });
		assert.equal(store.load.problem?.what.kind, 'server');
		account.sandbox.faults.serverError = undefined;
		account.pause();
		await look();
		assert.equal(store.load.problem, undefined);
		assert.equal(store.get(incident.id)?.status, 'acknowledged');
	});

	for (const [where, hours] of [
		['behind', -1],
		['ahead', 1],
	] as const) {
		it(`miss nothing where the computer's clock is an hour ${where}`, async () => {
			await open({ incidents: 450 });
			skew = hours * 60 * minute;
			await look();
			account.sandbox.clock.advance(2 * minute);
			const incident = older();
			await change('acknowledge_incidents', { incidents: [incident.id] });
			const { id } = await account.sandbox.trigger();
			const requests = await look();
			assert.equal(requests[0], '/log_entries');
			assert.equal(store.get(incident.id)?.status, 'acknowledged');
			assert.equal(store.get(id)?.status, 'triggered');
		});
	}

	it('know what is open after eight hours asleep, also where the clock was set back meanwhile', async () => {
		await open({ incidents: 450 });
		await look();
		const incident = older();
		await change('acknowledge_incidents', { incidents: [incident.id] });
		account.sandbox.clock.advance(8 * 60 * minute);
		skew = -9 * 60 * minute;
		await look();
		const ids = account.sandbox.store.incidents.filter(({ status }) => status !== 'resolved').map(({ id }) => id);
		assert.deepEqual(new Set(store.open.map(({ id }) => id)), new Set(ids));
	});

	describe('in an account with thousands of them', () => {
		const total = () => account.sandbox.store.incidents.filter(({ status }) => status !== 'resolved').length;

		it('read the newest thousand and all of mine, and say how many there are', async () => {
			await open({ incidents: 1500 });
			await look();
			assert.ok(store.openCount >= 1000 && store.openCount < 1100, String(store.openCount));
			assert.equal((store.rest?.count ?? 0) + store.openCount, total());
			assert.equal(store.countFor(false), total());
			assert.equal(store.rest?.reachable, true);
			const { demoUserId } = { demoUserId: store.mine[0]?.assignee_ids?.[0] };
			const mine = account.sandbox.store.incidents.filter(
				({ status, assignments }) => status !== 'resolved' && assignments.some(({ userId }) => userId === demoUserId),
			);
			assert.equal(store.mine.length, mine.length);
		});

		it('read on when somebody asks, to the end', async () => {
			await open({ incidents: 1500 });
			await look();
			await looks.more(caller(), explain);
			assert.equal(store.openCount, total());
			assert.equal(store.rest, undefined);
			await look(true);
			assert.equal(store.openCount, total());
			const mark = account.sandbox.requests.length;
			await looks.more(caller(), explain);
			assert.equal(account.sandbox.requests.length, mark);
		});

		it('take nothing for new that only came into sight', async () => {
			await open({ incidents: 1500 });
			const news = new NewIncidents(new ToldInWindow());
			const told: string[] = [];
			store.widened.on((some) => news.learn(some, () => true));
			store.read.on((some) => told.push(...news.look(some, () => true).map(({ id }) => id)));
			await look();
			await looks.more(caller(), explain);
			assert.deepEqual(told, []);
			const { id } = await account.sandbox.trigger();
			await look();
			assert.deepEqual(told, [id]);
		});

		it('do not lose what is read on when they happen at the same time', async () => {
			await open({ incidents: 1500 });
			await look();
			await Promise.all([looks.more(caller(), explain), looks.look(caller(), explain, false)]);
			assert.equal(store.openCount, total());
		});
	});

	it('belong to one account', async () => {
		await open({ incidents: 450 });
		await look();
		looks.forget();
		store.clear();
		const requests = await look();
		assert.ok(!requests.slice(0, 4).includes('/log_entries'));
		assert.ok(store.openCount >= 450);
	});
});
