import assert from 'node:assert/strict';
import { ToolError } from '../../../src/tools/core/failure.ts';
import { findRotation } from '../../../src/tools/scheduling/shared/find-rotation.ts';
import { inEnglish } from '../../../src/tools/text/said.ts';

describe('a rotation that is not found', () => {
	const told = (reference: string | undefined, ...names: string[]) =>
		toldOf(
			reference,
			names.map((name, at) => ({ id: `P${at}`, name })),
		);
	const toldOf = (reference: string | undefined, rotations: Parameters<typeof findRotation>[1]) => {
		try {
			findRotation(reference, rotations, 'Primary');
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
		assert.equal(told('Weekend12', 'Days'), 'The schedule "Primary" has no rotation called "Weekend12".');
		assert.equal(told('WEEKEND', 'Days'), 'The schedule "Primary" has no rotation called "WEEKEND".');
		assert.equal(told(undefined), 'The schedule "Primary" has no rotation.');
	});

	it('is no other one than the rotation of which it is a part, and has no id for people', () => {
		const parts = ['EVENT1', 'EVENT2'].map((id) => ({ id, rotationId: 'ROTATION1', name: 'Days' }));
		for (const reference of [undefined, 'ROTATION1', 'Days'])
			assert.equal(
				toldOf(reference, parts),
				'The rotation "Days" of the schedule "Primary" has several parts, and none of them was named.',
			);
		assert.equal(toldOf('PABC123', parts), 'This rotation is no longer on the schedule "Primary".');
	});
});
