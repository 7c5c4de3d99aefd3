import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Row = z.looseObject({ id: z.string(), name: z.string().optional() });
const Account = z.object({
	account: z.record(z.string(), z.string()),
	abilities: z.array(z.string()).optional(),
	priorities: z.array(Row).optional(),
	incident_types: z.array(Row).optional(),
	extension_schemas: z.array(Row).optional(),
	tags: z.array(z.looseObject({ id: z.string(), label: z.string() })).optional(),
	incomplete: z.array(z.string()).optional(),
});
const Changed = z.object({
	of: z.string(),
	added: z.array(z.string()),
	removed: z.array(z.string()),
	created: z.array(z.string()),
	unchanged: z.array(z.string()),
	tags: z.array(z.string()),
	note: z.string().optional(),
});
const Records = z.object({
	audit_records: z.array(
		z.looseObject({
			id: z.string(),
			at: z.string(),
			action: z.string(),
			resource: z.string(),
			actors: z.array(z.string()),
		}),
	),
	returned: z.number(),
	more: z.boolean(),
	next_cursor: z.string().optional(),
});
describe('the account', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const show = async (input: object = {}) => Account.parse(await account.call('get_account', input));

	it('tells its region, hosts and API versions without asking for more than the person', async () => {
		await open();
		const { account: facts, ...rest } = await show();
		assert.deepEqual(rest, {});
		assert.equal(facts['web'], 'https://lumen-oak.pagerduty.com');
		assert.deepEqual([facts['region'], facts['api']], ['us', 'https://api.pagerduty.com']);
		assert.deepEqual([facts['rest_api_version'], facts['signed_in']], ['2', 'Maya Okafor']);
		assert.deepEqual(account.requests(), ['GET /users/me']);
	});

	it('tells an account-level key that it is nobody', async () => {
		await open({ key: 'account' });
		const { account: facts } = await show();
		assert.match(facts['signed_in'] ?? '', /account-level key/);
		assert.equal(facts['web'], 'https://lumen-oak.pagerduty.com');
	});

	it('shows abilities, priorities, incident types with their fields, and extension schemas on request', async () => {
		await open();
		const shown = await show({ include: ['abilities', 'priorities', 'incident_types', 'extension_schemas'] });
		assert.ok(shown.abilities?.includes('incident_priority'));
		assert.deepEqual(
			shown.priorities?.map(({ name }) => name),
			['P1', 'P2', 'P3', 'P4', 'P5'],
		);
		assert.ok(shown.extension_schemas?.some(({ name }) => name === 'ServiceNow'));
		const security = shown.incident_types?.find(({ name }) => name === 'security_incident');
		assert.equal(security?.['parent'], 'incident_default');
		assert.match(JSON.stringify(security['custom_fields']), /data_class: string, one of public, internal, personal/);
		assert.equal(shown.incident_types?.find(({ name }) => name === 'drill')?.['enabled'], false);
		assert.equal(shown.tags, undefined);
	});

	it('says which part could not be read instead of showing it empty', async () => {
		await open();
		account.sandbox.faults.abilityMissing = { match: /priorities/ };
		const shown = await show({ include: ['priorities', 'abilities'] });
		assert.equal(shown.priorities, undefined);
		assert.match(shown.incomplete?.join() ?? '', /priorities could not be read/);
		assert.ok(shown.abilities);
	});

	it('reads every page of tags', async () => {
		await open();
		for (let n = 0; n < 230; n++)
			account.sandbox.store.accountWide.tags.set(`PT${n}`, { id: `PT${n}`, label: `t${n}` });
		assert.equal((await show({ include: 'tags' })).tags?.length, 235);
		for (let n = 230; n < 700; n++)
			account.sandbox.store.accountWide.tags.set(`PT${n}`, { id: `PT${n}`, label: `t${n}` });
		assert.match((await show({ include: 'tags' })).incomplete?.[0] ?? '', /tags: only the first 500/);
	});

	it('shows the tags of one object', async () => {
		await open();
		const labels = async (input: object) => (await show(input)).tags?.map(({ label }) => label);
		assert.deepEqual(await labels({ user: 'me' }), ['incident-commander']);
		assert.deepEqual(await labels({ team: 'storefront' }), ['customer-facing']);
		assert.deepEqual(await labels({ escalation_policy: 'Data & Insights' }), []);
		for (const input of [
			{ user: 'me', team: 'Storefront' },
			{ user: 'Nobody' },
			{ include: 'everything' },
			{ users: 'me' },
		]) {
			await account.fail('get_account', input);
		}
	});
});

describe('tags', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const change = async (input: object) => Changed.parse(await account.call('change_tags', input));
	const posts = () => account.sandbox.requests.filter(({ method }) => method === 'POST');

	it('are added and removed by label, the others stay', async () => {
		await open();
		const changed = await change({ user: 'me', add: ['database', 'night owl'], remove: 'Incident-Commander' });
		assert.deepEqual(
			[changed.of, changed.added, changed.removed, changed.created],
			['Maya Okafor', ['database', 'night owl'], ['incident-commander'], ['night owl']],
		);
		assert.deepEqual(changed.tags, ['database', 'night owl']);
		assert.equal(posts().length, 1);
		const shown = Account.parse(await account.call('get_account', { user: 'me' }));
		assert.deepEqual(shown.tags?.map(({ label }) => label).sort(), ['database', 'night owl']);
	});

	it('are not made twice in another case', async () => {
		await open();
		const changed = await change({ team: 'Payments', add: ['DATABASE', 'Database'] });
		assert.deepEqual([changed.added, changed.created], [['database'], []]);
		assert.equal(account.sandbox.store.accountWide.tags.size, 5);
	});

	it('are not made twice although a hundred other labels hold the same word', async () => {
		await open();
		const { tags } = account.sandbox.store.accountWide;
		for (let index = 100; index < 210; index++) tags.set(`PTAG${index}`, { id: `PTAG${index}`, label: `api ${index}` });
		tags.set('PTAGLAST', { id: 'PTAGLAST', label: 'API' });
		const changed = await change({ team: 'Payments', add: 'api' });
		assert.deepEqual([changed.added, changed.created], [['API'], []]);
	});

	it('that are there already, or not there, are no change', async () => {
		await open();
		const changed = await change({ user: 'me', add: 'incident-commander', remove: 'database' });
		assert.match(changed.note ?? '', /Nothing changed/);
		assert.deepEqual(changed.unchanged, ['incident-commander', 'database']);
		assert.equal(posts().length, 0);
	});

	it('are sent once, and read back when no answer comes', async () => {
		await open();
		account.sandbox.faults.dropAfter = { match: /^POST/, times: 1 };
		assert.deepEqual((await change({ user: 'me', add: 'late' })).added, ['late']);
		account.sandbox.faults.dropBefore = { match: /^POST/, times: 1 };
		// PagerDuty may show new tags minutes later only.
		assert.match(
			(await account.fail('change_tags', { user: 'me', add: 'later' })).next ?? '',
			/may or may not have been carried out/,
		);
		assert.equal(posts().length, 2);
	});

	it('refuse what cannot be meant', async () => {
		await open();
		for (const [input, message] of [
			[{ add: 'x' }, /Whose tags/],
			[{ user: 'me' }, /Nothing to change/],
			[{ user: 'me', add: 'x', remove: 'X' }, /at once/],
			[{ user: 'me', team: 'Payments', add: 'x' }, /Give one of/],
			[{ user: 'me', add: [] }, /add/],
			[{ user: 'me', add: 'null' }, /is not a value/],
			[{ user: 'me', add: 'x'.repeat(195) }, /191/],
			[{ user: 'Nobody', add: 'x' }, /no user/],
			[{ service: 'Checkout', add: 'x' }, /no argument/],
		] as const) {
			assert.match((await account.fail('change_tags', input)).message, message);
		}
		assert.equal(posts().length, 0);
	});
});

describe('audit records', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const list = async (input: object = {}) => Records.parse(await account.call('list_audit_records', input));

	it('are walked by cursor, each row once, newest first', async () => {
		await open();
		const whole = await list({ since: '-30d', limit: 100 });
		assert.ok(whole.returned > 15);
		const ids: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await list({ since: '-30d', limit: 7, ...(cursor && { cursor }) });
			assert.equal(page.more, page.next_cursor !== undefined);
			ids.push(...page.audit_records.map(({ id }) => id));
			cursor = page.next_cursor;
		} while (cursor);
		assert.deepEqual(
			ids,
			whole.audit_records.map(({ id }) => id),
		);
		const times = whole.audit_records.map(({ at }) => at);
		assert.deepEqual(times, [...times].sort().reverse());
	});

	it('that fill an answer go on in the middle of a page', async () => {
		await open();
		for (const record of account.sandbox.store.accountWide.audit)
			record.fields = Array.from({ length: 20 }, () => ({
				name: 'x'.repeat(60),
				before: null,
				value: 'y'.repeat(200),
			}));
		const whole = await list({ since: '-30d', limit: 100, fields: ['at', 'action', 'resource', 'actors'] });
		const ids: string[] = [];
		let cursor: string | undefined;
		let limit = 20;
		do {
			const page = await list({ since: '-30d', limit, ...(cursor && { cursor }) });
			ids.push(...page.audit_records.map(({ id }) => id));
			cursor = page.next_cursor;
			limit = limit === 20 ? 5 : 20;
		} while (cursor);
		assert.deepEqual(
			ids,
			whole.audit_records.map(({ id }) => id),
		);
	});

	it('are found by who, what and how', async () => {
		await open();
		const all = await list({ since: '-30d', actor: 'me', resource_types: ['services', 'users'], actions: 'update' });
		assert.ok(all.audit_records.every(({ actors, action }) => actors[0] === 'Maya Okafor' && action === 'update'));
		assert.ok(all.audit_records.every(({ resource }) => /^(service|user) /.test(resource)));
		const keys = await list({ since: '-30d', actor_type: 'api_key', method_type: 'api_token' });
		assert.ok(keys.returned > 0 && keys.audit_records.every(({ actors }) => actors.length === 0));
		const { next_cursor: cursor } = await list({ since: '-30d', limit: 1 });
		assert.match(
			(await account.fail('list_audit_records', { since: '-29d', limit: 1, cursor })).message,
			/other filters/,
		);
	});

	it('hold our own changes', async () => {
		await open();
		await account.call('change_tags', { team: 'Payments', add: 'new' });
		const { audit_records: found } = await list({ resource_types: 'teams' });
		assert.equal(found[0]?.resource, 'team Payments');
	});

	it('refuse spans that PagerDuty would not answer', async () => {
		await open();
		for (const [input, message] of [
			[{ since: '-32d' }, /at most 31 days/],
			[{ since: '2026-03-02', until: '2026-03-01' }, /before/],
			[{ since: 'yesterday' }, /not a moment/],
			[{ actor: 'me', actor_type: 'app' }, /leave `actor_type` out/],
			[{ resource_types: 'incidents' }, /not one of/],
			[{ actions: 'remove' }, /not one of/],
			[{ actor: 'Nobody' }, /no user/],
			[{ limit: 0 }, /limit/],
			[{ user: 'me' }, /no argument/],
		] as const) {
			assert.match((await account.fail('list_audit_records', input)).message, message);
		}
		assert.ok(!account.requests().includes('GET /audit/records'));
		assert.ok((await list({ until: '-2d' })).returned >= 0);
		assert.match(account.sandbox.requests.at(-1)?.query ?? '', /since=2026-03-07/);
	});

	it('say plainly when the plan or the role does not allow them', async () => {
		await open();
		account.sandbox.faults.abilityMissing = { match: /audit/ };
		const failure = await account.fail('list_audit_records');
		assert.deepEqual(
			[failure.status, failure.next],
			[402, "The account's plan does not include this feature. Go on without it."],
		);
	});

	it('with odd records fail no list', async () => {
		await open();
		const [odd] = account.sandbox.store.accountWide.audit.slice(-1);
		assert.ok(odd);
		Object.assign(odd, { at: account.sandbox.clock.ms - 1000, fields: [{ name: null, before: 5, value: { a: 1 } }] });
		odd.resource.name = '\u202Eevil\u200B name';
		const { audit_records: found } = await list();
		assert.match(found[0]?.resource ?? '', /evil name$/);
		assert.doesNotMatch(JSON.stringify(found), /\u202E|\u200B/);
	});
});
