import assert from 'node:assert/strict';
import * as z from 'zod';
import { endlessList } from '../../support/endless-list.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Reply = z.looseObject({});

/** What a deletion would affect is told before anything is deleted. */
describe('a deletion that affects more than can be read', () => {
	let account: SignedIn;
	afterEach(() => account.close());
	const preview = async (name: string, input: object, options: SignedInOptions) => {
		account = await SignedIn.open(options);
		return (await account.ask(name, input)).note;
	};

	/** One list is told to go on, and how long it is remains untold. */
	const goingOn = (list: string): SignedInOptions => ({
		replies: (content, { path }) => (path === list ? { ...Reply.parse(content), more: true, total: null } : content),
	});

	it('says that there are more of them behind the page that it has read', async () => {
		const note = await preview('delete_team', { team: 'Payments' }, goingOn('/services'));
		assert.match(note, /; services: "[^;]+ and more;/);
	});

	it('names twenty of them, and says that there are more', async () => {
		const note = await preview('delete_team', { team: 'Payments' }, { wire: endlessList(/^\/services$/, 'services') });
		const [services = ''] = /services: [^;]+/.exec(note) ?? [];
		assert.equal(services.match(/"[^"]+"/g)?.length, 20);
		assert.match(services, / and more$/);
	});

	it('counts no fewer open incidents than there may be', async () => {
		const input = { service: 'Checkout' };
		assert.match(await preview('delete_service', input, goingOn('/incidents')), /: 1 or more open incidents;/);
	});

	for (const [whose, told] of [
		['theirs', /affects: 1,000 or more open incidents;/],
		['of others', /affects: open incidents could not all be checked;/],
	] as const) {
		it(`says so where open incidents have to be counted one by one and the first ones are ${whose}`, async () => {
			const policy = { id: '' };
			const row = () => ({ id: 'PINCIDENT', escalation_policy: whose === 'theirs' ? policy : { id: 'POTHER' } });
			account = await SignedIn.open({
				replies: (content, { path }) =>
					path === '/incidents' ? { incidents: Array.from({ length: 100 }, row), more: true } : content,
			});
			await account.call('create_escalation_policy', { name: 'Fresh', levels: ['Maya Okafor'] });
			policy.id = [...account.sandbox.store.policies.values()].find(({ name }) => name === 'Fresh')?.id ?? '';
			assert.match((await account.ask('delete_escalation_policy', { escalation_policy: 'Fresh' })).note, told);
		});
	}
});
