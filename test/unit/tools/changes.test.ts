import assert from 'node:assert/strict';
import * as z from 'zod';
import { IncidentRow, incidentsOf } from '../../support/incidents.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('changing incidents', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const trigger = (count = 1) => Promise.all(Array.from({ length: count }, () => account.sandbox.trigger()));
	const { change } = incidentsOf(() => account);
	const statusOf = async (id: string) =>
		z.object({ incident: IncidentRow }).parse(await account.call('get_incident', { incident: id })).incident.status;

	it('acknowledges, resolves and reopens, each announced once', async () => {
		await open();
		const { id, number } = await account.sandbox.trigger();
		assert.equal(
			(await change('acknowledge_incidents', { incidents: `#${number}` })).incidents[0]?.status,
			'acknowledged',
		);
		assert.equal((await change('resolve_incidents', { incidents: [id], resolution: 'Rolled back' })).changed, 1);
		assert.equal((await change('reopen_incidents', { incidents: [String(number)] })).incidents[0]?.status, 'triggered');
		assert.deepEqual(
			account.announced.map(({ incidents = [] }) => incidents.map((incident) => `${incident.id} ${incident.status}`)),
			[[`${id} acknowledged`], [`${id} resolved`], [`${id} triggered`]],
		);
	});

	it('refused for the time being reads the state before it is sent again', async () => {
		let puts = 0;
		await open({
			meanwhile: ({ method, path }, sandbox) => {
				if (method === 'PUT' && path === '/incidents' && ++puts === 1) {
					sandbox.faults.rateLimited = { match: /^PUT/, times: 1, resetSeconds: 3 };
				} else if (method === 'GET' && puts === 1) {
					const incident = sandbox.store.incident(resolved);
					if (incident) incident.status = 'resolved';
				}
				return Promise.resolve();
			},
		});
		const [a, b] = await trigger(2);
		const resolved = a!.id;
		const result = await change('acknowledge_incidents', { incidents: [a!.id, b!.id] });
		assert.deepEqual(
			result.incidents.map(({ id }) => id),
			[b!.id],
		);
		assert.equal(await statusOf(a!.id), 'resolved');
		assert.equal(puts, 2);
	});

	it('that pages people is sent again when it was not looked at', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		account.sandbox.faults.rateLimited = { match: /^PUT/, times: 1, resetSeconds: 3 };
		const result = await change('escalate_incidents', { incidents: id, level: 1 });
		assert.equal(result.changed, 1);
	});

	it('takes the address of the page', async () => {
		await open();
		const [one] = await trigger();
		const url = `https://lumen-oak.pagerduty.com/incidents/${one!.id}`;
		assert.equal((await change('acknowledge_incidents', { incidents: url })).changed, 1);
	});

	it('changes many in one request', async () => {
		await open({ incidents: 400 });
		const listed = [];
		let cursor: string | undefined;
		do {
			const page = z
				.object({ incidents: z.array(IncidentRow), next_cursor: z.string().optional() })
				.parse(await account.call('list_incidents', { statuses: 'triggered', limit: 100, ...(cursor && { cursor }) }));
			listed.push(...page.incidents);
			cursor = page.next_cursor;
		} while (cursor);
		const ids = listed.slice(0, 250).map(({ id }) => id);
		const mark = account.sandbox.requests.length;
		const result = await change('acknowledge_incidents', { incidents: ids });
		assert.equal(result.changed, 250);
		assert.equal(account.requests(mark).filter((request) => request === 'PUT /incidents').length, 1);
		assert.ok(account.requests(mark).length < 10, 'the incidents are found in the list, not one by one');
	});

	it('refuses more than 250 before any request', async () => {
		await open();
		const failure = await account.fail('resolve_incidents', {
			incidents: Array.from({ length: 251 }, (_, i) => `#${i}`),
		});
		assert.match(failure.message, /250/);
		assert.deepEqual(account.requests(), []);
	});

	it('reports what needs no change as unchanged, and sends nothing for it', async () => {
		await open();
		const [a, b] = await trigger(2);
		await account.call('acknowledge_incidents', { incidents: a!.id });
		await account.call('resolve_incidents', { incidents: b!.id });
		const mark = account.sandbox.requests.length;
		const acknowledged = await change('acknowledge_incidents', { incidents: [a!.id, b!.id] });
		assert.deepEqual(
			acknowledged.unchanged.map(({ status, reason }) => [status, reason]),
			[
				['acknowledged', 'already acknowledged'],
				['resolved', 'already resolved'],
			],
		);
		assert.equal(acknowledged.changed, 0);
		assert.match(acknowledged.note ?? '', /Nothing changed/);
		assert.deepEqual(
			(await change('resolve_incidents', { incidents: b!.id })).unchanged[0]?.reason,
			'already resolved',
		);
		assert.deepEqual(
			(await change('reopen_incidents', { incidents: a!.id })).unchanged[0]?.reason,
			'still acknowledged',
		);
		assert.ok(!account.requests(mark).some((request) => request.startsWith('PUT')));
		assert.equal(await statusOf(b!.id), 'resolved');
	});

	it('counts an incident given twice once', async () => {
		await open();
		const [one] = await trigger();
		assert.equal((await change('acknowledge_incidents', { incidents: [one!.id, `#${one!.number}`] })).changed, 1);
	});

	it('changes nothing when one incident is unknown, and says which', async () => {
		await open();
		const [one] = await trigger();
		const failure = await account.fail('acknowledge_incidents', { incidents: [one!.id, 'QNOSUCHTHING99'] });
		assert.match(failure.message, /no incident "QNOSUCHTHING99"/);
		assert.equal(failure.status, 404);
		assert.equal(await statusOf(one!.id), 'triggered');
	});

	for (const wrong of ['../users/me', 'Q1/notes', "Q1'; drop", 'Q1"', 'Q 1', '#', '%2e%2e']) {
		it(`refuses ${wrong} before any request`, async () => {
			await open();
			await account.fail('acknowledge_incidents', { incidents: wrong });
			await account.fail('get_incident', { incident: wrong });
			assert.deepEqual(
				account.requests().filter((request) => request !== 'GET /users/me'),
				[],
			);
		});
	}

	it('reads the state back when the answer to a change is lost', async () => {
		await open();
		const [one] = await trigger();
		account.sandbox.faults.dropAfter = { match: /^PUT \/incidents/ };
		const result = await change('acknowledge_incidents', { incidents: one!.id });
		assert.equal(result.incidents[0]?.status, 'acknowledged');
		assert.equal(account.announced.length, 1);
	});

	it('does not repeat an acknowledgement that somebody has followed by a resolution', async () => {
		let resolved: Promise<unknown> | undefined;
		let id = '';
		await open({
			// The acknowledgement arrives, its answer is lost, and before anything else happens a colleague resolves the incident.
			meanwhile: async ({ method }, { url, token, requests }) => {
				if (method !== 'GET' || !requests.some((request) => request.method === 'PUT')) return;
				resolved ??= fetch(`${url}/incidents/${id}`, {
					method: 'PUT',
					headers: { authorization: `Token token=${token}`, 'content-type': 'application/json' },
					body: JSON.stringify({ incident: { type: 'incident_reference', status: 'resolved' } }),
				});
				await resolved;
			},
		});
		id = (await account.sandbox.trigger()).id;
		account.sandbox.faults.dropAfter = { match: /^PUT \/incidents$/, times: 1 };
		const result = await change('acknowledge_incidents', { incidents: id });
		assert.equal(result.changed, 0);
		assert.equal(await statusOf(id), 'resolved');
		assert.equal(account.requests().filter((request) => request === 'PUT /incidents').length, 1);
	});

	it('sends what is left again after an answer that was lost, once it has looked', async () => {
		await open();
		const [one] = await trigger();
		account.sandbox.faults.dropBefore = { match: /^PUT/, times: 2 };
		assert.equal((await change('resolve_incidents', { incidents: one!.id })).changed, 1);
	});

	it('says that it is unclear when the state cannot be read back either', async () => {
		await open();
		const [one] = await trigger();
		account.sandbox.faults.dropAfter = { match: /^PUT/ };
		account.sandbox.faults.serverError = { status: 503, match: /^GET \/incidents\/Q/ };
		const acknowledge = account.fail('acknowledge_incidents', { incidents: `#${one!.number}` });
		assert.match((await acknowledge).next ?? '', /may or may not/);
	});

	it('says what it found when a change does not arrive', async () => {
		await open();
		const [one] = await trigger();
		account.sandbox.faults.dropBefore = { match: /^PUT \/incidents/ };
		const failure = await account.fail('acknowledge_incidents', { incidents: one!.id });
		assert.match(failure.next ?? '', /does not seem to have been carried out/);
		assert.match(failure.message, /The change does not show on #\d+ now\./);
		assert.deepEqual(account.announced, []);
	});

	it('settles with somebody who was faster', async () => {
		let ids: string[] = [];
		let faster: Promise<unknown> | undefined;
		await open({
			// Both are open when they are read; before the change arrives, somebody resolves one, and PagerDuty refuses them all.
			meanwhile: async ({ method }, { url, token }) => {
				if (method !== 'PUT') return;
				faster ??= fetch(`${url}/incidents/${ids[0]}`, {
					method: 'PUT',
					headers: { authorization: `Token token=${token}`, 'content-type': 'application/json' },
					body: JSON.stringify({ incident: { type: 'incident_reference', status: 'resolved' } }),
				});
				await faster;
			},
		});
		ids = (await trigger(2)).map(({ id }) => id);
		const result = await change('resolve_incidents', { incidents: ids });
		assert.deepEqual(
			result.incidents.map(({ id, status }) => [id, status]),
			[[ids[1], 'resolved']],
		);
		assert.deepEqual(
			result.unchanged.map(({ id, reason }) => [id, reason]),
			[[ids[0], 'somebody else was faster']],
		);
	});

	it('needs a From address with an account-level key, and says so', async () => {
		await open({ key: 'account' });
		const [one] = await trigger();
		const failure = await account.fail('acknowledge_incidents', { incidents: one!.id });
		assert.match([failure.message, ...(failure.details ?? [])].join(' '), /From/);
		assert.equal(failure.status, 400);
	});

	it('acts for the From address of an account-level key', async () => {
		await open({ key: 'account', from: 'maya.okafor@lumen-oak.example' });
		const [one] = await trigger();
		assert.equal((await change('acknowledge_incidents', { incidents: one!.id })).changed, 1);
	});

	it('cannot change with a read-only key, and says so', async () => {
		await open({ key: 'readOnly' });
		const [one] = await trigger();
		const failure = await account.fail('resolve_incidents', { incidents: one!.id });
		assert.equal(failure.status, 403);
		assert.match(failure.next ?? '', /role or the token/);
	});
});

describe('adding a note', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const contents = async (incident: string) =>
		z
			.object({ notes: z.array(z.object({ content: z.string() })) })
			.parse(await account.call('list_incident_notes', { incident }))
			.notes.map(({ content }) => content);

	it('keeps 10,000 characters, quotes and line breaks', async () => {
		const { id } = await account.sandbox.trigger();
		const note = `"first"\n\n${'é'.repeat(10_000)}`;
		await account.call('add_incident_note', { incident: id, note });
		const [request] = account.sandbox.requests.filter(({ method }) => method === 'POST');
		assert.deepEqual(JSON.parse(request?.body ?? ''), { note: { content: note } });
		assert.equal((await contents(id)).length, 1);
	});

	it('refuses spaces and what is longer than PagerDuty keeps', async () => {
		const { id } = await account.sandbox.trigger();
		assert.match((await account.fail('add_incident_note', { incident: id, note: ' \n\u200b ' })).message, /empty/);
		await account.fail('add_incident_note', { incident: id, note: 'x'.repeat(25_001) });
		assert.deepEqual(await contents(id), []);
	});

	it('is never sent twice', async () => {
		const { id } = await account.sandbox.trigger();
		for (const fault of ['dropBefore', 'serverError', 'dropAfter'] as const) {
			const mark = account.sandbox.requests.length;
			account.sandbox.faults[fault] = { match: /^POST/, status: 503 };
			if (fault === 'dropAfter') await account.call('add_incident_note', { incident: id, note: 'On it' });
			else await account.fail('add_incident_note', { incident: id, note: 'On it' });
			account.sandbox.faults[fault] = undefined;
			assert.equal(account.requests(mark).filter((request) => request.startsWith('POST')).length, 1, fault);
		}
		assert.deepEqual(await contents(id), ['On it']);
	});

	it('is refused for an incident that is not there', async () => {
		assert.match(
			(await account.fail('add_incident_note', { incident: '#99999999', note: 'Hi' })).message,
			/no incident/,
		);
	});
});
