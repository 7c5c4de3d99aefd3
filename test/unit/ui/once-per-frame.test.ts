import assert from 'node:assert/strict';
import { oncePerFrame } from '../../../src/ui/shared/once-per-frame.ts';

describe('A page', () => {
	const page = () => {
		const soon: (() => void)[] = [];
		const next: (() => void)[] = [];
		let drawn = 0;
		const ask = oncePerFrame(() => drawn++, {
			soon: (draw) => void soon.push(draw),
			next: (draw) => void next.push(draw),
		});
		const run = (waiting: (() => void)[]) => {
			for (const draw of waiting.splice(0)) draw();
			return drawn;
		};
		return { ask, soon: () => run(soon), frame: () => run(next), drawn: () => drawn };
	};

	it('is drawn once for all that was asked at the same time, and not at once', () => {
		const { ask, soon, drawn } = page();
		for (let asked = 0; asked < 60; asked++) ask();
		assert.equal(drawn(), 0);
		assert.equal(soon(), 1);
	});

	it('is drawn once a frame while more is asked, and no more when nothing is', () => {
		const { ask, soon, frame } = page();
		ask();
		soon();
		for (let asked = 0; asked < 60; asked++) ask();
		assert.equal(soon(), 1);
		assert.equal(frame(), 2);
		ask();
		assert.equal(frame(), 3);
		assert.equal(frame(), 3);
		assert.equal(frame(), 3);
	});

	it('is drawn soon again after a frame in which nothing was asked', () => {
		const { ask, soon, frame } = page();
		ask();
		soon();
		frame();
		ask();
		assert.equal(soon(), 2);
	});
});
