import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('telling people about an incident', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const inStore = (id: string) => account.sandbox.store.incident(id) ?? assert.fail(`no ${id}`);
	const trigger = async () => (await account.sandbox.trigger()).id;
	const writes = (mark = 0) => account.requests(mark).filter((request) => !request.startsWith('GET'));

	describe('status updates', () => {
		it('are sent with message and subject', async () => {
			await open();
			const incident = await trigger();
			const sent = await account.call('post_status_update', { incident, message: 'We "know"\nit', subject: 'Slow' });
			assert.equal(sent['sent'], true);
			assert.deepEqual(
				inStore(incident).statusUpdates.map(({ message, subject }) => [message, subject]),
				[['We "know"\nit', 'Slow']],
			);
		});

		it('are never sent twice, and say when it is unclear whether they were', async () => {
			await open();
			const incident = await trigger();
			for (const fault of ['dropBefore', 'dropAfter', 'serverError'] as const) {
				const mark = account.sandbox.requests.length;
				account.sandbox.faults[fault] = { match: /^POST/, status: 503 };
				const failure = await account.fail('post_status_update', { incident, message: 'Hello' });
				account.sandbox.faults[fault] = undefined;
				assert.match(failure.next ?? '', /may or may not/);
				assert.equal(writes(mark).length, 1, fault);
			}
			assert.equal(inStore(incident).statusUpdates.length, 1);
		});

		it('refuse empty texts and unknown incidents', async () => {
			await open();
			const incident = await trigger();
			assert.match((await account.fail('post_status_update', { incident, message: ' \u200b' })).message, /empty/);
			assert.match((await account.fail('post_status_update', { incident })).message, /message/);
			assert.match((await account.fail('post_status_update', { incident: '#0', message: 'x' })).message, /no incident/);
			assert.match((await account.fail('post_status_update', { incident, text: 'x' })).message, /no argument/);
			assert.deepEqual(writes(), []);
		});
	});

	describe('subscribers', () => {
		const Result = z.object({
			added: z.number(),
			removed: z.number(),
			unchanged: z.array(z.string()),
			note: z.string().optional(),
		});
		const set = async (input: unknown) => Result.parse(await account.call('set_status_update_subscribers', input));
		const names = async (incident: string) =>
			z
				.object({ subscribers: z.array(z.object({ name: z.string(), type: z.string() })) })
				.parse(await account.call('get_incident', { incident, include: ['subscribers'] }))
				.subscribers.map(({ name, type }) => `${type} ${name}`);

		it('are added and removed by name, and listed with names', async () => {
			await open();
			const incident = await trigger();
			const added = await set({ incident, add_users: ['me', 'Sofia Marchetti'], add_teams: ['Payments'] });
			assert.equal(added.added, 3);
			assert.deepEqual(await names(incident), ['user Maya Okafor', 'user Sofia Marchetti', 'team Payments']);
			const mark = account.sandbox.requests.length;
			const both = await set({ incident, remove_teams: ['Payments'], add_users: ['Hannah Weiss'] });
			assert.deepEqual([both.added, both.removed], [1, 1]);
			assert.equal(writes(mark).length, 2);
			assert.deepEqual(await names(incident), ['user Maya Okafor', 'user Sofia Marchetti', 'user Hannah Weiss']);
		});

		it('that are so already are unchanged, and nothing is sent', async () => {
			await open();
			const incident = await trigger();
			await set({ incident, add_users: ['me'] });
			const mark = account.sandbox.requests.length;
			const result = await set({ incident, add_users: ['me'], remove_teams: ['Payments'] });
			assert.equal(result.note, 'Nothing changed.');
			assert.match(result.unchanged.join(), /already subscribed.*not subscribed/);
			assert.deepEqual(writes(mark), []);
		});

		it('refuse contradictions, nobody at all and unknown names', async () => {
			await open();
			const incident = await trigger();
			const fail = (input: object) => account.fail('set_status_update_subscribers', { incident, ...input });
			assert.match((await fail({})).message, /Nothing to change/);
			assert.match((await fail({ add_users: ['me'], remove_users: ['me'] })).message, /at once/);
			assert.match((await fail({ add_teams: ['Paymints'] })).message, /no team/);
			assert.match((await fail({ add_users: [''] })).message, /is not a value/);
			assert.deepEqual(writes(), []);
		});

		it('are read back when an answer is lost; a failure in the middle says what has changed', async () => {
			await open();
			const incident = await trigger();
			account.sandbox.faults.dropAfter = { match: /^POST/ };
			assert.equal((await set({ incident, add_users: ['me'] })).added, 1);
			assert.equal((await set({ incident, remove_users: ['me'] })).removed, 1);
			account.sandbox.faults.dropAfter = undefined;
			await set({ incident, add_users: ['me'] });
			account.sandbox.faults.scopeMissing = { match: /unsubscribe/ };
			const input = { incident, add_teams: ['Payments'], remove_users: ['me'] };
			const failure = await account.fail('set_status_update_subscribers', input);
			assert.match(failure.message, /^1 were subscribed, but nobody could be unsubscribed/);
		});

		it('say what is unclear when no answer comes to the second half', async () => {
			let unsubscribing = false;
			await open({
				wire: async ({ path }, send) => {
					unsubscribing ||= path.endsWith('/unsubscribe');
					if (unsubscribing) throw new TypeError('fetch failed');
					return send();
				},
			});
			const incident = await trigger();
			await set({ incident, add_users: ['me'] });
			const input = { incident, add_teams: ['Payments'], remove_users: ['me'] };
			const { message } = await account.fail('set_status_update_subscribers', input);
			assert.match(message, /^1 were subscribed, but it is unclear whether the others were unsubscribed/);
		});

		it('without a name keep their id', async () => {
			await open();
			const incident = await trigger();
			inStore(incident).subscribers.push({ type: 'user', id: 'PGONE01' });
			assert.deepEqual(await names(incident), ['user PGONE01']);
		});
	});

	describe('notes', () => {
		const noted = async (text = 'Looking') => {
			const incident = await trigger();
			await account.call('add_incident_note', { incident, note: text });
			return { incident, note: account.sandbox.store.notes.of(incident)[0]?.id ?? assert.fail('no note') };
		};
		const contents = (incident: string) => account.sandbox.store.notes.of(incident).map(({ content }) => content);

		it('are edited, and give back what they said', async () => {
			await open();
			const { incident, note } = await noted();
			const result = await account.call('update_incident_note', { incident, note, content: '"Closer"\nlook' });
			assert.equal(result['previous'], 'Looking');
			assert.deepEqual(contents(incident), ['"Closer"\nlook']);
			const mark = account.sandbox.requests.length;
			const same = await account.call('update_incident_note', { incident, note, content: '"Closer"\nlook' });
			assert.equal(same['changed'], false);
			assert.deepEqual(writes(mark), []);
		});

		it('are deleted, and give their text back', async () => {
			await open();
			const { incident, note } = await noted('Secret plan');
			const result = await account.call('delete_incident_note', { incident, note });
			assert.equal(z.object({ content: z.string() }).parse(result['deleted']).content, 'Secret plan');
			assert.deepEqual(contents(incident), []);
			const gone = await account.fail('delete_incident_note', { incident, note });
			assert.match(gone.message, /has no note/);
		});

		it('deleted without an answer are looked for', async () => {
			await open();
			const { incident, note } = await noted();
			account.sandbox.faults.dropAfter = { match: /^DELETE/, times: 1 };
			await account.call('delete_incident_note', { incident, note });
			assert.deepEqual(contents(incident), []);
			const other = await noted();
			account.sandbox.faults.dropBefore = { match: /^DELETE/ };
			const failure = await account.fail('delete_incident_note', other);
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
		});

		it('of another incident are not touched', async () => {
			await open();
			const { note } = await noted();
			const incident = await trigger();
			assert.match((await account.fail('update_incident_note', { incident, note, content: 'x' })).message, /no note/);
			assert.match((await account.fail('delete_incident_note', { incident, note })).message, /no note/);
			await account.fail('update_incident_note', { incident, note, content: ' ' });
			await account.fail('update_incident_note', { incident, note: '../1', content: 'x' });
			assert.equal(writes().length, 1);
		});
	});

	describe('requests for help', () => {
		const cancel = async (input: unknown) =>
			z
				.object({ cancelled: z.array(z.string()), unchanged: z.array(z.string()), note: z.string().optional() })
				.parse(await account.call('cancel_responder_requests', input));

		it('are taken back while nobody has answered, with the result for each', async () => {
			await open();
			const incident = await trigger();
			await account.call('request_responders', { incident, users: ['Sofia Marchetti', 'Hannah Weiss'] });
			const [sofia] = inStore(incident).responders;
			assert.ok(sofia);
			sofia.state = 'joined';
			const result = await cancel({ incident, users: ['Sofia Marchetti', 'Hannah Weiss', 'Liam Hartigan'] });
			assert.deepEqual(result.cancelled, ['Hannah Weiss']);
			assert.deepEqual(result.unchanged, ['"Sofia Marchetti" has already joined', '"Liam Hartigan" was not asked']);
			assert.equal((await cancel({ incident, users: ['Hannah Weiss'] })).note, 'Nothing changed.');
		});

		it('are not told as taken back when somebody answers before', async () => {
			let incident = '';
			await open({
				meanwhile: ({ method }, sandbox) => {
					const [asked] = sandbox.store.incident(incident)?.responders ?? [];
					if (method === 'PUT' && asked) asked.state = 'joined';
					return Promise.resolve();
				},
			});
			incident = await trigger();
			await account.call('request_responders', { incident, users: ['Hannah Weiss'] });
			account.sandbox.faults.dropAfter = { match: /^PUT/ };
			const result = await cancel({ incident, users: ['Hannah Weiss'] });
			assert.deepEqual(result.unchanged, ['"Hannah Weiss" has already joined']);
		});

		it('of policies are taken back too', async () => {
			await open();
			const incident = await trigger();
			await account.call('request_responders', { incident, escalation_policies: ['Payments'] });
			assert.deepEqual((await cancel({ incident, escalation_policies: ['Payments'] })).cancelled, ['Payments']);
		});

		it('are read back when the answer is lost', async () => {
			await open();
			const incident = await trigger();
			await account.call('request_responders', { incident, users: ['Hannah Weiss'] });
			account.sandbox.faults.dropAfter = { match: /^PUT/ };
			const mark = account.sandbox.requests.length;
			assert.deepEqual((await cancel({ incident, users: ['Hannah Weiss'] })).cancelled, ['Hannah Weiss']);
			assert.equal(writes(mark).length, 1);
		});

		it('need somebody', async () => {
			await open();
			const incident = await trigger();
			assert.match((await account.fail('cancel_responder_requests', { incident })).message, /users/);
		});
	});

	describe('alerts', () => {
		it('move to another open incident in one request', async () => {
			await open();
			const [from, to] = [await trigger(), await trigger()];
			const { store } = account.sandbox;
			const [alert] = store.alerts.of(from);
			assert.ok(alert);
			const mark = account.sandbox.requests.length;
			const result = await account.call('move_alerts', { incident: from, alerts: alert.id, target: to });
			assert.equal(result['moved'], 1);
			assert.equal(alert.incidentId, to);
			assert.equal(inStore(from).status, 'triggered');
			assert.deepEqual(writes(mark), [`PUT /incidents/${from}/alerts/${alert.id}`]);
			assert.deepEqual(
				account.announced.at(-1)?.incidents?.map(({ alerts }) => alerts),
				[0, 2],
			);
		});

		it('move together in one request', async () => {
			await open();
			const [from, other, to] = [await trigger(), await trigger(), await trigger()];
			await account.call('merge_incidents', { target: from, sources: [other] });
			const alerts = account.sandbox.store.alerts.of(from).map(({ id }) => id);
			const mark = account.sandbox.requests.length;
			assert.equal((await account.call('move_alerts', { incident: from, alerts, target: to }))['moved'], 2);
			assert.equal(account.sandbox.store.alerts.of(to).length, 3);
			assert.deepEqual(writes(mark), [`PUT /incidents/${from}/alerts`]);
		});

		it('are looked for when no answer comes', async () => {
			await open();
			const [from, to] = [await trigger(), await trigger()];
			const alerts = account.sandbox.store.alerts.of(from).map(({ id }) => id);
			account.sandbox.faults.dropAfter = { match: /^PUT/ };
			assert.equal((await account.call('move_alerts', { incident: from, alerts, target: to }))['moved'], 1);
			account.sandbox.faults.dropAfter = undefined;
			account.sandbox.faults.dropBefore = { match: /^PUT/ };
			await account.fail('move_alerts', { incident: to, alerts, target: from });
		});

		it('are told as moved although the incidents cannot be read again, and only what is known is announced', async () => {
			await open({
				meanwhile: ({ method }, { faults }) => {
					if (method === 'PUT') faults.serverError = { match: new RegExp(`GET /incidents/${from}`), status: 500 };
					return Promise.resolve();
				},
			});
			const [from, to] = [await trigger(), await trigger()];
			const alerts = account.sandbox.store.alerts.of(from).map(({ id }) => id);
			const result = await account.call('move_alerts', { incident: from, alerts, target: to });
			assert.equal(result['moved'], 1);
			assert.match(String(result['note']), /could not be read/);
			assert.deepEqual(
				account.announced.map(({ incidents }) => incidents?.map(({ id, alerts: count }) => [id, count])),
				[[[to, 2]]],
			);
		});

		it('do not move to a resolved incident, to their own, or when they are not there', async () => {
			await open();
			const [from, to] = [await trigger(), await trigger()];
			const alerts = account.sandbox.store.alerts.of(from).map(({ id }) => id);
			const fail = async (input: object) =>
				(await account.fail('move_alerts', { incident: from, alerts, ...input })).message;
			assert.match(await fail({ target: from }), /already/);
			assert.match(await fail({ target: to, alerts: ['QNOSUCH'] }), /no alert QNOSUCH/);
			await account.call('resolve_incidents', { incidents: to });
			assert.match(await fail({ target: to }), /is resolved/);
			assert.match(await fail({ target: to, alerts: Array.from({ length: 251 }, (_, i) => `Q${i}`) }), /alerts/);
			assert.equal(writes().filter((request) => request.includes('alerts')).length, 0);
		});
	});
});
