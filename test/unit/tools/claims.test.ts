import assert from 'node:assert/strict';
import { Claims } from '../../../src/tools/core/claims.ts';

describe('what this product has made', () => {
	it('counts for one call only, also after a thousand others', () => {
		const claims = new Claims();
		const ids = Array.from({ length: 1200 }, (_, index) => `P${index}`);
		for (const id of ids) assert.equal(claims.take(id), true);
		for (const id of ids.slice(-1000)) assert.equal(claims.take(id), false, id);
	});
});
