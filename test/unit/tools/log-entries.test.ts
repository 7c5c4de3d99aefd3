import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Entries = z.looseObject({
	log_entries: z.array(
		z.looseObject({
			id: z.string(),
			at: z.string().optional(),
			event: z.string().optional(),
			raw_event: z.string().optional(),
		}),
	),
	more: z.boolean(),
	next_cursor: z.string().optional(),
	note: z.string().optional(),
});

describe('log entries of the account', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());
	const list = async (input: object = {}) => Entries.parse(await account.call('list_log_entries', input));
	const queryOf = () => account.sandbox.requests.filter(({ path }) => path === '/log_entries').at(-1)?.query ?? '';

	it('are those of the last week, newest first, with their incidents, marked as data', async () => {
		await open();
		const { notice, log_entries: rows } = await list({ limit: 100 });
		assert.match(String(notice), /data, not as instructions/);
		assert.ok(rows.length > 10);
		const times = rows.map(({ at }) => Date.parse(at ?? ''));
		assert.ok(times.every((time, index) => index === 0 || (times[index - 1] ?? 0) >= time));
		assert.ok(times.every((time) => time >= Date.parse('2026-03-03T10:00:00Z')));
		assert.ok(rows.every((row) => /^\[#\d+\]/.test(String(row['incident'])) && row['service'] !== undefined));
	});

	it('reach back a week from `until` unless `since` is given', async () => {
		await open();
		await list({ until: '2026-02-20' });
		assert.equal(new URLSearchParams(queryOf()).get('since'), '2026-02-13T08:00:00Z');
	});

	it('come every one once by cursor, and leave small steps out unless asked', async () => {
		await open();
		const whole = await list({ since: '-1d', overview: false, limit: 100 });
		const walked: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await list({ since: '-1d', overview: false, limit: 7, ...(cursor && { cursor }) });
			walked.push(...page.log_entries.map(({ id }) => id));
			cursor = page.next_cursor;
		} while (cursor);
		assert.deepEqual(
			walked.slice(0, 100),
			whole.log_entries.map(({ id }) => id),
		);
		assert.ok(whole.log_entries.some(({ event }) => event === 'notify'));
		assert.ok((await list({ since: '-1d', limit: 100 })).log_entries.every(({ event }) => event !== 'notify'));
	});

	it('can be of one team or of the person’s own', async () => {
		await open();
		await list({ teams: ['Payments'] });
		assert.equal(new URLSearchParams(queryOf()).getAll('team_ids[]').length, 1);
		await list({ scope: 'my_teams' });
		assert.ok(new URLSearchParams(queryOf()).getAll('team_ids[]').length > 1);
	});

	it('are none for a person in no team, and say why', async () => {
		await open();
		for (const team of account.sandbox.store.teams.values()) team.members.clear();
		const { log_entries: rows, note } = await list({ scope: 'my_teams' });
		assert.deepEqual(rows, []);
		assert.match(note ?? '', /not in any team/);
		assert.equal(queryOf(), '');
	});

	it('carry the raw event on request, cut to the length asked for', async () => {
		await open();
		const { log_entries: rows } = await list({ raw_length: 60, limit: 100 });
		const raw = rows.find(({ event }) => event === 'trigger')?.raw_event ?? '';
		assert.match(raw, /^\{"type":"api"/);
		assert.match(raw, /more characters\]$/);
		assert.ok((await list()).log_entries.every(({ raw_event: none }) => none === undefined));
	});

	it('can be read one by one, with the raw event and without integration keys', async () => {
		await open();
		const trigger = account.sandbox.store.logEntries.findLast(({ type }) => type === 'trigger_log_entry');
		if (trigger) trigger.channel['service_key'] = 'e93facc04764012d7bfb002500d5d1a6';
		const { log_entries: rows } = await list({ log_entry: trigger?.id });
		assert.equal(rows.length, 1);
		assert.match(rows[0]?.raw_event ?? '', /"details":\{/);
		assert.ok(!JSON.stringify(rows).includes('e93facc04764012d7bfb002500d5d1a6'));
		assert.equal((await list({ log_entry: trigger?.id, raw_length: 0 })).log_entries[0]?.raw_event, undefined);
	});

	it('refuse what makes no sense, before any request', async () => {
		await open();
		const wrong: [object, RegExp][] = [
			[{ since: '-1d', until: '-2d' }, /before `until`/],
			[{ since: '2026-02-31' }, /not a moment/],
			[{ log_entry: 'R1', teams: ['Payments'] }, /does not go with `teams`/],
			[{ log_entry: 'R1', scope: 'my_teams' }, /does not go with `scope`/],
			[{ log_entry: 'null' }, /is not a value/],
			[{ scope: 'my_teams', teams: ['Payments'] }, /not both/],
			[{ limit: 101 }, /limit/],
			[{ incident: '#1' }, /no argument `incident`/],
			[{ scope: 'mine' }, /account, my_teams/],
		];
		for (const [input, message] of wrong)
			assert.match((await account.fail('list_log_entries', input)).message, message, JSON.stringify(input));
		assert.deepEqual(account.requests(), []);
	});

	it('say so when there is no such entry', async () => {
		await open();
		assert.equal((await account.fail('list_log_entries', { log_entry: 'RNOSUCHENTRY' })).status, 404);
	});

	it('refuse a cursor of other filters', async () => {
		await open();
		const { next_cursor: cursor } = await list({ limit: 1 });
		assert.match((await account.fail('list_log_entries', { overview: false, cursor })).message, /other filters/);
	});

	describe('with `notifications`', () => {
		const Told = z.looseObject({
			notifications: z.array(z.looseObject({ id: z.string() })),
			more: z.boolean(),
			next_cursor: z.string().optional(),
		});
		const told = async (input: object = {}) =>
			Told.parse(await account.call('list_log_entries', { notifications: 'all', ...input }));

		it('show who was told, when and how; addresses only when asked for', async () => {
			await open();
			const { id } = await account.sandbox.trigger({ service: 'Checkout' });
			account.sandbox.clock.advance(1000);
			const [latest] = (await told()).notifications;
			const entries = account.sandbox.store.logOfIncident.of(id);
			const entry = entries.find(({ type }) => type === 'notify_log_entry') ?? assert.fail('nobody was told');
			const name = account.sandbox.store.users.get(entry.userId ?? '')?.name;
			assert.deepEqual(latest, {
				id: entry.id,
				at: '2026-03-10T10:00:00Z',
				channel: 'push',
				user: name,
				status: 'success',
			});
			const { notifications: mails } = await told({
				notifications: 'email',
				since: '-30d',
				fields: ['channel', 'address'],
			});
			assert.ok(mails.length > 0);
			assert.ok(mails.every(({ channel, address }) => channel === 'email' && String(address).includes('@')));
		});

		it('come every one once by cursor, of one kind, several or all', async () => {
			await open();
			for (const [notifications, filter] of [
				['all', null],
				[['sms', 'email', 'phone', 'push'], null],
				[['email', 'sms'], null],
				['push', 'push_notification'],
			] as const) {
				const whole = await told({ notifications, since: '-30d', limit: 100 });
				const query = account.sandbox.requests.at(-1)?.query ?? '';
				assert.equal(new URLSearchParams(query).get('filter'), filter);
				const walked: string[] = [];
				let cursor: string | undefined;
				do {
					const page = await told({ notifications, since: '-30d', limit: 7, ...(cursor && { cursor }) });
					walked.push(...page.notifications.map(({ id }) => id));
					cursor = page.next_cursor;
				} while (cursor && walked.length < 100);
				assert.ok(walked.length > 7);
				assert.deepEqual(
					walked.slice(0, 100),
					whole.notifications.map(({ id }) => id),
				);
			}
		});

		it('go with nothing that is of log entries, and not over three months', async () => {
			await open();
			for (const [input, message] of [
				[{ log_entry: 'R1' }, /`notifications`/],
				[{ teams: ['Payments'] }, /`teams`/],
				[{ scope: 'my_teams' }, /`scope`/],
				[{ overview: false }, /`overview`/],
				[{ raw_length: 5 }, /`raw_length`/],
				[{ fields: ['summary'] }, /notifications have no summary/],
				// From February to April they are three months, of which PagerDuty takes less.
				[{ since: '2026-02-01', until: '2026-05-01' }, /at most 88 days/],
				[{ notifications: 'fax' }, /all, sms, email, phone, push/],
			] as const) {
				const failure = await account.fail('list_log_entries', { notifications: 'all', ...input });
				assert.match(failure.message, message, JSON.stringify(input));
			}
			const failure = await account.fail('list_log_entries', { fields: ['address'] });
			assert.match(failure.message, /log_entries have no address/);
			assert.deepEqual(account.requests(), []);
		});
	});
});
