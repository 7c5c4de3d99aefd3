import assert from 'node:assert/strict';
import { ServiceReader } from '../../../src/ui/service/reader.ts';
import type { ToolAnswer } from '../../../src/ui/shared/connection.ts';
import type { Fields } from '../../../src/ui/shared/fields.ts';

const answered = (output: Fields): ToolAnswer => ({ failed: false, output, text: '', meta: {} });
const refused = (text: string): ToolAnswer => ({ failed: true, output: {}, text, meta: {} });
const checkout = { id: 'S1', name: 'Checkout', escalation_policy: 'Shop', escalation_policy_id: 'E1' };

describe('The reader of a service', () => {
	const reader = (answer: (name: string, input: Fields) => ToolAnswer | Promise<ToolAnswer>) => {
		const calls: Fields[] = [];
		const clock = { now: 1000 };
		const made = new ServiceReader({
			call: async (name, input) => {
				calls.push({ name, ...input });
				return answer(name, input);
			},
			now: () => clock.now,
			changed: () => undefined,
		});
		return { made, calls, clock };
	};
	const whole = (name: string) => answered(name === 'get_service' ? { service: checkout } : {});
	const settled = () => new Promise(setImmediate);

	it('does not say that nobody is on call before it knows', async () => {
		const { made } = reader((name) => (name === 'get_service' ? new Promise(() => undefined) : answered({})));
		made.begin({ service: 'Checkout' });
		made.take(answered({ service: { id: 'S1', name: 'Checkout', escalation_policy: 'Shop' } }));
		await settled();
		assert.equal(made.known.service.value?.name, 'Checkout');
		assert.equal(made.known.oncalls.value, undefined);
	});

	it('asks by service who is on call where only the agent’s answer is there, which may leave out the policy', async () => {
		const { made, calls } = reader((name) => (name === 'get_service' ? refused('Offline.') : answered({})));
		made.begin({ service: 'Checkout' });
		made.take(answered({ service: { id: 'S1', name: 'Checkout' } }));
		await settled();
		assert.deepEqual(calls.find(({ name }) => name === 'list_oncalls')?.['services'], ['S1']);
	});

	it('knows that a service without a policy has nobody', async () => {
		const { made, calls } = reader(() => answered({ service: { id: 'S1', name: 'Checkout' } }));
		made.begin({ service: 'Checkout' });
		await settled();
		assert.deepEqual(made.known.oncalls.value, { rows: [], more: false });
		assert.ok(!calls.some(({ name }) => name === 'list_oncalls'));
	});

	it('shows the answer of the last reading, whichever comes last', async () => {
		const waiting: ((answer: ToolAnswer) => void)[] = [];
		const { made } = reader((name) =>
			name === 'get_service' ? new Promise((resolve) => waiting.push(resolve)) : answered({}),
		);
		made.begin({ service: 'Checkout' });
		void made.read();
		waiting[1]?.(answered({ service: { ...checkout, name: 'New' } }));
		await settled();
		waiting[0]?.(answered({ service: { ...checkout, name: 'Old' } }));
		await settled();
		assert.equal(made.known.service.value?.name, 'New');
	});

	it('calls what it shows as old as it is', async () => {
		let works = true;
		const { made, clock } = reader((name) => (works ? whole(name) : refused('Offline.')));
		made.begin({ service: 'Checkout' });
		await settled();
		assert.equal(made.known.readAt, 1000);
		works = false;
		clock.now = 2000;
		await made.read();
		assert.equal(made.known.readAt, 1000);
		assert.equal(made.known.oncalls.problem, 'Offline.');
		works = true;
		clock.now = 3000;
		await made.read();
		assert.equal(made.known.readAt, 3000);
	});

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

	it('reads a service that only an answer names', async () => {
		const { made, calls } = reader(whole);
		made.take(answered({ service: { id: 'S1', name: 'Checkout' } }));
		await settled();
		assert.equal(calls[0]?.['service'], 'S1');
		assert.equal(made.known.service.reading, false);
	});

	it('knows which of its lists are cut', async () => {
		const { made } = reader((name) => answered({ service: checkout, more: name !== 'get_service' }));
		made.begin({ service: 'Checkout' });
		await settled();
		const { incidents, oncalls, changes } = made.known;
		assert.deepEqual(
			[incidents, oncalls, changes].map(({ value }) => value?.more),
			[true, true, true],
		);
	});

	it('reads anew for whoever looks at it after a while, and not while it reads', async () => {
		const { made, calls, clock } = reader(whole);
		made.begin({ service: 'Checkout' });
		await settled();
		const count = calls.length;
		clock.now += 99;
		made.look(100);
		assert.equal(calls.length, count);
		clock.now += 1;
		made.look(100);
		made.look(100);
		assert.equal(calls.length, count + 1);
	});
});
