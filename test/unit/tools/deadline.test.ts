import assert from 'node:assert/strict';
import { failureText } from '../../../src/tools/core/failure-text.ts';
import { acknowledgeIncidents } from '../../../src/tools/incidents/acknowledge-incidents.ts';
import { Deadline } from '../../../src/pagerduty/http/limits/deadline.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('a call', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	/** How many seconds of the account's clock it takes. */
	async function seconds(work: () => Promise<unknown>): Promise<number> {
		const start = account.clock.now().getTime();
		await work();
		return (account.clock.now().getTime() - start) / 1000;
	}

	for (const [name, input] of Object.entries({
		list_incidents: { services: ['Checkout'], teams: ['Payments'], users: ['Maya Okafor'] },
		get_service: { service: 'Checkout' },
		list_oncalls: { services: ['Checkout'], next: true },
	})) {
		it(`waits for all its requests no more than half a minute: ${name}`, async () => {
			await open();
			account.sandbox.faults.rateLimited = { match: /^(GET|POST|PUT)/, resetSeconds: 8 };
			assert.ok((await seconds(() => account.fail(name, input))) < 35);
		});
	}

	for (const fault of ['rateLimited', 'rateLimitedBare'] as const) {
		it(`that changes something waits no longer for itself and its requests: ${fault}`, async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			for (const match of [/^PUT/, /^GET/, /^/]) {
				account.sandbox.clock.advance(60_000);
				account.sandbox.faults[fault] = { match };
				const input = { incidents: id };
				assert.ok((await seconds(() => account.fail('acknowledge_incidents', input))) < 35, String(match));
				account.sandbox.faults[fault] = undefined;
			}
		});
	}

	it('says at once that it would need more, and what to do', async () => {
		await open();
		account.sandbox.faults.rateLimited = { resetSeconds: 45 };
		let text = '';
		assert.equal(await seconds(async () => (text = failureText(await account.fail('list_services')))), 0);
		assert.match(text, /Wait 4[56] seconds, then try again/);
	});

	it('waits as long as its caller says, and tells every five seconds for what', async () => {
		await open();
		account.sandbox.faults.rateLimited = { times: 1, resetSeconds: 45 };
		const told: string[] = [];
		const caller = {
			priority: 'person' as const,
			maxWaitMs: 60_000,
			progress: (message: string) => told.push(message),
		};
		const waited = await seconds(async () => {
			const result = await account.toolbox.call(
				'list_services',
				{},
				{ ...caller, signal: new AbortController().signal },
			);
			assert.ok(result.ok);
		});
		assert.ok(waited >= 45 && waited < 50, String(waited));
		assert.equal(told.length, 9);
		assert.equal(told[1], 'Waiting because PagerDuty accepts no more requests for the moment, for 10 seconds so far.');
	});

	it('never asks for more than 10 seconds when PagerDuty does not say for how long', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		account.sandbox.faults.rateLimitedBare = {};
		for (const [name, input] of [
			['list_services', {}],
			['acknowledge_incidents', { incidents: id }],
			['add_incident_note', { incident: id, note: 'Looking' }],
		] as const) {
			account.sandbox.clock.advance(60_000);
			assert.match((await account.fail(name, input)).next ?? '', /^Wait ([1-9]|10) seconds?,/, name);
		}
	});

	it('goes on while PagerDuty says for how long, reads and changes alike', async () => {
		await open();
		const { id } = await account.sandbox.trigger();
		account.sandbox.faults.rateLimited = { times: 7, resetSeconds: 2 };
		await account.call('list_services');
		account.sandbox.faults.rateLimited = { times: 7, resetSeconds: 2, match: /^PUT/ };
		await account.call('acknowledge_incidents', { incidents: id });
		account.sandbox.faults.rateLimited = { times: 7, resetSeconds: 2, match: /^POST/ };
		await account.call('add_incident_note', { incident: id, note: 'Looking' });
	});

	for (const match of [/analytics/, /^GET \/incidents/, /^GET/, /^POST \/incidents/]) {
		it(`to acknowledge, resolve or note is not refused here for a limit of ${String(match)}`, async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			account.sandbox.faults.rateLimited = { match, resetSeconds: 43_200 };
			const caller = { signal: new AbortController().signal, priority: 'person' } as const;
			const outcomes = await Promise.all([
				account.toolbox.call('get_incident_metrics', {}, caller),
				account.toolbox.call('list_incidents', {}, caller),
				account.toolbox.call('create_incident', { title: 'Slow', service: 'Checkout' }, caller),
			]);
			assert.ok(outcomes.some(({ ok }) => !ok));
			account.sandbox.faults.rateLimited = undefined;
			const { changed } = await account.toolbox.run(acknowledgeIncidents, { incidents: [id] }, caller);
			assert.equal(changed, 1, 'the button of the sidebar');
			await account.call('add_incident_note', { incident: id, note: 'Looking' });
			await account.call('resolve_incidents', { incidents: [id] });
		});
	}

	it('does not count the time in which the person thinks', async () => {
		await open({
			person: {
				choose: (_question, [, second]) => {
					account.sandbox.clock.advance(120_000);
					account.sandbox.faults.rateLimited = { times: 3, resetSeconds: 5 };
					return Promise.resolve(second?.value);
				},
			},
		});
		await account.sandbox.trigger({ service: 'Checkout' });
		await account.call('acknowledge_incidents', { scope: 'account', services: 'Checkout' });
	});
});

describe('a deadline', () => {
	it('waits no longer because two questions were open at the same time', async () => {
		const clock = new FakeClock();
		const deadline = new Deadline(clock, 'person');
		const minute = 60_000;
		const asked = [minute, 2 * minute].map((ms) => deadline.whileAsking(() => clock.sleep(ms)));
		await clock.advance(2 * minute);
		await Promise.all(asked);
		assert.equal(deadline.answerMs({ change: false }), 30_000);
	});
});
