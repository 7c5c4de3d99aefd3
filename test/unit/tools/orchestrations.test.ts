import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Rule = z.looseObject({
	position: z.number(),
	id: z.string().optional(),
	label: z.string().optional(),
	conditions: z.array(z.string()).optional(),
	route_to: z.string().optional(),
	actions: z.string().optional(),
});
const Shown = z.looseObject({
	of: z.string(),
	part: z.string(),
	version: z.string(),
	active: z.boolean().optional(),
	rules: z.array(Rule),
	catch_all: z.string().optional(),
	raw: z.string().optional(),
	more: z.boolean(),
	next_cursor: z.string().optional(),
});
const Updated = z.looseObject({
	changed: z.boolean(),
	rules: z.number(),
	added: z.array(z.string()),
	altered: z.array(z.string()),
	removed: z.array(z.string()),
	catch_all_changed: z.boolean().optional(),
});
const Raw = z.object({
	sets: z.array(z.object({ id: z.string(), rules: z.array(z.looseObject({ id: z.string().optional() })) })),
});

describe('event orchestrations', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const shop = { orchestration: 'Shop events' };
	const show = async (input: object = shop) => Shown.parse(await account.call('list_event_orchestrations', input));
	const puts = () => account.sandbox.requests.filter(({ method }) => method === 'PUT');
	const router = () =>
		[...account.sandbox.store.orchestrations.byId.values()].find(({ name }) => name === 'Shop events')?.paths.router ??
		assert.fail();
	const rule = {
		...shop,
		label: 'Identity',
		conditions: ["event.source matches part 'identity'"],
		service: 'Identity & Login',
	};

	describe('list_event_orchestrations', () => {
		it('lists them, every one once by cursor', async () => {
			await open();
			const List = z.looseObject({
				event_orchestrations: z.array(z.looseObject({ name: z.string(), routes: z.number() })),
				next_cursor: z.string().optional(),
			});
			const first = List.parse(await account.call('list_event_orchestrations', { limit: 1 }));
			const second = List.parse(
				await account.call('list_event_orchestrations', { limit: 1, cursor: first.next_cursor }),
			);
			assert.deepEqual(
				[...first.event_orchestrations, ...second.event_orchestrations].map(({ name }) => name),
				['Shop events', 'Warehouse events'],
			);
			assert.equal(second.next_cursor, undefined);
		});

		it('shows the rules of a router in order, with names of services', async () => {
			await open();
			const { part, rules, catch_all: rest, version } = await show();
			assert.equal(part, 'router');
			assert.equal(version, router().version);
			assert.deepEqual(
				rules.map(({ position, route_to: to }) => [position, to]),
				[
					[1, 'Checkout'],
					[2, 'Product Search'],
					[3, 'Payments Gateway'],
				],
			);
			assert.equal(rest, '{"route_to":"unrouted"}');
		});

		it('shows the other parts, and the rules of a service and whether they are in use', async () => {
			await open();
			assert.equal((await show({ ...shop, part: 'global' })).rules[0]?.actions, '{"drop_event":true}');
			assert.deepEqual((await show({ ...shop, part: 'unrouted' })).rules, []);
			const service = await show({ service: 'Checkout' });
			assert.equal(service.active, true);
			assert.equal(service.rules.length, 2);
			assert.equal((await show({ service: 'Product Search' })).active, false);
		});

		it('takes an id as well as a name', async () => {
			await open();
			assert.equal((await show({ orchestration: router().parentId })).of, 'Shop events');
		});

		it('shows no integration keys', async () => {
			await open();
			const keys = [...account.sandbox.store.orchestrations.byId.values()].flatMap(({ integrations }) =>
				integrations.map(({ key }) => key),
			);
			const told = JSON.stringify([
				await account.call('list_event_orchestrations'),
				await show({ ...shop, raw: true }),
			]);
			assert.ok(keys.length > 0 && keys.every((key) => !told.includes(key)));
		});

		it('refuses what makes no sense, and names candidates', async () => {
			await open();
			for (const [input, message] of [
				[{ part: 'router' }, /need an `orchestration`/],
				[{ raw: true }, /need an `orchestration`/],
				[{ ...shop, service: 'Checkout' }, /either `orchestration` or `service`/],
				[{ ...shop, part: 'rooter' }, /router, global, unrouted/],
				[{ service: 'Checkout', part: 'global' }, /`part` is for/],
				[{ ...shop, fields: ['name'] }, /no argument `fields`/],
			] as const)
				assert.match((await account.fail('list_event_orchestrations', input)).message, message);
			const failure = await account.fail('list_event_orchestrations', { orchestration: 'Shop event' });
			assert.equal(failure.candidates?.[0]?.name, 'Shop events');
		});
	});

	describe('add_router_rule', () => {
		it('adds the rule after all others without making up an id, and keeps the rest', async () => {
			await open();
			const before = structuredClone(router());
			const output = z
				.looseObject({ changed: z.boolean(), rule: Rule })
				.parse(await account.call('add_router_rule', rule));
			assert.equal(output.changed, true);
			assert.equal(output.rule.position, 4);
			assert.equal(output.rule.route_to, 'Identity & Login');
			const [set] = router().sets;
			assert.deepEqual(set?.rules.slice(0, 3), before.sets[0]?.rules);
			assert.deepEqual(router().catchAll, before.catchAll);
			const sent = z
				.object({ orchestration_path: Raw })
				.parse(JSON.parse(puts()[0]?.body ?? ''))
				.orchestration_path.sets[0]?.rules.at(-1);
			assert.equal(sent?.id, undefined);
		});

		it('routes events by it', async () => {
			await open();
			await account.call('add_router_rule', rule);
			const key = [...account.sandbox.store.orchestrations.byId.values()][0]?.integrations[0]?.key;
			const event = { routing_key: key, summary: 'Login slow', source: 'identity-3', dedup_key: 'login' };
			const { incident } = z
				.looseObject({ incident: z.looseObject({ service: z.string() }) })
				.parse(await account.call('send_event', event));
			assert.equal(incident.service, 'Identity & Login');
		});

		it('says when such a rule is there but disabled, and adds none', async () => {
			await open();
			await account.call('add_router_rule', { ...rule, disabled: true });
			const failure = await account.fail('add_router_rule', rule);
			assert.match(failure.message, /There is such a rule already, but disabled/);
			assert.match(failure.next ?? '', /update_event_orchestration/);
			assert.equal(puts().length, 1);
		});

		it('changes nothing when such a rule is there', async () => {
			await open();
			await account.call('add_router_rule', rule);
			const again = await account.call('add_router_rule', rule);
			assert.equal(again['changed'], false);
			assert.equal(puts().length, 1);
		});

		it('keeps what it does not know of other rules', async () => {
			await open();
			const first = router().sets[0]?.rules[0] ?? assert.fail();
			first.actions['dynamic_route_to'] = { source: 'event.source', regex: '.*', lookup_by: 'service_name' };
			await account.call('add_router_rule', rule);
			assert.deepEqual(router().sets[0]?.rules[0]?.actions, first.actions);
		});

		it('works on a router without rules', async () => {
			await open();
			router().sets[0]?.rules.splice(0);
			assert.equal((await account.call('add_router_rule', rule))['rules'], 1);
		});

		it('refuses a router without sets, and sends nothing', async () => {
			await open();
			router().sets = [];
			assert.match((await account.fail('add_router_rule', rule)).message, /no rules that can be read/);
			assert.deepEqual(puts(), []);
		});

		it('looks before it speaks when no reply comes, and never sends the rules twice', async () => {
			await open();
			account.sandbox.faults.dropAfter = { match: /^PUT/, times: 1 };
			assert.equal((await account.call('add_router_rule', rule))['changed'], true);
			assert.equal(puts().length, 1);
			account.sandbox.faults.dropBefore = { match: /^PUT/, times: 1 };
			const failure = await account.fail('add_router_rule', { ...rule, label: 'Other', service: 'Checkout' });
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
			assert.equal(puts().length, 2);
		});

		it('refuses empty or wrong arguments before any request', async () => {
			await open();
			for (const [input, message] of [
				[{ conditions: [] }, /conditions/],
				[{ conditions: ['null'] }, /is not a value/],
				[{ label: ' ' }, /label/],
				[{ service: undefined }, /service/],
				[{ id: 'x' }, /no argument `id`/],
			] as const)
				assert.match((await account.fail('add_router_rule', { ...rule, ...input })).message, message);
			assert.deepEqual(account.requests(), []);
		});
	});

	describe('update_event_orchestration', () => {
		const read = async () => {
			const { raw, version } = await show({ ...shop, raw: true });
			return { version, rules: Raw.parse(JSON.parse(raw ?? '')).sets[0]?.rules ?? [] };
		};
		const update = async (input: object) =>
			Updated.parse(await account.call('update_event_orchestration', { ...shop, ...input }));

		it('replaces the rules and says which came, changed and went', async () => {
			await open();
			const { rules, version } = await read();
			const [first, second] = rules;
			const wanted = [
				{ ...second, label: 'Search, first' },
				first,
				{ label: 'Rest', conditions: [], actions: first?.['actions'] },
			];
			const output = await update({ version, rules: JSON.stringify(wanted), confirm: 'Shop events' });
			assert.deepEqual(output.added, ['Rest']);
			assert.deepEqual(output.altered, ['Search, first']);
			assert.deepEqual(output.removed, ['Payments']);
			assert.deepEqual(
				router().sets[0]?.rules.map(({ label }) => label),
				['Search, first', 'Checkout', 'Rest'],
			);
		});

		it('removes rules only with the name repeated, and says which they are', async () => {
			await open();
			const before = structuredClone(router().sets);
			const { version, rules } = await read();
			const calls: object[] = [{ rules: '[]' }, { rules: '[{"id": "other", "rules": []}]' }];
			for (const input of calls) {
				const asked = await account.ask('update_event_orchestration', { ...shop, version, ...input });
				assert.match(asked.note, /deleted for good: "Checkout"; .*"Payments"/);
				assert.match(asked.note, /confirm: "Shop events"/);
				assert.equal(asked.confirm, 'Shop events');
			}
			const wrong = { ...shop, version, rules: '[]', confirm: 'Warehouse events' };
			assert.match(
				(await account.fail('update_event_orchestration', wrong)).message,
				/"Warehouse events" is not the name/,
			);
			const sets = JSON.stringify([{ id: 'other', rules }]);
			const other = await account.ask('update_event_orchestration', { ...shop, version, rules: sets });
			assert.match(other.note, /the set "start"/);
			assert.deepEqual(puts(), []);
			assert.deepEqual(router().sets, before);
			assert.equal((await update({ version, rules: '[]', confirm: 'Shop events' })).removed.length, 3);
		});

		describe('with rules that call addresses', () => {
			const secrets = /hush|abcdefghijklmnopqrstuv/;
			const call = {
				name: 'Tell',
				url: 'https://bot.example/hooks/abcdefghijklmnopqrstuv?sig=hush',
				auto_send: 'always',
				headers: [{ key: 'Authorization', value: 'Bearer hush' }],
				parameters: [{ key: 'token', value: 'hush' }],
			};
			const calling = async () => {
				await open();
				const first = router().sets[0]?.rules[0] ?? assert.fail();
				first.actions['automation_actions'] = [structuredClone(call)];
				router().catchAll = { actions: { route_to: 'unrouted', automation_actions: [structuredClone(call)] } };
			};
			const kept = () => router().sets[0]?.rules[0]?.actions['automation_actions'];

			it('shows no credentials in any view', async () => {
				await calling();
				const told = JSON.stringify([await show(), await show({ ...shop, raw: true })]);
				assert.doesNotMatch(told, secrets);
				assert.match(told, /Authorization/);
				router().sets[0]?.rules.forEach(({ actions }) => (actions['automation_actions'] = { odd: 'hush' }));
				assert.doesNotMatch(JSON.stringify(await show({ ...shop, raw: true })), secrets);
			});

			it('keeps the values that were not shown', async () => {
				await calling();
				const { rules, version } = await read();
				const { raw } = await show({ ...shop, raw: true });
				const { catch_all: rest } = z
					.object({ catch_all: z.object({ actions: z.looseObject({}) }) })
					.parse(JSON.parse(raw ?? ''));
				assert.equal((await update({ version, rules: JSON.stringify(rules) })).changed, false);
				const [first, ...others] = rules;
				const output = await update({
					version,
					rules: JSON.stringify([...others, { ...first, label: 'Last' }]),
					catch_all: JSON.stringify({ ...rest.actions, severity: 'info' }),
				});
				assert.deepEqual(output.altered, ['Last']);
				assert.deepEqual(router().sets[0]?.rules.at(-1)?.actions['automation_actions'], [call]);
				assert.deepEqual(router().catchAll, {
					actions: { route_to: 'unrouted', automation_actions: [call], severity: 'info' },
				});
			});

			it('sends no placeholder, and no hidden value to another address', async () => {
				await calling();
				const { rules, version } = await read();
				const [first, ...others] = rules;
				const text = JSON.stringify(first);
				const unknown = { ...first, id: undefined };
				for (const wanted of [
					unknown,
					JSON.parse(text.replace('bot.example', 'else.example')),
					JSON.parse(text.replace(/https:[^"]*/, 'https://else.example')),
					JSON.parse(text.replace('Authorization', 'X-Key')),
				] satisfies unknown[]) {
					const input = { ...shop, version, rules: JSON.stringify([wanted, ...others]), confirm: 'Shop events' };
					assert.match((await account.fail('update_event_orchestration', input)).message, /can be kept there/);
				}
				assert.deepEqual([puts(), kept()], [[], [call]]);
			});
		});

		it('changes only the catch-all when only that is given', async () => {
			await open();
			const before = structuredClone(router().sets);
			const service = account.sandbox.store.orchestrations.ofServices.keys().next().value;
			const { version } = await read();
			await update({ version, catch_all: JSON.stringify({ route_to: service }) });
			assert.deepEqual(router().sets, before);
			assert.deepEqual(router().catchAll, { actions: { route_to: service } });
		});

		it('says that the catch-all changed, and only when it did', async () => {
			await open();
			const changes = async (part: string, actions: object) => {
				const { version } = await show({ ...shop, part });
				const { changed, catch_all_changed } = await update({ part, version, catch_all: JSON.stringify(actions) });
				return [changed, catch_all_changed];
			};
			const service = account.sandbox.store.orchestrations.ofServices.keys().next().value;
			assert.deepEqual(await changes('router', { route_to: service }), [true, true]);
			assert.deepEqual(await changes('router', { route_to: service }), [false, undefined]);
			const { version, rules } = await read();
			const { altered, catch_all_changed } = await update({
				version,
				rules: JSON.stringify(rules.map((rule) => ({ ...rule, disabled: true }))),
			});
			assert.deepEqual([altered.length, catch_all_changed], [3, undefined]);
			assert.deepEqual(await changes('unrouted', { severity: 'critical' }), [true, true]);
			// Suppressed they are anyway.
			assert.deepEqual(await changes('unrouted', { severity: 'critical' }), [false, undefined]);
		});

		it('takes a colleague’s change for its own neither in rules nor in the catch-all', async () => {
			const theirs = () => {
				router().version = 'theirs';
				router().catchAll = { actions: { route_to: 'unrouted', severity: 'info' } };
			};
			await open({
				meanwhile: ({ method }) => {
					if (method === 'PUT') theirs();
					return Promise.resolve();
				},
			});
			const service = account.sandbox.store.orchestrations.ofServices.keys().next().value;
			const { version } = await read();
			account.sandbox.faults.dropBefore = { match: /^PUT/, times: 1 };
			const wanted = { ...shop, version, catch_all: JSON.stringify({ route_to: service }) };
			assert.match(
				(await account.fail('update_event_orchestration', wanted)).next ?? '',
				/does not seem to have been carried out/,
			);
		});

		it('looks before it speaks when no reply comes for a catch-all', async () => {
			await open();
			const service = account.sandbox.store.orchestrations.ofServices.keys().next().value;
			for (const [part, actions] of [
				['router', { route_to: service }],
				['unrouted', { severity: 'critical' }],
			] as const) {
				const { version } = await show({ ...shop, part });
				account.sandbox.faults.dropAfter = { match: /^PUT/, times: 1 };
				const output = await update({ part, version, catch_all: JSON.stringify(actions) });
				assert.deepEqual([output.changed, output.catch_all_changed], [true, true], part);
			}
		});

		it('refuses rules that somebody has changed since they were read', async () => {
			await open();
			const { version } = await read();
			await account.call('add_router_rule', rule);
			const mark = puts().length;
			const failure = await account.fail('update_event_orchestration', { ...shop, version, rules: '[]' });
			assert.match(failure.message, /somebody has changed them/);
			assert.equal(puts().length, mark);
		});

		it('changes nothing when nothing is new', async () => {
			await open();
			const { rules, version } = await read();
			assert.equal((await update({ version, rules: JSON.stringify(rules) })).changed, false);
			assert.deepEqual(puts(), []);
		});

		it('refuses made-up ids, ids that come twice, and what is no list of rules', async () => {
			await open();
			const { rules, version } = await read();
			for (const [wanted, message] of [
				[JSON.stringify([...rules, { ...rules[0], id: 'temp_id' }]), /no rule temp_id/],
				[JSON.stringify([rules[0], rules[0]]), /more than once/],
				['{"rules": []}', /a list of rules/],
				['[{"label": "No actions"}]', /a list of rules/],
				['[', /not JSON/],
				['', /empty/],
			] as const) {
				const failure = await account.fail('update_event_orchestration', { ...shop, version, rules: wanted });
				assert.match(failure.message, message);
			}
			const odd = await account.fail('update_event_orchestration', { ...shop, version, catch_all: '[]' });
			assert.match(odd.message, /JSON object of actions/);
			assert.match((await account.fail('update_event_orchestration', { ...shop, version })).message, /Give `rules`/);
			assert.deepEqual(puts(), []);
		});

		it('looks before it speaks when no reply comes', async () => {
			await open();
			const { rules, version } = await read();
			account.sandbox.faults.dropAfter = { match: /^PUT/, times: 1 };
			const output = await update({ version, rules: JSON.stringify(rules.slice(1)), confirm: 'Shop events' });
			assert.deepEqual(output.removed, ['Checkout']);
			assert.equal(puts().length, 1);
		});

		it('changes the rules of a service', async () => {
			await open();
			const { raw, version } = await show({ service: 'Checkout', raw: true });
			const rules = Raw.parse(JSON.parse(raw ?? '')).sets[0]?.rules.slice(1);
			const output = Updated.parse(
				await account.call('update_event_orchestration', {
					service: 'Checkout',
					version,
					rules: JSON.stringify(rules),
					confirm: 'Checkout',
				}),
			);
			assert.deepEqual(output.removed, ['Slow, not down']);
		});

		it('changes what holds for all events, and those that no rule takes', async () => {
			await open();
			for (const part of ['global', 'unrouted']) {
				const { version, rules } = await show({ ...shop, part });
				const output = Updated.parse(
					await account.call('update_event_orchestration', {
						...shop,
						part,
						version,
						rules: '[{"label": "Soften", "conditions": [], "actions": {"severity": "info"}}]',
						confirm: 'Shop events',
					}),
				);
				assert.deepEqual(output.added, ['Soften']);
				assert.equal(output.removed.length, rules.length);
				const after = await show({ ...shop, part });
				assert.deepEqual(
					after.rules.map(({ label }) => label),
					['Soften'],
				);
			}
		});

		it('switches the rules of a service on and off, and they work or not', async () => {
			await open();
			const set = async (active: boolean) => {
				const { notice, ...said } = await account.call('update_event_orchestration', { service: 'Checkout', active });
				assert.match(String(notice), /data/);
				return said;
			};
			assert.deepEqual(await set(false), { changed: true, of: 'Checkout', part: 'service', active: false });
			assert.equal((await show({ service: 'Checkout' })).active, false);
			const warning = { service: 'Checkout', summary: 'Slow', source: 'x', severity: 'warning' };
			assert.notEqual((await account.call('send_event', warning))['incident'], undefined);
			const mark = puts().length;
			assert.equal((await set(false))['changed'], false);
			assert.equal(puts().length, mark);
			await set(true);
			assert.equal((await account.call('send_event', warning))['incident'], undefined);
		});

		it('looks before it speaks when no reply comes for the switch', async () => {
			await open();
			const set = { service: 'Checkout', active: false };
			account.sandbox.faults.dropAfter = { match: /^PUT .*active/ };
			const { notice, ...output } = await account.call('update_event_orchestration', set);
			assert.match(String(notice), /data/);
			assert.deepEqual(output, { changed: true, of: 'Checkout', part: 'service', active: false });
			account.sandbox.faults.dropAfter = undefined;
			account.sandbox.faults.dropBefore = { match: /^PUT .*active/ };
			const failure = await account.fail('update_event_orchestration', { ...set, active: true });
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
		});

		it('keeps events from opening incidents as its rules say', async () => {
			await open();
			const { raw, version } = await show({ service: 'Checkout', raw: true });
			const staging = {
				label: 'Staging',
				conditions: [{ expression: "event.source matches part 'staging'" }],
				actions: { suppress: true },
			};
			const rules = JSON.stringify([staging, ...(Raw.parse(JSON.parse(raw ?? '')).sets[0]?.rules ?? [])]);
			await account.call('update_event_orchestration', { service: 'Checkout', version, rules });
			const send = (source: string) => account.call('send_event', { service: 'Checkout', summary: 'Down', source });
			assert.equal((await send('staging-3'))['incident'], undefined);
			assert.notEqual((await send('web-3'))['incident'], undefined);
		});

		it('switches nothing else, and not together with other changes', async () => {
			await open();
			for (const [input, message] of [
				[{ ...shop, active: true }, /rules of a `service`/],
				[{ service: 'Checkout', active: true, catch_all: '{}' }, /`catch_all`/],
				[{ service: 'Checkout', rules: '[]' }, /`version`/],
			] as const)
				assert.match((await account.fail('update_event_orchestration', input)).message, message);
			assert.equal(puts().length, 0);
		});
	});
});
