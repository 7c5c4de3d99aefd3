import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn } from '../../support/signed-in.ts';

const Page = z.looseObject({ next_cursor: z.string().optional(), returned: z.number() });

describe('the next page of a list that is read as a whole', () => {
	let account: SignedIn;
	beforeEach(async () => (account = await SignedIn.open()));
	afterEach(() => account.close());

	const page = async (tool: string, input: object, cursor?: string) => {
		const mark = account.requests().length;
		const output = Page.parse(await account.call(tool, { ...input, limit: 1, ...(cursor && { cursor }) }));
		return { ...output, requests: account.requests(mark) };
	};

	const lists: [string, object][] = [
		['list_shifts', { schedules: ['Payments Primary', 'Incident Command'] }],
		['find_coverage_gaps', { until: '+14d' }],
		['get_oncall_hours', { schedules: ['Payments Primary'] }],
		['list_users', { schedule: 'Payments Primary', until: '+60d' }],
	];
	for (const [tool, input] of lists) {
		it(`asks PagerDuty nothing again: ${tool}`, async () => {
			const first = await page(tool, input);
			assert.ok(first.requests.length > 0 && first.next_cursor !== undefined);
			let cursor: string | undefined = first.next_cursor;
			let rows = first.returned;
			while (cursor !== undefined) {
				const next = await page(tool, input, cursor);
				assert.deepEqual(next.requests, []);
				rows += next.returned;
				cursor = next.next_cursor;
			}
			const whole = Page.parse(await account.call(tool, { ...input, limit: 100 }));
			assert.equal(rows, whole.returned);
		});
	}

	it('reads anew after five minutes', async () => {
		const input = { schedules: ['Payments Primary'] };
		const { next_cursor } = await page('list_shifts', input);
		assert.ok(next_cursor);
		account.sandbox.clock.advance(5 * 60_000);
		assert.ok((await page('list_shifts', input, next_cursor)).requests.length > 0);
	});

	it('reads anew when somebody else is signed in', async () => {
		const input = { schedules: ['Payments Primary'] };
		const { next_cursor } = await page('list_shifts', input);
		assert.ok(next_cursor);
		account.signInAs('account');
		assert.ok((await page('list_shifts', input, next_cursor)).requests.length > 0);
	});

	it('is never an old page of a list that begins', async () => {
		const input = { schedules: ['Payments Primary'] };
		await page('list_shifts', input);
		assert.ok((await page('list_shifts', input)).requests.length > 0);
	});
});
