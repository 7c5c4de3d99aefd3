import assert from 'node:assert/strict';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('automation, status pages and the account', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const lists = [
		['list_incident_workflows', 'incident_workflows'],
		['list_automation_actions', 'automation_actions'],
		['list_webhooks', 'webhooks'],
		['list_status_pages', 'status_pages'],
		['list_audit_records', 'audit_records'],
		['list_business_services', 'business_services'],
	] as const;

	for (const [tool, plural] of lists) {
		it(`${tool} is called without arguments, also on an account's first day`, async () => {
			await open({ account: 'empty' });
			const empty = await account.call(tool);
			assert.deepEqual([empty[plural], empty['returned'], empty['more']], [[], 0, false]);
		});
	}

	it('show an account of the first day', async () => {
		await open({ account: 'empty' });
		const shown = await account.call('get_account', { include: ['tags', 'incident_types', 'extension_schemas'] });
		assert.deepEqual(shown['tags'], []);
		assert.equal(shown['incomplete'], undefined);
	});

	it('read webhooks with deleted services, without a description or events', async () => {
		await open();
		const [first, second] = account.sandbox.store.automation.webhooks.values();
		assert.ok(first && second);
		Object.assign(first, { description: null, events: null, headerNames: [], url: 'nonsense' });
		second.filter.id = 'PGONE00';
		const { webhooks } = await account.call('list_webhooks', { fields: 'all' });
		assert.match(JSON.stringify(webhooks), /service PGONE00/);
		assert.equal(Array.isArray(webhooks) && webhooks.length, 3);
		await account.fail('list_webhooks', { webhook: 'no such' });
	});

	it('read posts without titles, with deleted services and unknown words', async () => {
		await open();
		const page = [...account.sandbox.store.statusPages.values()].find(({ type }) => type === 'public');
		const [post] = page?.posts ?? [];
		const [update] = post?.updates ?? [];
		assert.ok(page && post && update);
		Object.assign(post, { title: null, type: 'other' });
		Object.assign(update, { message: null, statusId: 'PGONE00', impacts: [{ serviceId: 'PGONE01', impactId: null }] });
		const shown = JSON.stringify(await account.call('list_status_page_posts', { status_page: page.id, post: post.id }));
		assert.match(shown, /\(no title\)/);
		assert.match(shown, /PGONE01/);
		await account.call('list_status_page_posts', { status_page: page.name });
	});

	it('read runs and business services of which parts are missing', async () => {
		await open();
		const { automation, accountWide: things } = account.sandbox.store;
		const [run] = automation.invocations.values();
		const [service] = things.businessServices.values();
		assert.ok(run && service);
		run.incidentId = 'QGONE';
		Object.assign(service, { name: null, description: null, contact: 5, serviceIds: ['PGONE00'] });
		await account.call('list_automation_actions', { invocation: run.id });
		const shown = JSON.stringify(await account.call('list_business_services', { fields: 'all' }));
		assert.match(shown, /service PGONE00/);
	});

	it('are offered by toolset and access', async () => {
		await open({ policy: { access: 'respond', toolsets: ['automation', 'communication', 'account'] } });
		const names = (await account.toolbox.offered()).map(({ name }) => name);
		for (const name of ['start_incident_workflow', 'create_status_page_post', 'set_business_service_impact'])
			assert.ok(names.includes(name), name);
		for (const name of ['set_webhook', 'delete_webhook', 'change_tags']) assert.ok(!names.includes(name), name);
	});
});
