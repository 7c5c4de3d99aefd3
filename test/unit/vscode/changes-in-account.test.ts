import assert from 'node:assert/strict';
import type { Change } from '../../../src/tools/core/changes.ts';
import { ChangesInAccount } from '../../../src/vscode/account/changes-in-account.ts';
import { Emitter } from '../../../src/vscode/emitter.ts';
import { incident } from './support.ts';

describe('Changes', () => {
	let switched: Emitter;
	let changes: ChangesInAccount;
	let announced: Change[];

	beforeEach(() => {
		switched = new Emitter();
		changes = new ChangesInAccount(switched);
		announced = [];
		changes.announced.on((change) => announced.push(change));
	});
	afterEach(() => changes.dispose());

	it('are announced', () => {
		changes.ofCall.announce({ incidents: [incident('A')] });
		assert.equal(announced.length, 1);
	});

	it('of a call that began with another account are not', () => {
		const call = changes.ofCall;
		switched.fire();
		call.announce({ incidents: [incident('A')] });
		assert.deepEqual(announced, []);
		changes.ofCall.announce({ oncall: true });
		assert.deepEqual(announced, [{ oncall: true }]);
	});
});
