import assert from 'node:assert/strict';
import { ToolError } from '../../../src/tools/core/failure.ts';
import { findRotation } from '../../../src/tools/scheduling/shared/find-rotation.ts';
import { inEnglish } from '../../../src/tools/text/said.ts';

describe('a rotation that is not found', () => {
	const told = (reference: string | undefined, ...names: string[]) => {
		try {
			findRotation(
				reference,
				names.map((name, at) => ({ id: `P${at}`, name })),
				'Primary',
			);
		} catch (error) {
			assert.ok(error instanceof ToolError && error.failure.said);
			return inEnglish(error.failure.said);
		}
		return 'found';
	};

	it('says to people which of the cases it is', () => {
		assert.equal(told('Days', 'Days', 'Nights'), 'found');
		assert.equal(told('Weekends', 'Days'), 'The schedule "Primary" has no rotation called "Weekends".');
		assert.equal(told('Days', 'Days', 'Days'), 'The schedule "Primary" has several rotations called "Days".');
		assert.equal(
			told(undefined, 'Days', 'Nights'),
			'The schedule "Primary" has several rotations, and none of them was named.',
		);
		assert.equal(told(undefined), 'The schedule "Primary" has no rotation.');
	});
});
