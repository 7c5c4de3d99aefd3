import assert from 'node:assert/strict';
import { Callers } from '../../../src/cli/callers.ts';
import type { Account } from '../../../src/pagerduty/http/account.ts';
import { CapturedLog, FakeClock, FakeTools } from '../../mcp/support.ts';

describe('callers with tokens of their own', () => {
	const account = (token: string, more: Partial<Account> = {}): Account => ({
		apiUrl: 'https://api.pagerduty.com',
		token,
		kind: 'user',
		...more,
	});
	const clock = new FakeClock();
	const open = (maximum = 10) =>
		new Callers(() => ({ tools: new FakeTools(), version: '1', log: new CapturedLog() }), clock, {
			maximum,
			idleMs: 600_000,
		});

	it('share nothing with anybody else', () => {
		const callers = open();
		const first = callers.of(account('one'));
		assert.equal(callers.of(account('one')), first);
		const others = [
			account('One'),
			account('one', { from: 'maya@example.com' }),
			account('one', { apiUrl: 'https://api.eu.pagerduty.com' }),
			undefined,
		].map((one) => callers.of(one));
		const all = [first, ...others];
		assert.equal(new Set(all.map(({ key }) => key)).size, all.length);
		assert.equal(new Set(all.map(({ parts }) => parts.tools)).size, all.length);
	});

	it('are forgotten when too many came after them', () => {
		const callers = open(2);
		const first = callers.of(account('1'));
		callers.of(account('2'));
		assert.equal(callers.of(account('1')), first);
		callers.of(account('3'));
		assert.equal(callers.of(account('1')), first);
		assert.equal(callers.size, 2);
		callers.of(account('4'));
		callers.of(account('5'));
		const again = callers.of(account('1'));
		assert.notEqual(again.parts.tools, first.parts.tools);
		assert.equal(again.key, first.key);
	});

	it('are forgotten when they have not been seen for a while', async () => {
		const callers = open();
		const [first, second] = [callers.of(account('1')), callers.of(account('2'))];
		await clock.advance(590_000);
		assert.equal(callers.of(account('2')), second);
		await clock.advance(590_000);
		assert.equal(callers.of(account('2')), second);
		assert.equal(callers.size, 1);
		assert.notEqual(callers.of(account('1')).parts.tools, first.parts.tools);
	});

	it('have keys that tell nothing of their tokens', () => {
		assert.notEqual(open().of(account('one')).key, open().of(account('one')).key);
	});
});
