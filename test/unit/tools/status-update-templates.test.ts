import assert from 'node:assert/strict';
import { SignedIn } from '../../support/signed-in.ts';

describe('Templates of status updates', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const open = ({ sandbox }: SignedIn) =>
		sandbox.store.incidents.find(({ status }) => status !== 'resolved') ?? assert.fail();
	const incident = () => open(account);

	it('are listed by name, and found by part of it', async () => {
		const all = await account.call('list_status_update_templates');
		assert.equal(all['returned'], 2);
		const found = await account.call('list_status_update_templates', { query: 'well' });
		assert.equal(found['returned'], 1);
	});

	it('say what they make of an incident, and send nothing', async () => {
		const { id, title } = incident();
		const { rendered } = await account.call('list_status_update_templates', {
			template: 'Customers are affected',
			incident: id,
			message: 'We are on it.',
		});
		assert.deepEqual(rendered, {
			message: `${title}: We are on it. We write again within 30 minutes.`,
			subject: `Customers are affected: ${title}`,
			html_message: `<p>We are on it.</p><p>Service: ${account.sandbox.store.services.get(incident().serviceId)?.name ?? ''}</p>`,
		});
		assert.equal(incident().statusUpdates.length, 0);
	});

	it('say what they could not fill in, in whatever shape PagerDuty says it', async () => {
		for (const warnings of [undefined, [{ message: ['{{incident.cause}} does not exist.'] }]]) {
			const other = await SignedIn.open({
				replies: (content, { path }) =>
					warnings && path.endsWith('/render') ? Object.assign({}, content, { warnings }) : content,
			});
			try {
				const { id } = open(other);
				const { rendered } = await other.call('list_status_update_templates', {
					template: 'All is well again',
					incident: id,
				});
				assert.match(JSON.stringify(rendered), /"warnings":\["\{\{incident\.cause\}\} does not exist\."\]/);
			} finally {
				await other.close();
			}
		}
	});

	it('need an incident, and a template for a message', async () => {
		for (const input of [{ template: 'All is well again' }, { incident: '#1' }, { message: 'x' }])
			assert.match((await account.fail('list_status_update_templates', input)).message, /need each other/);
	});

	it('are sent as e-mail only with a subject', async () => {
		const input = { incident: incident().id, message: 'x', html_message: '<b>x</b>' };
		assert.match((await account.fail('post_status_update', input)).message, /`html_message` needs `subject`/);
		assert.equal(incident().statusUpdates.length, 0);
	});
});
