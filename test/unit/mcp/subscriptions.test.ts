import assert from 'node:assert/strict';
import { findResource } from '../../../src/mcp/resources/find.ts';
import type { News } from '../../../src/mcp/resources/news.ts';
import { Subscriptions } from '../../../src/mcp/resources/subscriptions.ts';
import { settle } from '../../support/fake-clock.ts';

const address = 'pagerduty://incident/Q1';

describe('what a client hears of', () => {
	let hear: (news: News) => void;
	let told: string[];
	let looked: number;
	let confined: boolean;
	let lookUp: () => Promise<readonly string[] | undefined>;
	let subscriptions: Subscriptions;

	beforeEach(() => {
		[told, looked, confined] = [[], 0, false];
		lookUp = () => Promise.resolve(['Q1']);
		subscriptions = new Subscriptions({
			news: {
				listen: (listener) => {
					hear = listener;
					return () => undefined;
				},
			},
			selfOf: () => {
				looked++;
				return lookUp();
			},
			confined: () => confined,
			tell: (one) => void told.push(one),
		});
		const found = findResource(address) ?? assert.fail('no such resource');
		assert.ok(subscriptions.add(address, found, ['Q1']));
	});

	const changed: News = { unknown: true };

	it('is looked up again within limits, for what has changed may have left them', async () => {
		confined = true;
		hear({ incidents: [{ id: 'Q2' }] });
		await settle();
		assert.deepEqual([told, looked], [[], 0]);
		hear({ incidents: [{ id: 'Q1' }] });
		await settle();
		assert.deepEqual([told, looked], [[address], 1]);
		lookUp = () => Promise.resolve(undefined);
		hear({ incidents: [{ id: 'Q1' }] });
		await settle();
		assert.deepEqual([told, looked], [[address], 2]);
	});

	it('is looked up once for all that is heard meanwhile, after something else is offered', async () => {
		subscriptions.offerChanged();
		for (let times = 0; times < 20; times++) hear(changed);
		await settle();
		assert.equal(looked, 1);
		assert.deepEqual(told, [address]);
	});

	it('is kept when it cannot be looked up for now, and told of with the next news', async () => {
		subscriptions.offerChanged();
		lookUp = () => Promise.reject(new Error('No answer.'));
		hear(changed);
		await settle();
		assert.deepEqual(told, []);
		lookUp = () => Promise.resolve(['Q1']);
		hear(changed);
		await settle();
		assert.deepEqual(told, [address]);
	});

	it('is forgotten when the client may not see it any more', async () => {
		subscriptions.offerChanged();
		lookUp = () => Promise.resolve(undefined);
		hear(changed);
		await settle();
		lookUp = () => Promise.resolve(['Q1']);
		hear(changed);
		await settle();
		assert.equal(looked, 1);
		assert.deepEqual(told, []);
	});
});
