import assert from 'node:assert/strict';
import * as z from 'zod';
import { published } from '../../../src/tools/published.ts';
import { setWebhook } from '../../../src/tools/automation/set-webhook.ts';
import { withoutKeys } from '../../../src/tools/text/web-address.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Webhook = z.looseObject({
	id: z.string(),
	description: z.string().optional(),
	url: z.string().optional(),
	scope: z.string().optional(),
	events: z.array(z.string()).optional(),
	active: z.boolean().optional(),
});
const Webhooks = z.object({ webhooks: z.array(Webhook), returned: z.number(), more: z.boolean() });
const Saved = z.object({
	webhook: Webhook,
	secret: z.string().optional(),
	created: z.boolean(),
	tested: z.boolean(),
	note: z.string().optional(),
});

describe('webhooks', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const list = async (input: object = {}) => Webhooks.parse(await account.call('list_webhooks', input));
	const set = async (input: object) => Saved.parse(await account.call('set_webhook', input));
	const stored = () => account.sandbox.store.automation.webhooks;
	const wanted = {
		url: 'https://example.com/hook?key=abc',
		events: ['incident.triggered'],
		service: 'checkout',
		description: 'Mine',
	};
	const last = (method: string) =>
		z
			.unknown()
			.parse(JSON.parse(account.sandbox.requests.findLast((request) => request.method === method)?.body ?? '{}'));

	it('are listed with the names of what they are about, without any secret', async () => {
		await open();
		const all = await list({ fields: 'all' });
		assert.deepEqual(
			all.webhooks.map(({ scope }) => scope),
			['account', 'service Checkout', 'team Payments'],
		);
		assert.doesNotMatch(JSON.stringify(all), /demo-not-a-key|demoNotASecret|redacted|secret/);
		assert.deepEqual(all.webhooks[0]?.['headers'], ['X-Warehouse-Token']);
		assert.equal((await list({ service: 'Checkout' })).returned, 1);
		assert.equal((await list({ team: 'payments' })).webhooks[0]?.['temporarily_disabled'], true);
		assert.equal((await list({ scope: 'account' })).returned, 1);
		const one = await list({ webhook: 'deploy freeze while checkout burns' });
		assert.deepEqual(one.webhooks[0]?.events, ['incident.triggered', 'incident.acknowledged', 'incident.resolved']);
	});

	it('have extensions of services beside them, without their configuration and keys', async () => {
		await open();
		const Extensions = z.object({ extensions: z.array(z.looseObject({ id: z.string() })), more: z.boolean() });
		const extensions = async (input: object = {}) =>
			Extensions.parse(await account.call('list_webhooks', { extensions: true, ...input })).extensions;
		const all = await extensions({ fields: ['all'] });
		assert.deepEqual(
			all.map(({ name, kind, services, url, temporarily_disabled: disabled }) => [name, kind, services, url, disabled]),
			[
				[
					'Shop tickets',
					'ServiceNow',
					['Checkout', 'Payments Gateway'],
					'https://lumenoak.service-now.example/api/x_pd/incident?…',
					false,
				],
				['Search issues', 'Jira Cloud', ['Product Search'], 'https://lumen-oak.jira.example/rest/pagerduty', true],
			],
		);
		assert.doesNotMatch(JSON.stringify(all), /demo-not-a|snow_/);
		assert.deepEqual(await extensions({ service: 'Checkout', fields: ['name'] }), [
			{ id: all[0]?.id, name: 'Shop tickets' },
		]);
		const mark = account.sandbox.requests.length;
		for (const [input, message] of [
			[{ extensions: true, team: 'Payments' }, /`team`/],
			[{ extensions: true, webhook: 'Mine' }, /`webhook`/],
			[{ extensions: true, fields: ['events'] }, /extensions have no events/],
			[{ fields: ['kind'] }, /webhooks have no kind/],
		] as const)
			assert.match((await account.fail('list_webhooks', input)).message, message);
		assert.deepEqual(account.requests(mark), []);
	});

	it('are created with a secret that is shown once, and tested', async () => {
		await open();
		const made = await set({ ...wanted, send_test: true });
		assert.match(made.secret ?? '', /^[0-9a-f]{64}$/);
		assert.match(made.note ?? '', /never shows it again/);
		assert.deepEqual([made.created, made.tested, made.webhook.scope], [true, true, 'service Checkout']);
		assert.equal(stored().get(made.webhook.id)?.pings, 1);
		assert.doesNotMatch(JSON.stringify(await list({ fields: 'all' })), new RegExp(made.secret ?? '-'));
		assert.ok(!account.logged.some((line) => line.includes(made.secret ?? '-')));
	});

	it('stay created when the test fails, and say which part worked', async () => {
		await open();
		account.sandbox.faults.abilityMissing = { match: /ping/, times: 1 };
		const made = await set({ ...wanted, send_test: true });
		assert.deepEqual([made.created, made.tested], [true, false]);
		assert.ok(made.secret);
		assert.match(made.note ?? '', /saved, but no test event was sent/);
	});

	it('are changed only in what is given', async () => {
		await open();
		const changed = await set({ webhook: 'Deploy freeze while Checkout burns', active: false });
		assert.deepEqual(last('PUT'), { webhook_subscription: { active: false } });
		assert.equal(changed.webhook.description, 'Deploy freeze while Checkout burns');
		assert.deepEqual([changed.created, changed.webhook.active, changed.secret], [false, false, undefined]);
		assert.equal(stored().get(changed.webhook.id)?.events.length, 3);
	});

	it('that PagerDuty has disabled deliver again when they are set active', async () => {
		await open();
		const webhook = [...stored().values()].find(({ temporarilyDisabled }) => temporarilyDisabled) ?? assert.fail();
		const changed = await set({ webhook: webhook.id, description: 'Mended' });
		assert.equal(changed.webhook['temporarily_disabled'], true);
		const revived = await set({ webhook: webhook.id, active: true });
		assert.equal(revived.webhook['temporarily_disabled'], false);
		assert.equal(webhook.temporarilyDisabled, false);
		assert.equal(account.requests().at(-1), `POST /webhook_subscriptions/${webhook.id}/enable`);
		assert.match((await set({ webhook: webhook.id, active: true })).note ?? '', /Nothing changed/);
	});

	it('are told as changed when PagerDuty refuses to have them deliver again', async () => {
		await open();
		const webhook = [...stored().values()].find(({ temporarilyDisabled }) => temporarilyDisabled) ?? assert.fail();
		account.sandbox.faults.scopeMissing = { match: /\/enable/ };
		const { message } = await account.fail('set_webhook', { webhook: webhook.id, description: 'Mended', active: true });
		assert.match(message, /^The webhook was changed, but it may still be disabled/);
		assert.equal(webhook.description, 'Mended');
		account.sandbox.faults.scopeMissing = { match: /\/enable/ };
		const again = await account.fail('set_webhook', { webhook: webhook.id, active: true });
		assert.doesNotMatch(again.message, /was changed/);
	});

	it('are found by their new description at once', async () => {
		await open();
		await set({ webhook: 'Payments chat channel', description: 'Payments room' });
		assert.equal((await list({ webhook: 'payments room' })).returned, 1);
		await account.fail('list_webhooks', { webhook: 'Payments chat channel' });
	});

	it('refuse a change of nothing, of the address, and half a new one', async () => {
		await open();
		for (const [input, message] of [
			[{ webhook: 'Payments chat channel' }, /Nothing to change/],
			[{ webhook: 'Payments chat channel', url: 'https://example.com' }, /cannot change the address/],
			[{ events: ['incident.triggered'], scope: 'account' }, /needs `url`/],
			[{ ...wanted, events: undefined }, /needs `events`/],
			[{ ...wanted, service: undefined }, /`scope: account`/],
			[{ ...wanted, url: 'http://example.com' }, /HTTPS/],
			[{ ...wanted, team: 'Payments' }, /Give only one of/],
			[{ ...wanted, events: ['incident.trigered'] }, /not one of/],
			[{ ...wanted, secret: 'x' }, /no argument/],
			[{ ...wanted, service: 'null' }, /is not a value/],
			[{ ...wanted, service: 'Chekout' }, /no service/],
		] as const) {
			assert.match((await account.fail('set_webhook', input)).message, message);
		}
		assert.equal(stored().size, 3);
		assert.ok(!account.requests().some((request) => /^(POST|PUT)/.test(request)));
	});

	it('are created once; without an answer the lost secret is admitted', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /^POST/, times: 1 };
		const failure = await account.fail('set_webhook', wanted);
		assert.match(failure.message, /was created, but the reply with its secret was lost/);
		assert.equal(failure.candidates?.length, 1);
		account.sandbox.faults.dropBefore = { match: /^POST/, times: 1 };
		await account.fail('set_webhook', { ...wanted, url: 'https://example.com/other' });
		assert.equal(account.requests().filter((request) => request.startsWith('POST')).length, 2);
		assert.equal(stored().size, 4);
	});

	it('that were changed without an answer are read back', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /^PUT/ };
		const changed = await set({ webhook: 'Payments chat channel', events: ['incident.resolved'] });
		assert.deepEqual(changed.webhook.events, ['incident.resolved']);
	});

	it('are tested without any change', async () => {
		await open();
		const tested = await set({ webhook: 'Payments chat channel', send_test: true });
		assert.deepEqual([tested.tested, tested.created], [true, false]);
		assert.equal(stored().get(tested.webhook.id)?.pings, 1);
		assert.ok(!account.requests().some((request) => request.startsWith('PUT')));
	});

	it('are deleted, and tell what is gone', async () => {
		await open();
		const gone = z
			.object({ deleted: z.boolean(), webhook: Webhook })
			.parse(await account.call('delete_webhook', { webhook: 'Payments chat channel' }));
		assert.equal(gone.webhook.description, 'Payments chat channel');
		assert.equal(stored().size, 2);
		assert.match((await account.fail('delete_webhook', { webhook: 'Payments chat channel' })).message, /no webhook/);
		await account.fail('delete_webhook', {});
	});

	it('that were deleted although the answer got lost count as deleted', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /^DELETE/, times: 1 };
		await account.call('delete_webhook', { webhook: 'Payments chat channel' });
		assert.equal(stored().size, 2);
	});

	it('cannot be changed by agents that may only respond', async () => {
		await open({ policy: { access: 'respond', toolsets: ['automation'] } });
		assert.match((await account.fail('set_webhook', wanted)).message, /needs access "administer"/);
		assert.match((await account.fail('delete_webhook', { webhook: 'x' })).message, /needs access "administer"/);
	});
});

describe('addresses of webhooks', () => {
	it('are shown without keys', () => {
		assert.equal(
			withoutKeys('https://u:p@example.com/hooks/T0AB/xoxb1234567890abcdef?key=1'),
			'https://example.com/hooks/T0AB/…?…',
		);
		assert.equal(withoutKeys('https://example.com/a/b.php'), 'https://example.com/a/b.php');
		for (const key of ['eyJhbGciOiJ9.eyJzdWIiOiJ4.c2lnbmF0dXJl', 'aLongKeyWithoutAnyDigit', 'abc123def456ghi789.json'])
			assert.equal(withoutKeys(`https://example.com/hooks/${key}`), 'https://example.com/hooks/…');
		assert.equal(withoutKeys('https://example.com/incident_handler.php'), 'https://example.com/incident_handler.php');
		assert.equal(withoutKeys('nonsense'), '(not an address)');
	});
});

describe('the published set_webhook', () => {
	it('names every event in the description that replaces the list of keywords', () => {
		const text = JSON.stringify(published(setWebhook).inputSchema);
		for (const event of ['triggered', 'responder.added', 'deleted']) assert.match(text, new RegExp(event));
	});
});
