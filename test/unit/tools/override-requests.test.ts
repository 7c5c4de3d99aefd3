import assert from 'node:assert/strict';
import * as z from 'zod';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Made = z.looseObject({
	overrides: z.array(z.looseObject({ id: z.string(), over: z.array(z.string()).optional() })),
	on_call: z.looseObject({ before: z.array(z.string()), now: z.array(z.unknown()), next: z.array(z.unknown()) }),
});

/** The account's time is Tuesday, 10 March 2026, 10:00 UTC; Maya Okafor is signed in and on Payments Primary. */
describe('the requests of overrides', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const payments = { schedule: 'Payments Primary', user: 'Ben Ostrowski' };
	const call = async (name: string, input: object) => {
		const mark = account.sandbox.requests.length;
		const made = Made.parse(await account.call(name, input));
		return { ...made, requests: account.requests(mark) };
	};

	const cold = [
		{ what: 'tomorrow', input: { ...payments, start: '+1d', end: '+2d' } },
		{ what: 'in ten weeks', input: { ...payments, start: '+70d', end: '+72d' } },
		{ what: 'several times', input: { ...payments, start: '+1d', end: '+25h', repeat: 'weekly', times: 6 } },
		{ what: 'from now on', input: { ...payments, start: 'now', end: '+2h' } },
		{
			what: 'by a clock that the schedule has',
			input: { ...payments, start: '2026-03-12T09:00', end: '2026-03-12T17:00' },
		},
		{
			what: 'of a shift-based schedule',
			input: { schedule: 'Mobile Shifts', user: 'Ben Ostrowski', start: '2026-03-12T10:00Z', end: '2026-03-12T11:00Z' },
			insteadOf: true,
		},
	];
	for (const { what, input, insteadOf } of cold) {
		it(`are at most five by names, ${what}, and say who is on call around it`, async () => {
			await open();
			const [replaced] = insteadOf
				? z
						.object({ candidates: z.array(z.object({ name: z.string() })) })
						.parse(await account.fail('create_overrides', input)).candidates
				: [];
			const from = replaced && { instead_of: replaced.name };
			await account.close();
			await open();
			const made = await call('create_overrides', { ...input, ...from });
			assert.ok(made.requests.length <= (from ? 6 : 5), made.requests.join('\n'));
			assert.ok(made.overrides.every(({ over }) => over === undefined));
			assert.ok(made.on_call.before.length > 0 && made.on_call.next.length > 0);
		});
	}

	it('are one more where it lies over an override, which is named with its id', async () => {
		await open();
		const [old] = (await call('create_overrides', { ...payments, start: '+70d', end: '+72d' })).overrides;
		const made = await call('create_overrides', { ...payments, user: 'Jonas Richter', start: '+69d', end: '+71d' });
		assert.ok(made.overrides[0]?.over?.join().includes(`(${old!.id})`), JSON.stringify(made.overrides));
		// The schedule is known by now.
		assert.ok(made.requests.length <= 4, made.requests.join('\n'));
		const beside = await call('create_overrides', { ...payments, user: 'Jonas Richter', start: '+75d', end: '+76d' });
		assert.ok(beside.requests.length <= 2, beside.requests.join('\n'));
		assert.equal(beside.overrides[0]?.over, undefined);
	});

	it('ask for the overrides where PagerDuty does not show them in the schedule', async () => {
		const without = (content: unknown) => {
			const { schedule } = z.looseObject({ schedule: z.looseObject({}).optional() }).parse(content);
			if (!schedule || !('overrides_subschedule' in schedule)) return content;
			return { schedule: { ...schedule, overrides_subschedule: null } };
		};
		await open({ replies: without });
		const [old] = (await call('create_overrides', { ...payments, start: '+1d', end: '+2d' })).overrides;
		const made = await call('create_overrides', { ...payments, user: 'Jonas Richter', start: '+1d', end: '+2d' });
		assert.ok(made.overrides[0]?.over?.join().includes(`(${old!.id})`));
	});

	it('are no more than needed for a swap', async () => {
		await open();
		const made = await call('swap_shifts', {
			schedule: 'Payments Primary',
			user: 'Maya Okafor',
			with_user: 'Diego Fuentes',
		});
		assert.ok(made.requests.length <= 6, made.requests.join('\n'));
	});

	it('tell an override that got lost from one that was there and shows nowhere', async () => {
		await open();
		const [first] = (await call('create_overrides', { ...payments, start: '+5d', end: '+6d' })).overrides;
		await call('create_overrides', { ...payments, user: 'Jonas Richter', start: '+5d', end: '+6d' });
		account.sandbox.faults.dropBefore = { match: /POST .*overrides/ };
		const failure = await account.fail('create_overrides', { ...payments, start: '+5d', end: '+6d' });
		assert.doesNotMatch(failure.message, new RegExp(first!.id));
	});
});
