import assert from 'node:assert/strict';
import { listAt, objectAt, textAt } from '../../support/json-schema.ts';
import { Account, codeOf, people } from './account.ts';

describe('writing to the sandbox', () => {
	let account: Account;
	beforeEach(async () => {
		account = await Account.start();
	});
	afterEach(() => account.close());

	const create = async (incident: Record<string, unknown>, request = {}) => {
		const service = { id: await account.idOf('services', 'Checkout'), type: 'service_reference' };
		const body = { incident: { type: 'incident', title: 'By hand', service, ...incident } };
		return account.send('POST', '/incidents', { body, ...request });
	};

	describe('new incidents', () => {
		it('carry what was asked for', async () => {
			const answer = await create({
				urgency: 'low',
				priority: { id: await account.idOf('priorities', 'P2'), type: 'priority_reference' },
			});
			assert.equal(answer.status, 201);
			const incident = objectAt(answer.body, 'incident');
			assert.deepEqual([incident['urgency'], textAt(objectAt(incident, 'priority'), 'name')], ['low', 'P2']);
			assert.deepEqual(people(incident, 'assignments'), ['Oliver Bramwell']);
		});

		it('are acknowledged already when somebody opens them for themselves', async () => {
			const me = await account.me();
			const answer = await create({ assignments: [{ assignee: { id: me['id'], type: 'user_reference' } }] });
			assert.equal(objectAt(answer.body, 'incident')['status'], 'acknowledged');
		});

		it('are opened once per key', async () => {
			assert.equal((await create({ incident_key: 'once' })).status, 201);
			const again = await create({ incident_key: 'once' });
			assert.deepEqual([again.status, codeOf(again)], [400, 2002]);
			assert.match(again.text, /Open incident with matching dedup key already exists on this service/);
		});

		it('need a title and a service that exists and works', async () => {
			assert.equal(codeOf(await create({ title: ' ' })), 2001);
			const missing = await create({ service: { id: 'PNOSUCH', type: 'service_reference' } });
			assert.match(missing.text, /Service not found/);
			const checkout = account.sandbox.store.services.get(await account.idOf('services', 'Checkout'));
			assert.ok(checkout);
			checkout.disabled = true;
			assert.equal((await create({})).status, 400);
			checkout.disabled = false;
		});

		it('have assignees or a policy, not both', async () => {
			const me = await account.me();
			const policy = { id: await account.idOf('escalation_policies', 'Payments'), type: 'escalation_policy_reference' };
			const answer = await create({ assignments: [{ assignee: { id: me['id'] } }], escalation_policy: policy });
			assert.equal(codeOf(answer), 2001);
		});
	});

	describe('many at once', () => {
		const references = (ids: string[], change: object) =>
			account.send('PUT', '/incidents', {
				body: { incidents: ids.map((id) => ({ id, type: 'incident_reference', ...change })) },
			});

		it('are changed together', async () => {
			const ids = await Promise.all([1, 2, 3].map(async () => (await account.sandbox.trigger()).id));
			const answer = await references(ids, { status: 'acknowledged' });
			const statuses = listAt(answer.body, 'incidents').map((incident) => textAt(incident, 'status'));
			assert.deepEqual(statuses, ['acknowledged', 'acknowledged', 'acknowledged']);
		});

		it('stay as they are when one of them cannot be changed', async () => {
			const ids = await Promise.all([1, 2, 3].map(async () => (await account.sandbox.trigger()).id));
			await account.change(ids[2] ?? '', { status: 'resolved' });
			const before = await Promise.all(ids.map((id) => account.log(id)));
			assert.equal((await references(ids, { status: 'resolved' })).status, 400);
			assert.equal((await references([...ids.slice(0, 2), 'QNOSUCH'], { status: 'resolved' })).status, 400);
			assert.equal((await references(ids.slice(0, 2), { escalation_level: 9 })).status, 400);
			assert.deepEqual(await Promise.all(ids.map((id) => account.log(id))), before);
		});

		it('are 250 at most', async () => {
			const { id } = await account.sandbox.trigger();
			const many = (count: number) =>
				references(
					Array.from({ length: count }, () => id),
					{ title: 'Same' },
				);
			assert.equal((await many(250)).status, 200);
			assert.equal((await many(251)).status, 413);
		});
	});

	it('takes notes, which must say something', async () => {
		const { id } = await account.sandbox.trigger();
		const note = (content: unknown) => account.send('POST', `/incidents/${id}/notes`, { body: { note: { content } } });
		const answer = await note('Looking into it');
		assert.deepEqual([answer.status, textAt(objectAt(answer.body, 'note'), 'content')], [200, 'Looking into it']);
		assert.equal((await note('')).status, 400);
		assert.equal((await note(5)).status, 400);
		assert.deepEqual((await account.log(id)).slice(-1), ['annotate']);
	});

	it('refuses bodies that are no JSON or of another shape, and ignores fields it does not know', async () => {
		const { id } = await account.sandbox.trigger();
		assert.equal((await account.send('PUT', `/incidents/${id}`, { body: '{' })).status, 400);
		assert.equal((await account.send('PUT', `/incidents/${id}`, { body: { status: 'resolved' } })).status, 400);
		assert.equal((await account.put(id, { status: 'closed' })).status, 400);
		assert.equal((await account.put(id, { colour: 'red' })).status, 200);
	});

	describe('on behalf of whom', () => {
		it('is clear for a user’s own key', async () => {
			const { id } = await account.sandbox.trigger();
			await account.change(id, { status: 'acknowledged' });
			assert.deepEqual(people(await account.incident(id), 'acknowledgements'), ['Maya Okafor']);
		});

		it('must be said with an account-level key', async () => {
			const { id } = await account.sandbox.trigger();
			const token = account.sandbox.accountToken;
			const silent = await account.put(id, { status: 'acknowledged' }, { token });
			assert.match(silent.text, /You must specify a user's email address in the \\"From\\" header/);
			const unknown = await account.put(id, { status: 'acknowledged' }, { token, from: 'nobody@example.com' });
			assert.equal(codeOf(unknown), 1008);
			for (const from of ['nobody', 'Ines Duarte <ines@lumen-oak.example>', '@']) {
				const bad = await account.put(id, { status: 'acknowledged' }, { token, from });
				assert.deepEqual([bad.status, codeOf(bad)], [400, 1028]);
			}
			const from = 'Ines.Duarte@lumen-oak.example';
			assert.equal((await account.put(id, { status: 'acknowledged' }, { token, from })).status, 200);
			assert.deepEqual(people(await account.incident(id), 'acknowledgements'), ['Inês Duarte']);
		});

		it('does not help a read-only key', async () => {
			const { id } = await account.sandbox.trigger();
			const token = account.sandbox.readOnlyToken;
			const answer = await account.put(
				id,
				{ status: 'acknowledged' },
				{ token, from: 'ines.duarte@lumen-oak.example' },
			);
			assert.deepEqual([answer.status, codeOf(answer)], [403, 2010]);
			assert.equal((await account.send('GET', `/incidents/${id}`, { token })).status, 200);
		});
	});
});
