import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn } from '../../support/signed-in.ts';

const asTriggered = (content: unknown) => {
	const { incident } = z.object({ incident: z.looseObject({}) }).parse(content);
	return { incident: { ...incident, status: 'triggered' } };
};

describe('a change of which nobody knows what became', () => {
	let account: SignedIn;
	let cancel: AbortController;
	/** Requests during which the call is cancelled. */
	let fatal = /^$/;
	beforeEach(async () => {
		cancel = new AbortController();
		account = await SignedIn.open({
			meanwhile: ({ method, path }) => {
				if (fatal.test(`${method} ${path}`)) cancel.abort(new Error('Cancelled'));
				return Promise.resolve();
			},
		});
	});
	afterEach(() => account.close());

	const call = (name: string, input: unknown) =>
		account.toolbox.call(name, input, { signal: cancel.signal, priority: 'person' });

	for (const [name, rest] of [
		['acknowledge_incidents', {}],
		['add_incident_note', { note: 'Rolled back' }],
	] as const) {
		it(`is announced when ${name} is cancelled after its request left`, async () => {
			fatal = /^(PUT|POST)/;
			const { id } = await account.sandbox.trigger();
			const input = name === 'add_incident_note' ? { incident: id, ...rest } : { incidents: id };
			await assert.rejects(call(name, input), /Cancelled/);
			assert.deepEqual(account.announced, [{ unknown: true }]);
		});
	}

	it('is not announced when the call is cancelled before', async () => {
		fatal = /^GET/;
		const { id } = await account.sandbox.trigger();
		await assert.rejects(call('acknowledge_incidents', { incidents: id }), /Cancelled/);
		assert.deepEqual(account.announced, []);
	});

	it('is not announced when PagerDuty has refused the change before the call is cancelled', async () => {
		await account.close();
		let refused = false;
		account = await SignedIn.open({
			wire: ({ method }, send) => {
				if (method === 'PUT') {
					refused = true;
					return Promise.resolve(new Response('{"error":{"message":"Invalid Input","code":2001}}', { status: 400 }));
				}
				if (refused) cancel.abort(new Error('Cancelled'));
				return send();
			},
		});
		const { id } = await account.sandbox.trigger();
		await assert.rejects(call('acknowledge_incidents', { incidents: id }), /Cancelled/);
		assert.deepEqual(account.announced, []);
	});

	it('is announced when a call is cancelled of which a part was made', async () => {
		await account.close();
		let changes = 0;
		account = await SignedIn.open({
			meanwhile: ({ method }) => {
				if (method === 'POST' && ++changes === 2) cancel.abort(new Error('Cancelled'));
				return Promise.resolve();
			},
		});
		const ids = [(await account.sandbox.trigger()).id, (await account.sandbox.trigger()).id];
		await account.call('acknowledge_incidents', { incidents: ids });
		account.announced.length = 0;
		await assert.rejects(call('snooze_incidents', { incidents: ids, duration: '1h' }), /Cancelled/);
		assert.deepEqual(account.announced, [{ unknown: true }]);
	});

	it('is announced when a part of it was made and the rest is refused', async () => {
		const ids: string[] = [];
		await account.close();
		let changes = 0;
		account = await SignedIn.open({
			wire: async ({ method }, send) => {
				if (method !== 'PUT') return send();
				if (++changes > 1) return new Response('{"error":{"message":"Not for you","code":2010}}', { status: 403 });
				await send();
				throw new TypeError('fetch failed');
			},
			// Of the second one PagerDuty shows what was before.
			replies: (content, { path }) => (path === `/incidents/${ids[1]}` ? asTriggered(content) : content),
		});
		for (let count = 0; count < 2; count++) ids.push((await account.sandbox.trigger()).id);
		const result = await call('acknowledge_incidents', { incidents: ids });
		assert.equal(result.ok, false);
		assert.deepEqual(account.announced, [{ unknown: true }]);
	});

	for (const [status, times] of [
		[429, 2],
		// One more than the client repeats by itself.
		[503, 4],
	] as const) {
		it(`is looked at again after ${times} answers of ${status}, as long as the call has time`, async () => {
			await account.close();
			let sent = false;
			let refusals = 0;
			account = await SignedIn.open({
				wire: async ({ method }, send) => {
					if (method === 'GET') {
						if (!sent || refusals === 0) return send();
						refusals--;
						return new Response('{"error":{"message":"Not now"}}', { status });
					}
					await send();
					sent = true;
					refusals = times;
					throw new TypeError('fetch failed');
				},
			});
			const { id } = await account.sandbox.trigger();
			for (const [name, input] of [
				['acknowledge_incidents', { incidents: id }],
				['add_incident_note', { incident: id, note: 'Rolled back' }],
			] as const) {
				sent = false;
				const result = await call(name, input);
				assert.ok(result.ok, JSON.stringify(result));
				assert.equal(refusals, 0);
				account.pause();
			}
			assert.equal(account.sandbox.store.notes.of(id).length, 1);
		});
	}

	it('is announced when no answer comes and nothing can be looked up', async () => {
		fatal = /^$/;
		const { id } = await account.sandbox.trigger();
		account.sandbox.faults.dropBefore = { match: /^POST/ };
		const result = await call('post_status_update', { incident: id, message: 'All is well' });
		assert.equal(result.ok, false);
		assert.deepEqual(account.announced, [{ unknown: true }]);
	});
});

describe('knowing what was there before', () => {
	it('costs an acknowledgement and a note no more than five requests, the first ones of a process', async () => {
		const account = await SignedIn.open();
		try {
			const { id } = await account.sandbox.trigger();
			await account.call('acknowledge_incidents', { incidents: [id] });
			await account.call('add_incident_note', { incident: id, note: 'On it.' });
			assert.ok(account.requests().length <= 5, account.requests().join());
			assert.ok(account.requests().includes(`GET /incidents/${id}/notes`));
		} finally {
			await account.close();
		}
	});
});
