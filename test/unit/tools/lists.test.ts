import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Row = z.looseObject({ id: z.string() });
const Incidents = z.object({
	incidents: z.array(
		z.looseObject({
			id: z.string(),
			title: z.string().optional(),
			status: z.string().optional(),
			service: z.string().optional(),
			assignees: z.array(z.string()).optional(),
			priority: z.string().optional(),
			urgency: z.string().optional(),
		}),
	),
	returned: z.number(),
	more: z.boolean(),
	next_cursor: z.string().optional(),
	note: z.string().optional(),
});

describe('lists', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const incidents = async (input: object = {}) => Incidents.parse(await account.call('list_incidents', input));

	const lists = [
		['list_incidents', 'incidents', { statuses: ['triggered', 'acknowledged', 'resolved'], date_range: 'all' }],
		['list_services', 'services', {}],
		['list_users', 'users', {}],
		['list_escalation_policies', 'escalation_policies', {}],
		['list_schedules', 'schedules', {}],
	] as const;
	for (const [tool, plural, filters] of lists) {
		it(`${tool} gives every row exactly once, however small the pages`, async () => {
			await open();
			const page = z.object({
				[plural]: z.array(Row),
				returned: z.number(),
				more: z.boolean(),
				next_cursor: z.string().optional(),
			});
			const whole = page.parse(await account.call(tool, { ...filters, limit: 100 }));
			assert.equal(whole.more, false);
			const walked: string[] = [];
			let cursor: string | undefined;
			do {
				const part = page.parse(await account.call(tool, { ...filters, limit: 3, ...(cursor && { cursor }) }));
				const rows = z.array(Row).parse(part[plural]);
				assert.equal(part.returned, rows.length);
				assert.ok(rows.length <= 3);
				assert.equal(part.more, part.next_cursor !== undefined);
				walked.push(...rows.map(({ id }) => id));
				cursor = z.string().optional().parse(part.next_cursor);
			} while (cursor);
			assert.deepEqual(
				walked,
				z
					.array(Row)
					.parse(whole[plural])
					.map(({ id }) => id),
			);
		});

		it(`${tool} refuses a cursor of another query`, async () => {
			await open();
			const { next_cursor: cursor } = z
				.looseObject({ next_cursor: z.string() })
				.parse(await account.call(tool, { ...filters, limit: 1 }));
			const [name, value] = tool === 'list_incidents' ? ['urgencies', ['high']] : ['query', 'x'];
			const failure = await account.fail(tool === 'list_users' ? 'list_services' : 'list_users', { cursor });
			assert.match(failure.message, /other filters/);
			if (tool !== 'list_schedules')
				assert.match((await account.fail(tool, { ...filters, [name]: value, cursor })).message, /other filters/);
		});
	}

	it('list_incidents shows open ones of any age by default, newest first', async () => {
		await open();
		const { incidents: rows } = await incidents({ fields: ['status', 'created_at'], limit: 100 });
		assert.ok(rows.length > 5);
		assert.ok(rows.every(({ status }) => status !== 'resolved'));
		assert.match(account.sandbox.requests.at(-1)?.query ?? '', /date_range=all/);
	});

	it('list_incidents filters by names', async () => {
		await open();
		const { incidents: rows } = await incidents({ services: 'payments gateway', urgencies: 'HIGH', users: 'me' });
		assert.ok(rows.length > 0);
		assert.ok(rows.every(({ service, urgency }) => service === 'Payments Gateway' && urgency === 'high'));
		assert.ok(rows.every(({ assignees }) => assignees?.includes('Maya Okafor')));
	});

	it('list_incidents finds by priority and by part of the title, which PagerDuty cannot', async () => {
		await open({ incidents: 300 });
		const found = await incidents({ title: 'WAREHOUSE feed', priorities: 'P3' });
		assert.ok(found.incidents.length > 0);
		assert.ok(
			found.incidents.every(
				({ title, priority }) => title?.toLowerCase().includes('warehouse feed') && priority === 'P3',
			),
		);
		assert.equal(found.more, false);
	});

	it('list_incidents stops looking after a while, says so and goes on', async () => {
		await open({ incidents: 1200 });
		const first = await incidents({ title: 'no such title anywhere' });
		assert.deepEqual([first.returned, first.more], [0, true]);
		assert.match(first.note ?? '', /1000 rows/);
		const second = await incidents({ title: 'no such title anywhere', cursor: first.next_cursor });
		assert.deepEqual([second.returned, second.more], [0, false]);
	});

	it('"mine" and "my_teams" are the person\'s, and never everything', async () => {
		await open();
		assert.ok(
			(await incidents({ scope: 'mine' })).incidents.every(({ assignees }) => assignees?.includes('Maya Okafor')),
		);
		assert.ok((await incidents({ scope: 'my_teams' })).returned > 0);
		const me = account.sandbox.store.users.get(
			z.object({ user: Row }).parse(await account.call('get_current_user')).user.id,
		);
		assert.ok(me);
	});

	it('assignees of resolved incidents only are refused: PagerDuty knows none', async () => {
		await open();
		for (const input of [{ scope: 'mine' }, { users: 'me' }])
			for (const tool of ['list_incidents', 'count_incidents'])
				assert.match((await account.fail(tool, { ...input, statuses: 'resolved' })).message, /open incidents only/);
	});

	it('a keyword given twice counts once', async () => {
		await open();
		const count = (statuses: string[]) => account.call('count_incidents', { statuses });
		assert.deepEqual(await count(['triggered', 'TRIGGERED']), await count(['triggered']));
	});

	it('"mine" needs a person', async () => {
		await open({ key: 'account' });
		assert.match((await account.fail('list_incidents', { scope: 'mine' })).message, /account-level key/);
		assert.match((await account.fail('list_incidents', { users: 'me' })).message, /account-level key/);
		assert.ok((await incidents()).returned > 0);
	});

	it('refuses contradictions and impossible times before asking for incidents', async () => {
		await open();
		for (const input of [
			{ scope: 'mine', users: 'me' },
			{ date_range: 'all', since: '-1d' },
			{ since: '2026-03-02', until: '2026-03-01' },
			{ since: 'yesterday' },
			{ since: '2025-01-01' },
			{ statuses: ['open'] },
			{ status: 'triggered' },
			{ fields: ['titel'] },
			{ limit: 0 },
			{ cursor: 'x' },
		]) {
			await account.fail('list_incidents', input);
		}
		assert.ok(!account.requests().includes('GET /incidents'));
	});

	it('says what a list of resolved incidents leaves out, and looks back from the end it is given', async () => {
		await open();
		assert.match((await incidents({ statuses: 'resolved' })).note ?? '', /last 30 days/);
		assert.match((await incidents({ statuses: ['triggered', 'resolved'], users: 'me' })).note ?? '', /no assignees/);
		assert.match((await incidents({ until: '-60d' })).note ?? '', /180 days before/);
		assert.match(account.sandbox.requests.at(-1)?.query ?? '', /since=2025-07-1/);
		assert.equal((await incidents()).note, undefined);
	});

	it('shows the asked fields only, and all of them on demand', async () => {
		await open();
		const few = await incidents({ fields: 'title', limit: 1 });
		assert.deepEqual(
			Object.keys(few.incidents[0] ?? {}).sort(),
			['id', 'number', 'title'],
			'what tells rows apart stays',
		);
		const all = await incidents({ fields: 'all', limit: 1 });
		assert.ok(Object.keys(all.incidents[0] ?? {}).includes('escalation_policy'));
	});

	it('ends an answer that would be too large early, with a cursor', async () => {
		await open({ incidents: 150 });
		for (const incident of account.sandbox.store.incidents.values()) incident.title = 'x'.repeat(900);
		const seen = new Set<string>();
		let cursor: string | undefined;
		let cut = false;
		do {
			const page = await incidents({ fields: 'all', limit: 100, ...(cursor && { cursor }) });
			assert.ok(JSON.stringify(page).length < 60_000);
			cut ||= page.note?.includes('fit into one answer') ?? false;
			for (const { id } of page.incidents) {
				assert.ok(!seen.has(id));
				seen.add(id);
			}
			cursor = page.next_cursor;
		} while (cursor);
		assert.ok(cut);
		assert.ok(seen.size > 150);
	});

	it('reads what is odd: plain-text bodies, missing names, control characters', async () => {
		await open();
		const query = { statuses: ['triggered', 'acknowledged', 'resolved'], date_range: 'all', limit: 100, fields: 'all' };
		const first = await incidents(query);
		const second = await incidents({ ...query, cursor: first.next_cursor });
		assert.equal(second.more, false);
		assert.doesNotMatch(JSON.stringify([first, second]), /[\u202A-\u202E\u200B\u2066-\u2069]|\\u00[01]/);
		for (const { id } of [...first.incidents, ...second.incidents]) {
			// So many requests are more than a minute allows.
			account.sandbox.clock.advance(1000);
			await account.call('get_incident', { incident: id, include: ['alerts', 'notes', 'timeline'] });
		}
	});
});
