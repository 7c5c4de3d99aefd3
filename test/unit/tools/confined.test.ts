import assert from 'node:assert/strict';
import * as z from 'zod';
import { toolsets, type Policy, type Within } from '../../../src/tools/core/access.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { calls } from '../../contract/calls/all.ts';
import { worksWithin } from '../../../src/tools/within/rules.ts';
import { samplesAlone, type Input } from '../../support/sample-calls.ts';
import { SignedIn } from '../../support/signed-in.ts';

const whole: Policy = { access: 'administer', toolsets };
const mark = 'ZQX outside';

/** A demo account whose agents are kept to some teams and services after all that their calls need has been made. */
class Kept {
	readonly account: SignedIn;
	readonly within: Within;
	readonly #set: (policy: Policy) => void;
	#outside: ReturnType<Kept['findOutside']> | undefined;

	private constructor(account: SignedIn, within: Within, set: (policy: Policy) => void) {
		this.account = account;
		this.within = within;
		this.#set = set;
	}

	static async open(teams: readonly string[], services: readonly string[] = []): Promise<Kept> {
		let policy = whole;
		const account = await SignedIn.open({
			get policy() {
				return policy;
			},
		});
		const { store } = account.sandbox;
		const idsOf = (objects: ReadonlyMap<string, { id: string; name: string }>, names: readonly string[]) =>
			names.map((name) => [...objects.values()].find((one) => one.name === name)?.id ?? assert.fail(name));
		const within = { teams: idsOf(store.teams, teams), services: idsOf(store.services, services) };
		return new Kept(account, within, (next) => {
			policy = next;
		});
	}

	keep(more: Partial<Policy> = {}): void {
		this.#set({ ...whole, within: this.within, ...more });
		this.account.toolbox.forget();
	}

	/** What lies outside, by kind, since the first time that it is asked for. */
	outside() {
		this.#outside ??= this.findOutside();
		return this.#outside;
	}

	private findOutside() {
		const { store } = this.account.sandbox;
		const { teams, services } = this.within;
		const other = ({ teamIds }: { teamIds: readonly string[] }) => !teamIds.some((id) => teams.includes(id));
		const outer = [...store.services.values()].filter((service) => other(service) && !services.includes(service.id));
		const inner = [...store.services.values()].filter((service) => !outer.includes(service));
		const used = new Set(inner.map(({ policyId }) => policyId));
		const policies = [...store.policies.values()].filter((policy) => other(policy) && !used.has(policy.id));
		const reached = JSON.stringify([...store.policies.values()].filter((policy) => !policies.includes(policy)));
		const schedules = [...store.schedules.values(), ...store.shiftSchedules.values()].filter(
			(schedule) => other(schedule) && !reached.includes(schedule.id),
		);
		return {
			team: [...store.teams.values()].filter(({ id }) => !teams.includes(id)),
			service: outer,
			escalation_policy: policies,
			schedule: schedules,
			incident: store.incidents.filter(
				(incident) => other(incident) && outer.some(({ id }) => id === incident.serviceId),
			),
		};
	}

	/** Puts a mark into whatever text of the outside could come into an answer. */
	markOutside(): void {
		const { store } = this.account.sandbox;
		const { incident: incidents, ...named } = this.outside();
		for (const object of Object.values(named).flat()) object.name = `${object.name} ${mark}`;
		for (const incident of incidents) {
			incident.title = `${incident.title} ${mark}`;
			for (const note of store.notes.of(incident.id)) note.content = `${note.content} ${mark}`;
			for (const alert of store.alerts.of(incident.id)) alert.summary = `${alert.summary} ${mark}`;
		}
		const services = new Set(named.service.map(({ id }) => id));
		const areOutside = ({ serviceIds }: { readonly serviceIds: readonly string[] }) =>
			serviceIds.every((id) => services.has(id));
		for (const event of store.changeEvents.filter(areOutside)) event.summary = `${event.summary} ${mark}`;
		const { maintenanceWindows, groupings } = store.serviceSettings;
		for (const window of [...maintenanceWindows.values()].filter(areOutside))
			window.description = `${window.description} ${mark}`;
		for (const grouping of [...groupings.values()].filter(areOutside)) grouping.name = `${grouping.name ?? ''} ${mark}`;
		const outer = new Set(incidents.map(({ id }) => id));
		for (const entry of store.logEntries) if (outer.has(entry.incidentId)) entry.summary = `${entry.summary} ${mark}`;
	}

	/** Of an answer to a call, what lies outside and was not in the call. */
	leaks(answer: unknown, input: unknown): string[] {
		const [text, given] = [JSON.stringify(answer), JSON.stringify(input)];
		const ids = Object.values(this.outside())
			.flat()
			.map(({ id }) => id);
		return [mark, ...ids].filter((part) => text.includes(part) && !given.includes(part));
	}

	async tryOut(name: string, input: Input): Promise<{ ok: boolean; leaks: string[]; changes: string[] }> {
		const { account } = this;
		account.pause();
		const earlier = new Set(account.sandbox.requests);
		const caller = { signal: new AbortController().signal, priority: 'person' } as const;
		const result = await account.toolbox.call(name, input, caller);
		const outer = Object.values(this.outside())
			.flat()
			.map(({ id }) => id);
		const changes = account.sandbox.requests
			.filter((request) => !earlier.has(request) && request.method !== 'GET')
			.map(({ method, path, body }) => `${method} ${path} ${body}`)
			.filter((request) => outer.some((id) => request.includes(id)));
		return { ok: result.ok, leaks: this.leaks(result, input), changes };
	}
}

/** The same call about something outside. */
function aimedOutside(input: Input, outside: ReturnType<Kept['outside']>): Input[] {
	const kinds: Readonly<Record<string, keyof typeof outside>> = {
		service: 'service',
		services: 'service',
		team: 'team',
		teams: 'team',
		add_teams: 'team',
		schedule: 'schedule',
		schedules: 'schedule',
		escalation_policy: 'escalation_policy',
		escalation_policies: 'escalation_policy',
		incident: 'incident',
		incidents: 'incident',
		target: 'incident',
		source_incidents: 'incident',
		into: 'incident',
	};
	return Object.entries(input).flatMap(([argument, value]) => {
		const kind = kinds[argument];
		const id = kind && outside[kind][0]?.id;
		if (id === undefined) return [];
		return [{ ...input, [argument]: Array.isArray(value) ? [...value.map(String), id] : id }];
	});
}

/** What of the outside a change would change. */
function stateOf(kept: Kept): readonly string[] {
	const { store } = kept.account.sandbox;
	const { incident, ...others } = kept.outside();
	const incidents = incident.map(({ id, title, serviceId, urgency }) => ({ id, title, serviceId, urgency }));
	const stored = [store.teams, store.services, store.policies, store.schedules, store.shiftSchedules];
	const alive = Object.values(others)
		.flat()
		.filter(({ id }) => stored.some((objects) => objects.has(id)));
	return [...alive, ...incidents].map((object) => JSON.stringify(object));
}

describe('agents that are kept to single teams or services', () => {
	let kept: Kept;
	afterEach(() => kept.account.close());

	for (const [teams, services] of [
		[['Storefront'], []],
		[['Payments'], []],
		[[], ['Checkout']],
		[['Payments'], ['Checkout']],
	] as const) {
		describe([...teams, ...services].join(' and '), () => {
			const kinds = { teams, services };

			it('are refused every tool that cannot be kept there, before anything is sent', async () => {
				kept = await Kept.open(teams, services);
				kept.keep();
				const refused = catalogue.filter((tool) => !worksWithin(tool, kinds));
				assert.ok(refused.length > 10);
				for (const { name } of refused) {
					for (const input of calls[name] ?? []) {
						const failure = await kept.account.fail(name, input);
						assert.match(failure.message, /whole account/, name);
					}
				}
				assert.deepEqual(kept.account.requests(), []);
			});

			for (const { name, access } of catalogue.filter((tool) => worksWithin(tool, kinds))) {
				it(`see and change nothing else: ${name}`, async () => {
					kept = await Kept.open(teams, services);
					const samples = await samplesAlone(kept.account, name);
					kept.markOutside();
					kept.keep();
					const before = stateOf(kept);
					const aimed = samples.flatMap((sample) => aimedOutside(sample, kept.outside()));
					// Without a word of where, too.
					const plain = access === 'read' ? [{}] : [];
					for (const input of [...plain, ...samples, ...aimed]) {
						const { leaks, changes } = await kept.tryOut(name, input);
						assert.deepEqual({ leaks, changes }, { leaks: [], changes: [] }, JSON.stringify(input));
					}
					assert.deepEqual(stateOf(kept), before);
				});
			}
		});
	}

	it('are offered what can be kept there, and nothing else', async () => {
		kept = await Kept.open(['Storefront']);
		kept.keep();
		const names = (await kept.account.toolbox.offered()).map(({ name }) => name);
		for (const name of [
			'list_incidents',
			'get_incident',
			'acknowledge_incidents',
			'create_incident',
			'merge_incidents',
			'list_oncalls',
			'create_overrides',
			'list_services',
			'update_service',
			'set_maintenance_window',
			'get_incident_metrics',
			'list_users',
		])
			assert.ok(names.includes(name), name);
		for (const name of [
			'list_audit_records',
			'list_webhooks',
			'set_webhook',
			'run_automation_action',
			'send_event',
			'delete_user',
			'set_team',
			'create_schedule',
			'find_related_incidents',
			'list_business_services',
		])
			assert.ok(!names.includes(name), name);
		const failure = await kept.account.fail('list_audit_records');
		assert.match(failure.message, /whole account/);
	});

	it('do their work inside', async () => {
		kept = await Kept.open(['Storefront']);
		const { sandbox } = kept.account;
		const { id } = await sandbox.trigger({ service: 'Checkout' });
		kept.keep();
		const { incidents } = await kept.account.call('list_incidents', {});
		assert.ok(Array.isArray(incidents) && incidents.length > 0);
		await kept.account.call('acknowledge_incidents', { incidents: id });
		await kept.account.call('add_incident_note', { incident: id, note: 'Looking' });
		const { oncalls } = await kept.account.call('list_oncalls', {});
		assert.ok(Array.isArray(oncalls) && oncalls.length > 0);
		await kept.account.call('resolve_incidents', { incidents: id });
		await kept.account.call('update_service', { service: 'Checkout', description: 'The till' });
		assert.deepEqual(serviceOf(sandbox, 'Checkout').description, 'The till');
	});

	it('get the answer of an unknown id for what lies outside', async () => {
		kept = await Kept.open(['Storefront']);
		const { id } = await kept.account.sandbox.trigger({ service: 'Payments Gateway' });
		kept.keep();
		const said = async (incident: string) =>
			JSON.stringify(await kept.account.fail('get_incident', { incident })).replaceAll(incident, 'ID');
		assert.equal(await said(id), await said('QNOSUCHINCIDEN'));
		const service = serviceOf(kept.account.sandbox, 'Payments Gateway').id;
		const told = async (wanted: string) =>
			JSON.stringify(await kept.account.fail('get_service', { service: wanted })).replaceAll(wanted, 'ID');
		assert.equal(await told(service), await told('PNOSUCH'));
	});

	it('know who is on call for their services, and nobody else but themselves', async () => {
		kept = await Kept.open([], ['Checkout']);
		const { account } = kept;
		const listed = async () => peopleIn((await account.call('list_users', { limit: 100 }))['users']);
		const { oncalls } = await account.call('list_oncalls', { services: 'Checkout', limit: 100 });
		const everybody = await listed();
		const { user } = await account.call('get_current_user');
		const [me] = peopleIn([user]);
		const { id: incidents } = await account.sandbox.trigger({ service: 'Checkout' });
		kept.keep();
		const seen = await listed();
		const onCall = z.array(z.looseObject({ user: z.string() })).parse(oncalls);
		const names = new Set([...onCall.map((one) => one.user), me?.name]);
		assert.deepEqual(new Set(seen.map(({ name }) => name)), names);
		assert.ok(seen.length > 1 && seen.length < everybody.length);
		const stranger = everybody.find(({ name }) => !names.has(name));
		await account.call('reassign_incidents', { incidents, users: onCall[0]?.user });
		for (const users of [stranger?.id, stranger?.name]) await account.fail('reassign_incidents', { incidents, users });
	});

	it('do not see whom their schedules put on call for others', async () => {
		kept = await Kept.open(['Storefront']);
		const { store } = kept.account.sandbox;
		const own = [...store.policies.values()].filter(({ teamIds }) =>
			teamIds.some((id) => kept.within.teams.includes(id)),
		);
		const targets = own.flatMap(({ rules }) => rules.flatMap((rule) => rule.targets));
		const shared = targets.find(({ type }) => type.startsWith('schedule')) ?? assert.fail();
		const [other] = kept.outside().escalation_policy;
		other?.rules[0]?.targets.push(shared);
		const levels = async () => {
			const { oncalls } = await kept.account.call('list_oncalls', { schedules: shared.id });
			return Array.isArray(oncalls) ? oncalls.length : 0;
		};
		const all = await levels();
		kept.keep();
		const seen = await levels();
		assert.ok(seen > 0 && seen < all, `${seen} of ${all}`);
	});

	it('are told at the start what they are kept to', async () => {
		kept = await Kept.open(['Storefront'], ['Payments Gateway']);
		const names = { [kept.within.teams[0] ?? '']: 'Shop' };
		kept.keep({ within: { ...kept.within, names } });
		const [service] = kept.within.services;
		assert.match(kept.account.toolbox.instructions(), new RegExp(`the team "Shop" and the service ${service}`));
		await kept.account.toolbox.prepare();
		assert.match(
			kept.account.toolbox.instructions(),
			/^This connection sees only the team "Storefront" and the service "Payments Gateway"/,
		);
	});

	it('cost few requests more', async () => {
		kept = await Kept.open(['Storefront']);
		kept.keep();
		const mark = kept.account.sandbox.requests.length;
		for (let call = 0; call < 5; call++) await kept.account.call('list_incidents', {});
		const more = kept.account.requests(mark).filter((request) => request !== 'GET /incidents');
		assert.ok(more.length <= 8, more.join());
	});

	it('cost no more for each of many incidents', async () => {
		kept = await Kept.open(['Storefront']);
		const { sandbox } = kept.account;
		const incidents: string[] = [];
		for (let one = 0; one < 8; one++) incidents.push((await sandbox.trigger({ service: 'Checkout' })).id);
		await kept.account.call('acknowledge_incidents', { incidents });
		const requestsOf = async () => {
			const mark = sandbox.requests.length;
			await kept.account.call('snooze_incidents', { incidents, duration: '30m' });
			return kept.account.requests(mark).length;
		};
		const before = await requestsOf();
		kept.keep();
		assert.ok((await requestsOf()) <= before + 4);
	});

	it('do not keep a person at the same window', async () => {
		kept = await Kept.open(['Storefront']);
		kept.keep();
		const tool = catalogue.find(({ name }) => name === 'list_audit_records') ?? assert.fail();
		await kept.account.toolbox.run(tool, {}, { signal: new AbortController().signal, priority: 'person' });
	});
});

function peopleIn(users: unknown) {
	return z.array(z.looseObject({ id: z.string(), name: z.string() })).parse(users);
}

function serviceOf({ store }: Pick<Sandbox, 'store'>, name: string) {
	return [...store.services.values()].find((service) => service.name === name) ?? assert.fail(name);
}
