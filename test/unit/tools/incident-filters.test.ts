import assert from 'node:assert/strict';
import * as z from 'zod';
import type { Incident } from '../../../src/sandbox/model/model.ts';
import { SignedIn } from '../../support/signed-in.ts';

const Row = z.looseObject({ id: z.string(), number: z.number() });
const Listed = z.object({ incidents: z.array(Row), returned: z.number(), more: z.boolean() });

describe('every filter of list_incidents', () => {
	let account: SignedIn;
	before(async () => (account = await SignedIn.open()));
	after(() => account.close());

	const list = async (input: object) =>
		Listed.parse(await account.call('list_incidents', { limit: 100, ...input })).incidents;
	/** The numbers of the incidents that the account holds and `keep` keeps. */
	const held = (keep: (incident: Incident) => boolean) =>
		account.sandbox.store.incidents
			.filter(keep)
			.map(({ number }) => number)
			.sort();
	const same = async (input: object, keep: (incident: Incident) => boolean) => {
		const wanted = held(keep);
		assert.ok(wanted.length > 0, `nothing to find with ${JSON.stringify(input)}`);
		assert.deepEqual((await list(input)).map(({ number }) => number).sort(), wanted);
	};
	const named = (objects: Iterable<{ id: string; name: string }>, name: string) =>
		[...objects].find((object) => object.name === name)?.id ?? assert.fail(name);
	const isOpen = ({ status }: Incident) => status !== 'resolved';
	const hours = 3_600_000;

	it('statuses and urgencies', async () => {
		await same({}, isOpen);
		await same({ statuses: ['acknowledged'] }, ({ status }) => status === 'acknowledged');
		await same({ statuses: 'RESOLVED', date_range: 'all' }, ({ status }) => status === 'resolved');
		await same({ urgencies: ['low'] }, (incident) => isOpen(incident) && incident.urgency === 'low');
	});

	it('services, teams and assignees, by name', async () => {
		const { store } = account.sandbox;
		const service = named(store.services.values(), 'Checkout');
		await same(
			{ services: ['checkout'], date_range: 'all', statuses: ['triggered', 'acknowledged', 'resolved'] },
			({ serviceId }) => serviceId === service,
		);
		const team = named(store.teams.values(), 'Payments');
		await same({ teams: ['Payments'] }, (incident) => isOpen(incident) && incident.teamIds.includes(team));
		const me = named(store.users.values(), 'Maya Okafor');
		const mine = (incident: Incident) => incident.assignments.some(({ userId }) => userId === me);
		await same({ users: ['maya.okafor@lumen-oak.example'] }, mine);
		await same({ scope: 'mine' }, mine);
		const teams = store.teamsOf(me).map(({ id }) => id);
		await same(
			{ scope: 'my_teams' },
			(incident) => isOpen(incident) && incident.teamIds.some((id) => teams.includes(id)),
		);
	});

	it('priority, title and key', async () => {
		const { store } = account.sandbox;
		const priority = named(store.priorities.values(), 'P2');
		await same({ priorities: ['P2'] }, (incident) => isOpen(incident) && incident.priorityId === priority);
		await same({ title: 'CHECKOUT P95' }, (incident) => isOpen(incident) && incident.title.startsWith('Checkout p95'));
		const key = store.incidents.at(-1)?.key;
		await same({ incident_key: key }, (incident) => incident.key === key);
	});

	it('time, of resolved ones too', async () => {
		const now = account.clock.now().getTime();
		const since = (ms: number) => (incident: Incident) => incident.createdAt >= now - ms;
		const all = { statuses: ['triggered', 'acknowledged', 'resolved'] };
		await same({ ...all, since: '-7d' }, since(168 * hours));
		await same(
			{ ...all, since: '-14d', until: '-2d' },
			(incident) => since(14 * 24 * hours)(incident) && incident.createdAt <= now - 48 * hours,
		);
		await same({ since: '-1h' }, (incident) => isOpen(incident) && since(hours)(incident));
		await same({ ...all, since: '-90d' }, since(90 * 24 * hours));
	});

	it('and every order', async () => {
		const { store } = account.sandbox;
		const incidents = async (sort_by: string, statuses: string[]) =>
			(await list({ sort_by, statuses, since: '-30d' })).map(({ id }) => store.incident(id) ?? assert.fail(id));
		const open = ['triggered', 'acknowledged'];
		const created = (await incidents('created_at:asc', open)).map(({ createdAt }) => createdAt);
		assert.deepEqual(
			created,
			created.toSorted((a, b) => a - b),
		);
		const urgent = (await incidents('urgency:desc', open)).map(({ urgency }) => urgency);
		assert.deepEqual(urgent, urgent.toSorted());
		const resolved = (await incidents('resolved_at:desc', ['resolved'])).map(({ resolvedAt }) => resolvedAt ?? 0);
		assert.deepEqual(
			resolved,
			resolved.toSorted((a, b) => b - a),
		);
	});

	it('rows carry urgency, priority, service, assignees and the link', async () => {
		const row = (await list({ title: 'checkout p95' }))[0] ?? assert.fail('not found');
		assert.equal(row['urgency'], 'high');
		assert.equal(row['priority'], 'P2');
		assert.equal(row['service'], 'Checkout');
		assert.deepEqual(row['assignees'], ['Maya Okafor']);
		assert.match(String(row['url']), /^https:\/\/lumen-oak\.pagerduty\.com\/incidents\/Q/);
	});
});

describe('arguments that are wrong', () => {
	let account: SignedIn;
	before(async () => (account = await SignedIn.open()));
	after(() => account.close());

	/** Tools with the least that they need, to which one wrong argument is added. */
	const least: Record<string, Record<string, unknown>> = {
		create_incident: { title: 'x', service: 'Checkout' },
		reassign_incidents: { incidents: ['#1'], users: ['me'] },
		escalate_incidents: { incidents: ['#1'] },
		update_incidents: { incidents: ['#1'], urgency: 'low' },
		snooze_incidents: { incidents: ['#1'], duration: '1h' },
		merge_incidents: { target: '#1', sources: ['#2'] },
		request_responders: { incident: '#1', users: ['me'] },
		resolve_alerts: { incident: '#1', all: true },
		find_related_incidents: { incident: '#1' },
		list_change_events: {},
		count_incidents: {},
		post_status_update: { incident: '#1', message: 'x' },
		set_status_update_subscribers: { incident: '#1', add_users: ['me'] },
		update_incident_note: { incident: '#1', note: 'PNOTE01', content: 'x' },
		delete_incident_note: { incident: '#1', note: 'PNOTE01' },
		cancel_responder_requests: { incident: '#1', users: ['me'] },
		move_alerts: { incident: '#1', alerts: ['QALERT'], target: '#2' },
	};

	for (const [tool, input] of Object.entries(least)) {
		it(`of ${tool} are refused before any request`, async () => {
			const mark = account.sandbox.requests.length;
			assert.match((await account.fail(tool, { ...input, nonsense: 1 })).message, /no argument `nonsense`/);
			for (const [name, value] of Object.entries(input)) {
				if (typeof value === 'boolean') continue;
				for (const wrong of ['', ' ', { id: 'P1' }, [{}]]) {
					await account.fail(tool, { ...input, [name]: wrong });
				}
				// Free text may say anything.
				if (!['title', 'message', 'content'].includes(name)) {
					for (const wrong of ['null', 'undefined', ['none']]) await account.fail(tool, { ...input, [name]: wrong });
				}
			}
			assert.deepEqual(account.requests(mark), []);
		});
	}

	for (const tool of ['reassign_incidents', 'escalate_incidents', 'update_incidents', 'snooze_incidents']) {
		it(`of ${tool} are too many incidents at once`, async () => {
			const incidents = Array.from({ length: 251 }, (_, index) => `#${index + 1}`);
			const mark = account.sandbox.requests.length;
			await account.fail(tool, { ...least[tool], incidents });
			assert.deepEqual(account.requests(mark), []);
		});
	}

	it('are ids of another kind of object', async () => {
		const [user] = account.sandbox.store.users.values();
		const { id } = await account.sandbox.trigger();
		const service = await account.fail('create_incident', { title: 'x', service: user?.id });
		assert.match(service.message, /no service/);
		const policy = await account.fail('reassign_incidents', { incidents: id, escalation_policy: user?.id });
		assert.match(policy.message, /no escalation policy/);
		const incident = await account.fail('snooze_incidents', { incidents: user?.id, duration: '1h' });
		assert.match(incident.message, /no incident/);
	});

	it('are names that several people have', async () => {
		const [first, second] = account.sandbox.store.users.values();
		assert.ok(first && second);
		const { id } = await account.sandbox.trigger();
		second.name = first.name;
		const failure = await account.fail('reassign_incidents', { incidents: id, users: [first.name] });
		assert.match(failure.message, /Several users/);
		assert.deepEqual(failure.candidates?.map((candidate) => candidate.id).sort(), [first.id, second.id].sort());
	});
});
