import assert from 'node:assert/strict';
import { entryOf, type Entry } from '../../../src/record/entry.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('the record of what calls change', () => {
	const opened: SignedIn[] = [];
	const open = async (options: SignedInOptions = {}) => {
		const entries: Entry[] = [];
		const recorder = { record: (call: Parameters<typeof entryOf>[0]) => void entries.push(entryOf(call)) };
		const account = await SignedIn.open({ ...options, recorder });
		opened.push(account);
		return { account, entries };
	};
	afterEach(() => Promise.all(opened.splice(0).map((account) => account.close())));

	it('has each change once, with what it was like before and after, and PagerDuty’s id of the request', async () => {
		const { account, entries } = await open();
		await account.call('get_incident', { incident: '#4260' });
		assert.equal(entries.length, 0);
		await account.call('update_incidents', { incidents: ['#4260'], priority: 'P2' });
		const [entry, ...more] = entries;
		assert.ok(entry);
		assert.equal(more.length, 0);
		assert.equal(entry.tool, 'update_incidents');
		assert.equal(entry.outcome, 'done');
		assert.deepEqual(entry.arguments, { incidents: ['#4260'], priority: 'P2' });
		assert.equal(entry.account, account.sandbox.url);
		const [changed] = entry.incidents;
		assert.deepEqual([changed?.before?.number, changed?.before?.priority, changed?.after.priority], [4260, 'P1', 'P2']);
		assert.equal(entry.request_ids.length, 1);
		assert.equal(entry.result?.['changed'], 1);
	});

	it('has nothing where nothing was sent: previews, refusals before a request, what is like this already', async () => {
		const { account, entries } = await open();
		await account.ask('resolve_incidents', { scope: 'mine' });
		await account.fail('add_incident_note', { incident: '#999999', note: 'x' });
		await account.call('update_incidents', { incidents: ['#4260'], priority: 'P1' });
		assert.deepEqual(entries, []);
	});

	it('tells what failed, and what nobody knows', async () => {
		const { account, entries } = await open({ key: 'readOnly' });
		await account.fail('add_incident_note', { incident: '#4260', note: 'Looking.' });
		assert.deepEqual(
			entries.map(({ outcome, incidents }) => [outcome, incidents]),
			[['failed', []]],
		);
		assert.match(entries[0]?.problem ?? '', /./);
		let lost = false;
		const silent = await open({
			async wire({ method }, send) {
				const reply = lost ? undefined : await send();
				lost ||= method === 'PUT';
				if (!reply || lost) throw new TypeError('fetch failed');
				return reply;
			},
		});
		await silent.account.fail('update_incidents', { incidents: ['#4260'], priority: 'P2' });
		assert.deepEqual(
			silent.entries.map(({ outcome }) => outcome),
			['unclear'],
		);
	});

	it('has the state that was read back where the answer was lost', async () => {
		const { account, entries } = await open();
		account.sandbox.faults.dropAfter = { match: /^PUT \/incidents/, times: 1 };
		await account.call('update_incidents', { incidents: ['#4260'], priority: 'P2' });
		assert.equal(entries.length, 1);
		assert.equal(entries[0]?.outcome, 'done');
		assert.equal(entries[0].incidents[0]?.after.priority, 'P2');
	});

	it('has neither secrets nor what monitoring tools sent, and is bounded', () => {
		const entry = entryOf({
			at: new Date('2026-03-10T10:00:00Z'),
			tool: 'send_event',
			client: 'agent\u202e',
			outcome: 'done',
			incidents: [],
			requestIds: [],
			account: undefined,
			arguments: {
				routing_key: 'R0UT1NGK3Y',
				details: { password: 'x' },
				summary: 'y'.repeat(10_000),
				alerts: ['A1'],
				many: Array.from({ length: 1000 }, (_, at) => at),
				deep: { a: { b: { c: { d: { e: 1 } } } } },
				headers: ['Authorization=z'],
			},
			output: { text: Array.from({ length: 50 }, () => 'z'.repeat(400)) },
		});
		const text = JSON.stringify(entry);
		assert.doesNotMatch(text, /R0UT1NGK3Y|password|Authorization|\u202e/u);
		assert.deepEqual(entry.arguments['alerts'], ['A1']);
		assert.ok(text.length < 2_500, `${text.length}`);
		assert.equal(entry.result, undefined);
	});
});
