import assert from 'node:assert/strict';
import * as z from 'zod';
import { listAt, objectAt, textAt, type JsonObject } from '../../support/json-schema.ts';
import { Account, codeOf, present } from './account.ts';

describe('lists of the sandbox', () => {
	let account: Account;
	before(async () => {
		account = await Account.start({ incidents: 300 });
	});
	after(() => account.close());

	const incidents = async (query: string) => listAt(await account.get(`/incidents?${query}`), 'incidents');
	const values = (items: unknown[], key: string) => [...new Set(items.map((item) => textAt(item, key)))];

	it('come in pages of 25, of 100 at most', async () => {
		const { limit, offset, more, total, incidents: rows } = await account.get('/incidents');
		assert.deepEqual([limit, offset, more, total, listAt({ rows }, 'rows').length], [25, 0, true, null, 25]);
		const big = await account.get('/incidents?limit=500');
		assert.deepEqual([big['limit'], listAt(big, 'incidents').length], [100, 100]);
	});

	it('can be walked through without losing or repeating anything', async () => {
		const seen: unknown[] = [];
		for (let offset = 0, more: unknown = true; more === true;) {
			const page = await account.get(`/incidents?date_range=all&limit=70&offset=${offset}`);
			seen.push(...listAt(page, 'incidents').map((incident) => textAt(incident, 'id')));
			offset = seen.length;
			more = page['more'];
		}
		assert.deepEqual([seen.length, new Set(seen).size], [398, 398]);
		assert.equal((await account.get('/incidents?date_range=all&total=true'))['total'], 398);
	});

	it('end at the ten thousandth item', async () => {
		assert.equal((await account.send('GET', '/incidents?limit=100&offset=9900')).status, 200);
		const answer = await account.send('GET', '/incidents?limit=100&offset=9901');
		assert.equal(answer.status, 400);
		assert.match(answer.text, /Offset\+limit exceeds maximum allowed value of 10000/);
		assert.equal((await account.send('GET', '/incidents?limit=many')).status, 400);
	});

	it('reach back 30 days unless told otherwise, six months at most', async () => {
		const created = (await incidents('limit=100')).map((incident) => Date.parse(textAt(incident, 'created_at') ?? ''));
		assert.ok(Math.min(...created) >= present.getTime() - 30 * 24 * 3_600_000);
		assert.ok((await incidents('since=2026-07-01T00:00:00Z&until=2026-09-01T00:00:00Z')).length > 0);
		const far = await account.send('GET', '/incidents?since=2026-01-01T00:00:00Z&until=2026-10-01T00:00:00Z');
		assert.deepEqual([far.status, codeOf(far)], [400, 2001]);
		assert.equal((await account.send('GET', '/incidents?since=yesterday')).status, 400);
	});

	it('take the month after `since` alone, and the month before `until` alone', async () => {
		const created = async (query: string) =>
			(await incidents(`${query}&limit=100`)).map((row) =>
				Date.parse(z.looseObject({ created_at: z.string() }).parse(row).created_at),
			);
		const [from, to] = [Date.parse('2026-08-01T00:00:00Z'), Date.parse('2026-08-31T00:00:00Z')];
		for (const query of ['since=2026-08-01T00:00:00Z', 'until=2026-08-31T00:00:00Z']) {
			const times = await created(query);
			assert.ok(times.length > 0 && times.every((at) => at >= from && at <= to), query);
		}
	});

	it('read times without offset in the given zone', async () => {
		const rows = await incidents(
			'since=2026-10-28T13:20&until=2026-10-28T14:29&time_zone=Asia/Kolkata&statuses[]=triggered',
		);
		const created = rows.map((incident) => textAt(incident, 'created_at') ?? '');
		assert.ok(created.length > 0);
		for (const time of created) assert.match(time, /^2026-10-28T1[34]:\d\d:\d\d\+05:30$/);
		assert.equal((await account.send('GET', '/incidents?time_zone=Mars')).status, 400);
	});

	it('are filtered', async () => {
		const service = await account.idOf('services', 'Checkout');
		const rows = await incidents(`service_ids[]=${service}&statuses[]=triggered&urgencies[]=high&limit=100`);
		assert.deepEqual([values(rows, 'status'), values(rows, 'urgency')], [['triggered'], ['high']]);
		assert.deepEqual([...new Set(rows.map((row) => textAt(objectAt(row, 'service'), 'id')))], [service]);
		const me = textAt(await account.me(), 'id');
		const mine = await incidents(`user_ids[]=${me}&limit=100`);
		assert.ok(mine.length >= 2 && !values(mine, 'status').includes('resolved'));
		const team = await account.idOf('teams', 'Payments');
		assert.ok((await incidents(`team_ids[]=${team}`)).length > 0);
		const p1 = await account.idOf('priorities', 'P1');
		const urgent = await incidents(`priority_ids[]=${p1}`);
		assert.deepEqual([...new Set(urgent.map((row) => textAt(objectAt(row, 'priority'), 'name')))], ['P1']);
	});

	it('refuse statuses that do not exist and ignore names they do not know', async () => {
		const answer = await account.send('GET', '/incidents?statuses[]=open');
		assert.match(answer.text, /Status must be a list of triggered, acknowledged, or resolved\./);
		assert.equal((await account.get('/incidents?statusses[]=open&priorities[]=P1&total=true'))['total'] !== 0, true);
	});

	it('are sorted by up to two fields', async () => {
		const rows = await incidents('sort_by=urgency:desc,created_at:desc&limit=100');
		const keys = rows.map((row) => `${textAt(row, 'urgency') === 'high' ? 1 : 0} ${textAt(row, 'created_at') ?? ''}`);
		assert.deepEqual(keys, [...keys].sort().reverse());
		assert.equal((await account.send('GET', '/incidents?sort_by=title')).status, 400);
		assert.equal((await account.send('GET', '/incidents?sort_by=urgency,created_at,resolved_at')).status, 400);
	});

	it('expand what include[] names and nothing else', async () => {
		const type = (incident: unknown, key: string) => textAt(objectAt(incident, key), 'type');
		const [plain] = await incidents('limit=1');
		const [full] = await incidents('limit=1&include[]=services&include[]=nonsense');
		assert.deepEqual([type(plain, 'service'), type(full, 'service')], ['service_reference', 'service']);
		assert.deepEqual(
			[type(plain, 'escalation_policy'), type(full, 'escalation_policy')],
			['escalation_policy_reference', 'escalation_policy_reference'],
		);
	});

	it('of services are matched by name exactly or by query', async () => {
		const names = async (query: string) =>
			listAt(await account.get(`/services?${query}`), 'services').map((item) => textAt(item, 'name'));
		assert.deepEqual(await names('name=Checkout'), ['Checkout']);
		assert.deepEqual(await names('name=check'), []);
		assert.deepEqual(await names('query=mobile'), ['Mobile API', 'Mobile Push']);
		assert.deepEqual((await names('sort_by=name:desc&limit=1'))[0], 'Storefront CDN');
		assert.ok(!(await names('limit=100')).includes('Legacy Basket'));
	});

	it('of log entries stand newest first', async () => {
		const page = await account.get('/log_entries?limit=100&is_overview=true');
		const times = listAt(page, 'log_entries').map((entry) => textAt(entry, 'created_at') ?? '');
		assert.deepEqual(times, [...times].sort().reverse());
	});

	it('of change events want times in UTC', async () => {
		const page: JsonObject = await account.get('/change_events?since=2026-10-01T00:00:00Z&limit=100');
		assert.ok(listAt(page, 'change_events').length > 10);
		assert.equal((await account.send('GET', '/change_events?since=2026-10-01T00:00:00%2B02:00')).status, 400);
	});

	it('page through 5,000 open incidents', () =>
		Account.with({ incidents: 5000 }, async (large) => {
			const seen = new Set<string | undefined>();
			for (let page = 0; page < 10; page++) {
				const reply = await large.get(`/incidents?limit=100&offset=${page * 100}&statuses[]=triggered`);
				for (const incident of listAt(reply, 'incidents')) seen.add(textAt(incident, 'id'));
			}
			assert.equal(seen.size, 1000);
		}));
});
