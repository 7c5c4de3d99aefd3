import assert from 'node:assert/strict';
import { ServiceReader } from '../../../src/ui/service/reader.ts';

describe('The reader of a service', () => {
	it('forgets what it has read when it may not be seen any more, and opens again only once it is read', async () => {
		let works = true;
		const made = new ServiceReader({
			call: (name) =>
				Promise.resolve(
					works
						? {
								failed: false,
								output: name === 'get_service' ? { service: { id: 'S', name: 'Checkout' } } : {},
								text: '',
								meta: {},
							}
						: { failed: true, output: {}, text: 'Not yours.', meta: {} },
				),
			now: () => 0,
			changed: () => undefined,
		});
		made.begin({ service: 'S' });
		await made.read();
		assert.equal(made.known.service.value?.name, 'Checkout');
		works = false;
		made.take({ failed: true, output: {}, text: 'Another account.', meta: {} });
		assert.deepEqual([made.known.service.value, made.known.incidents.value], [undefined, undefined]);
		made.begin({});
		assert.equal(made.known.closed, 'Another account.');
		await made.read();
		assert.equal(made.known.closed, 'Not yours.');
		works = true;
		await made.read();
		assert.deepEqual([made.known.closed, made.known.service.value.name], [undefined, 'Checkout']);
	});
});
