import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Services = z.object({
	business_services: z.array(
		z.looseObject({
			id: z.string(),
			name: z.string().optional(),
			impacted: z.boolean().optional(),
			needs: z.array(z.string()).optional(),
			needed_by: z.array(z.string()).optional(),
		}),
	),
	returned: z.number(),
	more: z.boolean(),
	next_cursor: z.string().optional(),
});

describe('business services', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const list = async (input: object = {}) => Services.parse(await account.call('list_business_services', input));
	const set = (input: object) => account.call('set_business_service_impact', input);
	const quiet = () => {
		for (const incident of account.sandbox.store.incidents) incident.priorityId = null;
	};

	it('are listed all, with owners, in one request', async () => {
		await open();
		const all = await list();
		assert.deepEqual([all.returned, all.more], [5, false]);
		assert.equal(all.business_services.find(({ name }) => name === 'Online Shop')?.['team'], 'Storefront');
		const first = await list({ limit: 2 });
		const second = await list({ limit: 2, cursor: first.next_cursor });
		assert.deepEqual([first.more, second.returned], [true, 2]);
		assert.match(
			(await account.fail('list_business_services', { impacted: true, cursor: first.next_cursor })).message,
			/other filters/,
		);
	});

	it('fail when PagerDuty fails, instead of being none', async () => {
		await open();
		account.sandbox.faults.serverError = { match: /business/, status: 503 };
		assert.equal((await account.fail('list_business_services')).status, 503);
		account.sandbox.faults.serverError = undefined;
		account.sandbox.faults.scopeMissing = { match: /business/ };
		assert.equal((await account.fail('list_business_services', { business_service: 'Online Shop' })).status, 403);
	});

	it('show one with its impact and its dependencies by name', async () => {
		await open();
		const { business_services: found } = await list({ business_service: 'online shop' });
		assert.deepEqual(found[0]?.needs, [
			'business service Customer Accounts',
			'business service Taking Payments',
			'service Checkout',
			'service Product Search',
			'service Storefront CDN',
		]);
		assert.deepEqual((await list({ business_service: 'Taking Payments' })).business_services[0]?.needed_by, [
			'business service Online Shop',
		]);
		assert.equal(typeof found[0].impacted, 'boolean');
	});

	it('show impact and dependencies of many only when asked', async () => {
		await open();
		await list({ fields: ['name', 'impacted'] });
		const mark = account.sandbox.requests.length;
		await list({ fields: ['name', 'impacted'] });
		assert.deepEqual(account.requests(mark), ['GET /business_services', 'GET /business_services/impacts']);
		const all = await list({ fields: 'all' });
		assert.ok(all.business_services.every(({ needs, impacted }) => Array.isArray(needs) && impacted !== undefined));
		assert.match(
			(await account.fail('list_business_services', { fields: 'needs', limit: 100 })).message,
			/25 rows at most/,
		);
	});

	it('are impacted by incidents once somebody says so, and not any more after that', async () => {
		await open();
		quiet();
		const { id, number } = await account.sandbox.trigger();
		assert.equal((await list({ impacted: true })).returned, 0);
		const said = await set({ business_service: 'delivery', incident: `#${number}`, impacted: true });
		const { notice, ...rest } = said;
		assert.match(String(notice), /data/);
		assert.deepEqual(rest, { incident: `#${number}`, business_service: 'Delivery', impacted: true });
		assert.deepEqual((await list({ impacted: true })).business_services[0]?.name, 'Delivery');
		assert.deepEqual((await list({ incident: id })).business_services[0]?.name, 'Delivery');
		await set({ business_service: 'Delivery', incident: id, impacted: 'false' });
		assert.equal((await list({ incident: id })).returned, 0);
	});

	it('are impacted by a P1 of a service that they need', async () => {
		await open();
		quiet();
		const { id } = await account.sandbox.trigger({ service: 'Payments Gateway' });
		const incident = account.sandbox.store.incident(id);
		const [p1] = account.sandbox.store.priorities.keys();
		assert.ok(incident && p1);
		incident.priorityId = p1;
		const { business_services: found } = await list({ impacted: true });
		assert.deepEqual(
			found.map(({ name, priority }) => [name, priority]),
			[
				['Online Shop', 'P1'],
				['Taking Payments', 'P1'],
			],
		);
	});

	it('keep what was said although the answer got lost', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		account.sandbox.faults.dropAfter = { match: /^PUT/ };
		await set({ business_service: 'Delivery', incident: id, impacted: true });
		account.sandbox.faults.dropAfter = undefined;
		account.sandbox.faults.dropBefore = { match: /^PUT/ };
		await account.fail('set_business_service_impact', { business_service: 'Delivery', incident: id, impacted: false });
	});

	it('refuse what cannot be meant', async () => {
		await open();
		for (const input of [
			{ business_service: 'Online Shop', impacted: true },
			{ incident: '#1', impacted: true },
			{ business_service: 'Online Shp' },
			{ query: 'x' },
			{ cursor: 'x' },
		]) {
			await account.fail('list_business_services', input);
		}
		for (const input of [
			{ business_service: 'Delivery', incident: '#99999999', impacted: true },
			{ business_service: 'Checkout', incident: '#1', impacted: true },
			{ business_service: 'Delivery', impacted: true },
			{ business_service: 'Delivery', incident: '#1' },
			{ business_service: 'Delivery', incident: '#1', impacted: 'maybe' },
		]) {
			await account.fail('set_business_service_impact', input);
		}
		assert.ok(!account.requests().some((request) => request.startsWith('PUT')));
	});
});
