import assert from 'node:assert/strict';
import * as z from 'zod';
import { entryOf, type Entry } from '../../../src/record/entry.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('the record of what calls change', () => {
	const opened: SignedIn[] = [];
	const open = async (options: SignedInOptions = {}) => {
		const entries: Entry[] = [];
		const recorder = { record: (call: Parameters<typeof entryOf>[0]) => void entries.push(entryOf(call)) };
		const account = await SignedIn.open({ ...options, recorder });
		opened.push(account);
		return { account, entries };
	};
	afterEach(() => Promise.all(opened.splice(0).map((account) => account.close())));

	it('has each change once, with what it was like before and after, and PagerDuty’s id of the request', async () => {
		const { account, entries } = await open();
		await account.call('get_incident', { incident: '#4260' });
		assert.equal(entries.length, 0);
		await account.call('update_incidents', { incidents: ['#4260'], priority: 'P2' });
		const [entry, ...more] = entries;
		assert.ok(entry);
		assert.equal(more.length, 0);
		assert.equal(entry.tool, 'update_incidents');
		assert.equal(entry.outcome, 'done');
		assert.deepEqual(entry.arguments, { incidents: ['#4260'], priority: 'P2' });
		assert.equal(entry.account, account.sandbox.url);
		const [changed] = entry.incidents;
		assert.deepEqual([changed?.before?.number, changed?.before?.priority, changed?.after.priority], [4260, 'P1', 'P2']);
		assert.equal(entry.request_ids.length, 1);
		assert.equal(entry.result?.['changed'], 1);
	});

	it('has nothing where nothing was sent: previews, refusals before a request, what is like this already', async () => {
		const { account, entries } = await open();
		await account.ask('resolve_incidents', { scope: 'mine' });
		await account.fail('add_incident_note', { incident: '#999999', note: 'x' });
		await account.call('update_incidents', { incidents: ['#4260'], priority: 'P1' });
		assert.deepEqual(entries, []);
	});

	it('tells what failed, and what nobody knows', async () => {
		const { account, entries } = await open({ key: 'readOnly' });
		await account.fail('add_incident_note', { incident: '#4260', note: 'Looking.' });
		assert.deepEqual(
			entries.map(({ outcome, incidents }) => [outcome, incidents]),
			[['failed', []]],
		);
		assert.match(entries[0]?.problem ?? '', /./);
		let lost = false;
		const silent = await open({
			async wire({ method }, send) {
				const reply = lost ? undefined : await send();
				lost ||= method === 'PUT';
				if (!reply || lost) throw new TypeError('fetch failed');
				return reply;
			},
		});
		await silent.account.fail('update_incidents', { incidents: ['#4260'], priority: 'P2' });
		assert.deepEqual(
			silent.entries.map(({ outcome }) => outcome),
			['unclear'],
		);
	});

	it('has the state that was read back where the answer was lost', async () => {
		const { account, entries } = await open();
		account.sandbox.faults.dropAfter = { match: /^PUT \/incidents/, times: 1 };
		await account.call('update_incidents', { incidents: ['#4260'], priority: 'P2' });
		assert.equal(entries.length, 1);
		assert.equal(entries[0]?.outcome, 'done');
		assert.equal(entries[0].incidents[0]?.after.priority, 'P2');
	});

	describe('holds no secret', () => {
		const Integration = z.looseObject({ integration_key: z.string() });
		const Webhook = z.looseObject({ secret: z.string() });
		const Rules = z.looseObject({ version: z.string() });
		const key = 'R0UT1NGK3YR0UT1NGK3YR0UT1NGK3Y12';
		const bearer = 'Bearer c2VjcmV0LXRva2Vu';
		const rule = {
			automation_actions: [
				{
					name: 'Tell',
					url: `https://hooks.example/${key}`,
					auto_send: true,
					headers: [{ key: 'Authorization', value: bearer }],
				},
			],
		};

		/** The only entry of a call, of which the secrets must not be part. */
		const entryWithout = (entries: readonly Entry[], tool: string, ...secrets: readonly string[]) => {
			const [entry, ...more] = entries.filter((one) => one.tool === tool);
			assert.ok(entry && more.length === 0, tool);
			for (const one of secrets) assert.ok(!JSON.stringify(entry).includes(one), JSON.stringify(entry, undefined, 1));
			return entry;
		};

		it('of integrations and webhooks that it made', async () => {
			const { account, entries } = await open();
			const made = await account.call('create_service_integration', { service: 'Checkout', name: 'Synthetics' });
			entryWithout(entries.splice(0), 'create_service_integration', Integration.parse(made).integration_key);
			const email = 'checkout-9f3k@lumen-oak.pagerduty.com';
			const mailed = { service: 'Checkout', name: 'Mail', type: 'email', email };
			await account.call('create_service_integration', mailed);
			entryWithout(entries.splice(0), 'create_service_integration', email);
			const url = `https://me:pa55word@hooks.example/services/${key}?token=s3cr3t`;
			const hook = await account.call('set_webhook', { url, events: ['incident.triggered'], service: 'Checkout' });
			const entry = entryWithout(entries, 'set_webhook', Webhook.parse(hook).secret, key, 's3cr3t', 'pa55word');
			assert.match(JSON.stringify(entry.arguments), /hooks\.example/);
		});

		it('of events, also where they fail and the failure repeats them', async () => {
			const { account, entries } = await open();
			const link = `Dashboard https://board.example/d?auth=${bearer.slice(7)}`;
			const event = {
				routing_key: key,
				summary: 'Down',
				source: 'web-1',
				details: `{"pass":"${bearer}"}`,
				links: [link],
			};
			await account.toolbox.call('send_event', event, { signal: new AbortController().signal, priority: 'person' });
			entryWithout(entries, 'send_event', key, bearer.slice(7));
			const failed = entryOf({
				at: new Date('2026-03-10T10:00:00Z'),
				tool: 'send_change_event',
				outcome: 'failed',
				problem: `PagerDuty knows no key ${key} of https://events.example/${key}.`,
				incidents: [],
				requestIds: [],
				account: undefined,
				arguments: { routing_key: key, summary: `Key ${key} is in use` },
			});
			entryWithout([failed], 'send_change_event', key);
		});

		it('of rules, conferences and e-mails', async () => {
			const { account, entries } = await open();
			const global = { orchestration: 'Shop events', part: 'global' };
			const { version } = Rules.parse(await account.call('list_event_orchestrations', { ...global, raw: true }));
			const rules = JSON.stringify([{ label: 'Tell', conditions: [], actions: rule }]);
			const change = { ...global, version, rules, catch_all: JSON.stringify(rule), confirm: 'Shop events' };
			await account.call('update_event_orchestration', change);
			entryWithout(entries, 'update_event_orchestration', key, bearer);
			const conference_url = 'https://meet.example/j/9876?pwd=s3cr3tpwd';
			await account.call('update_incidents', { incidents: ['#4260'], conference_url });
			entryWithout(entries, 'update_incidents', 's3cr3tpwd');
			const html_message = `<a href="https://status.example/${key}">Page</a>`;
			const update = { incident: '#4260', message: 'We look.', subject: 'Checkout', html_message };
			await account.call('post_status_update', update);
			entryWithout(entries, 'post_status_update', key);
		});

		it('in any field of any tool that is named like one', () => {
			const named = (schema: z.core.JSONSchema.BaseSchema): string[] =>
				Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [
					name,
					...(typeof inner === 'object' ? named(inner) : []),
				]);
			let secrets = 0;
			for (const tool of catalogue.filter(({ access }) => access !== 'read')) {
				const names = [tool.input, tool.output].flatMap((schema) => named(z.toJSONSchema(schema, { io: 'input' })));
				for (const name of names.filter(
					(one) => /key$|secret|password|token|html/i.test(one) && !one.endsWith('html_url'),
				)) {
					secrets++;
					const call = { at: new Date(0), tool: tool.name, outcome: 'done', incidents: [], requestIds: [] } as const;
					const entry = entryOf({ ...call, account: undefined, arguments: { [name]: key } });
					assert.ok(!JSON.stringify(entry).includes(key), `${tool.name} ${name}`);
				}
			}
			assert.ok(secrets > 6, `${secrets}`);
		});
	});

	it('has neither secrets nor what monitoring tools sent, and is bounded', () => {
		const entry = entryOf({
			at: new Date('2026-03-10T10:00:00Z'),
			tool: 'send_event',
			client: 'agent\u202e',
			outcome: 'done',
			incidents: [],
			requestIds: [],
			account: undefined,
			arguments: {
				routing_key: 'R0UT1NGK3Y',
				details: { password: 'x' },
				summary: 'y'.repeat(10_000),
				alerts: ['A1'],
				many: Array.from({ length: 1000 }, (_, at) => at),
				deep: { a: { b: { c: { d: { e: 1 } } } } },
				headers: ['Authorization=z'],
			},
			output: { text: Array.from({ length: 50 }, () => 'z'.repeat(400)) },
		});
		const text = JSON.stringify(entry);
		assert.doesNotMatch(text, /R0UT1NGK3Y|password|Authorization|\u202e/u);
		assert.deepEqual(entry.arguments['alerts'], ['A1']);
		assert.ok(text.length < 2_500, `${text.length}`);
		assert.equal(entry.result, undefined);
	});
});
