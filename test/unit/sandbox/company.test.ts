import assert from 'node:assert/strict';
import { Life } from '../../../src/sandbox/company/life.ts';
import { addCompany } from '../../../src/sandbox/company/company.ts';
import { SandboxClock } from '../../../src/sandbox/clock.ts';
import { OnCallDirectory } from '../../../src/sandbox/oncalls.ts';
import { Ids, Random } from '../../../src/sandbox/random.ts';
import type { Incident } from '../../../src/sandbox/model/model.ts';
import { Store } from '../../../src/sandbox/model/store.ts';
import type { World } from '../../../src/sandbox/model/world.ts';
import { listAt, objectAt, textAt } from '../../support/json-schema.ts';
import { Account, people, present } from './account.ts';

describe('the company in the sandbox', () => {
	let account: Account;
	beforeEach(async () => {
		account = await Account.start();
	});
	afterEach(() => account.close());

	const open = async () =>
		listAt(await account.get('/incidents?statuses[]=triggered&statuses[]=acknowledged&limit=100'), 'incidents');
	const all = async () => listAt(await account.get('/incidents?date_range=all&limit=100'), 'incidents');

	it('has the size of a real team', async () => {
		const count = async (list: string) => listAt(await account.get(`/${list}?limit=100`), list).length;
		assert.deepEqual(
			await Promise.all(['services', 'teams', 'users', 'escalation_policies', 'schedules', 'priorities'].map(count)),
			[12, 5, 18, 7, 7, 5],
		);
		assert.equal((await all()).length, 98);
	});

	it('has eight open incidents of every kind, two of them the demo user’s', async () => {
		const incidents = await open();
		assert.equal(incidents.length, 8);
		assert.deepEqual([...new Set(incidents.map((item) => textAt(item, 'status')))].sort(), [
			'acknowledged',
			'triggered',
		]);
		assert.deepEqual([...new Set(incidents.map((item) => textAt(item, 'urgency')))].sort(), ['high', 'low']);
		const mine = incidents.filter((item) => people(objectAt({ item }, 'item'), 'assignments').includes('Maya Okafor'));
		assert.deepEqual(mine.map((item) => textAt(item, 'status')).sort(), ['acknowledged', 'triggered']);
		for (const incident of incidents) assert.ok(objectAt(incident, 'alert_counts')['all'] !== 0);
	});

	it('lives in the past of its clock only', async () => {
		for (const entry of account.sandbox.store.logEntries) assert.ok(entry.at <= present.getTime());
		for (const incident of await all()) {
			const { created_at: created, resolved_at: resolved } = objectAt({ incident }, 'incident');
			assert.ok(typeof created === 'string');
			if (typeof resolved === 'string') assert.ok(resolved > created);
		}
	});

	it('has ids of PagerDuty’s shapes', async () => {
		for (const incident of await all()) assert.match(textAt(incident, 'id') ?? '', /^Q[A-Z0-9]{13}$/);
		const [service] = listAt(await account.get('/services'), 'services');
		assert.match(textAt(service, 'id') ?? '', /^P[A-Z0-9]{6}$/);
		const [schedule] = listAt(await account.get('/v3/schedules'), 'schedules');
		assert.match(textAt(schedule, 'id') ?? '', /^[A-Z0-9]{26}$/);
	});

	it('has unusual records among what is over, and none among what is open', async () => {
		const odd = (await all()).filter((incident) => {
			const { title, service } = objectAt({ incident }, 'incident');
			return /[\u0000-\u001f\u202e]/.test(String(title)) || objectAt({ service }, 'service')['html_url'] === null;
		});
		assert.equal(odd.length, 2);
		assert.deepEqual([...new Set(odd.map((incident) => textAt(incident, 'status')))], ['resolved']);
	});

	it('has changes before incidents that they explain, and incidents like them before', async () => {
		const checkout = (await open()).find((incident) => textAt(objectAt(incident, 'service'), 'summary') === 'Checkout');
		const path = `/incidents/${textAt(checkout, 'id') ?? ''}`;
		assert.ok(listAt(await account.get(`${path}/related_change_events`), 'change_events').length > 0);
		assert.ok(listAt(await account.get(`${path}/past_incidents`), 'past_incidents').length > 0);
		assert.ok(listAt(await account.get(`${path}/notes`), 'notes').length > 1);
	});

	it('is the same for the same seed and another for another', async () => {
		const titles = (seed: number) =>
			Account.with({ seed }, async (other) =>
				listAt(await other.get('/incidents?date_range=all&limit=100'), 'incidents').map(
					(incident) => `${textAt(incident, 'id') ?? ''} ${textAt(incident, 'title') ?? ''}`,
				),
			);
		assert.deepEqual(await titles(7), await titles(7));
		assert.notDeepEqual(await titles(7), await titles(8));
	});

	it('has the demo user on call at any time of the week', async () => {
		for (let hours = 0; hours < 7 * 24; hours += 11) {
			const now = () => new Date(present.getTime() + hours * 3_600_000);
			await Account.with({ now }, async (other) => {
				const body = await other.get(`/oncalls?user_ids[]=${textAt(await other.me(), 'id') ?? ''}`);
				assert.equal(listAt(body, 'oncalls').length, 1, `${hours} hours later`);
			});
		}
	});

	it('can be empty', () =>
		Account.with({ account: 'empty' }, async (empty) => {
			const nothing = { incidents: [], limit: 25, offset: 0, more: false, total: null };
			assert.deepEqual(await empty.get('/incidents'), nothing);
			assert.deepEqual((await empty.get('/oncalls'))['oncalls'], []);
			assert.equal(textAt(await empty.me(), 'name'), 'Maya Okafor');
			await assert.rejects(empty.sandbox.trigger(), /no service/);
		}));
});

describe('life in the sandbox', () => {
	function world(): World {
		const random = new Random(1);
		const store = new Store();
		return {
			store,
			random,
			clock: new SandboxClock(() => present),
			ids: new Ids(random),
			onCall: new OnCallDirectory(store),
			account: { subdomain: 'lumen-oak', timeZone: 'Etc/UTC', demoUserId: '' },
		};
	}

	it('pages the demo user first', () => {
		const account = world();
		const first = new Life(account, addCompany(account, 0).services).happen();
		assert.deepEqual(
			first?.assignments.map(({ userId }) => userId),
			[account.account.demoUserId],
		);
		assert.equal(first.urgency, 'high');
	});

	it('breaks things until enough is broken, and mends small ones', () => {
		const account = world();
		const life = new Life(account, addCompany(account, 0).services);
		const openCount = () => account.store.incidents.filter(({ status }) => status !== 'resolved').length;
		const small: Incident[] = [];
		// What is open for long is resolved by hand, so that there is room for more.
		while (small.length < 3) {
			const begun = life.happen();
			if (begun?.urgency === 'low') small.push(begun);
			else if (begun) begun.status = 'resolved';
		}
		for (let i = 0; i < 50; i++) life.happen();
		assert.equal(openCount(), 14);
		account.clock.advance(10 * 60_000);
		assert.deepEqual([...new Set(small.map(({ status }) => status))], ['resolved']);
		const fresh = account.store.incidents.at(-1);
		assert.ok(fresh && account.store.alerts.of(fresh.id).length > 0);
	});

	it('has colleagues who take care of their own incidents and leave the demo user’s alone', () => {
		const account = world();
		const life = new Life(account, addCompany(account, 0).services);
		const begun = Array.from({ length: 6 }, () => life.happen()).filter((incident) => incident !== undefined);
		const mine = begun.filter(({ assignments }) => assignments[0]?.userId === account.account.demoUserId);
		const others = begun.filter((incident) => incident.urgency === 'high' && !mine.includes(incident));
		account.clock.advance(6 * 60_000);
		assert.deepEqual([...new Set(others.map(({ status }) => status))], ['acknowledged']);
		account.clock.advance(25 * 60_000);
		assert.deepEqual([...new Set(others.map(({ status }) => status))], ['resolved']);
		for (const incident of mine) assert.notEqual(incident.status, 'resolved');
	});

	it('does not keep the process alive and stops', () => {
		const account = world();
		const life = new Life(account, addCompany(account, 0).services);
		life.start();
		life.stop();
	});
});
