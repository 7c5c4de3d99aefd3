import assert from 'node:assert/strict';
import type { RequestHead } from '../../../src/mcp/http/guard.ts';
import { requestCredential } from '../../../src/mcp/http/request-token.ts';

const head = (headersDistinct: Record<string, string[]>): RequestHead => ({
	headersDistinct,
	rawHeaders: [],
	socket: {},
});
const read = (headers: Record<string, string[]>, secret = false) => requestCredential(head(headers), secret);

describe('the token of a request', () => {
	it('stands in a header of its own, or in Authorization', () => {
		const ways: Record<string, string[]>[] = [
			{ 'x-pagerduty-token': ['the-token'] },
			{ authorization: ['Bearer the-token'] },
			{ authorization: ['Token token=the-token'] },
			{ authorization: ['token token="the-token"'] },
			{ authorization: ['Bearer the-token'], 'x-pagerduty-token': [' the-token '] },
		];
		for (const headers of ways)
			assert.deepEqual(read(headers), { ok: true, credential: { token: 'the-token', from: undefined } });
		assert.deepEqual(read({}), { ok: true, credential: undefined });
	});

	it('names with whose address an account-level key makes changes', () => {
		const headers = { 'x-pagerduty-token': ['key'], 'x-pagerduty-from': ['maya@example.com'] };
		assert.deepEqual(read(headers), { ok: true, credential: { token: 'key', from: 'maya@example.com' } });
		for (const from of [['Maya'], ['a@b.example', 'c@d.example'], ['a b@c.example']])
			assert.equal(read({ ...headers, 'x-pagerduty-from': from }).ok, false);
		assert.equal(read({ 'x-pagerduty-from': ['maya@example.com'] }).ok, false);
	});

	it('is one only, and could be one', () => {
		const refused: Record<string, string[]>[] = [
			{ 'x-pagerduty-token': ['one', 'other'] },
			{ 'x-pagerduty-token': ['one', 'one'] },
			{ 'x-pagerduty-token': ['one'], authorization: ['Bearer other'] },
			{ 'x-pagerduty-token': ['one'], authorization: ['Bearer ONE'] },
			{ authorization: ['Bearer one', 'Bearer other'] },
			{ authorization: ['Basic b25l'] },
			{ authorization: ['one'] },
			{ 'x-pagerduty-token': [''] },
			{ 'x-pagerduty-token': ['one two'] },
			{ 'x-pagerduty-token': ['one\r\nX-Other: 1'] },
			{ 'x-pagerduty-token': ['\u00e9'] },
			{ 'x-pagerduty-token': ['x'.repeat(4097)] },
		];
		for (const headers of refused) {
			const result = read(headers);
			assert.equal(!result.ok && result.refusal.status, 400, JSON.stringify(headers));
		}
	});

	it('is not in Authorization where that holds the secret of the server', () => {
		assert.deepEqual(read({ authorization: ['Bearer secret'] }, true), { ok: true, credential: undefined });
		assert.deepEqual(read({ authorization: ['Bearer secret'], 'x-pagerduty-token': ['one'] }, true), {
			ok: true,
			credential: { token: 'one', from: undefined },
		});
	});
});
