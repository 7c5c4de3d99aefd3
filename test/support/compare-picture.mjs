import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';

/**
 * Processors round differently where the browser blends colours: at edges of letters, and in mixed colours. Points that differ by
 * less than a twentieth count as the same, and so do ten that differ more. A line that moves, or a colour of one small sign that
 * changes, is more than that.
 */
const tolerance = { step: 0.05, points: 10 };

const failures = join(extensionRoot, 'out/results/pictures');

/**
 * Compares a picture with the one that is kept, and throws where they differ. UPDATE_PICTURES=1 keeps this one instead.
 * @param {string} folder in which pictures are kept
 * @param {string} name
 * @param {Buffer} taken as PNG
 */
export function assertPicture(folder, name, taken) {
	const path = join(folder, `${name}.png`);
	const actual = PNG.sync.read(taken);
	const expected = existsSync(path) ? PNG.sync.read(readFileSync(path)) : undefined;
	const difference = expected && differenceOf(actual, expected);
	if (difference && difference.points <= tolerance.points) return;
	if (process.env['UPDATE_PICTURES']) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(path, packed(actual));
		return;
	}
	mkdirSync(failures, { recursive: true });
	const keep = (/** @type {string} */ kind, /** @type {PNG | undefined} */ picture) =>
		picture && writeFileSync(join(failures, `${name}, ${kind}.png`), packed(picture));
	keep('now', actual);
	keep('expected', expected);
	keep('difference', difference?.picture);
	const what = !expected
		? 'There is no such picture yet'
		: difference
			? `${difference.points} points differ`
			: `It is ${sizeOf(actual)}, and was ${sizeOf(expected)}`;
	throw new Error(
		`${name}: ${what}. See ${failures}. If it should look like that, UPDATE_PICTURES=1 keeps the new picture.`,
	);
}

/**
 * The same of what is still being drawn: it has to look like that soon, or, where it is kept, to have come to rest.
 * @param {string} folder @param {string} name @param {() => Promise<Buffer>} take
 */
export async function assertPictureSoon(folder, name, take) {
	const path = join(folder, `${name}.png`);
	const expected = existsSync(path) ? PNG.sync.read(readFileSync(path)) : undefined;
	let taken = await take();
	for (let quiet = 0, tries = 0; quiet < 5 && tries < 30; tries++) {
		const difference = expected && differenceOf(PNG.sync.read(taken), expected);
		if (difference && difference.points <= tolerance.points) return;
		await sleep(200);
		const next = await take();
		quiet = next.equals(taken) ? quiet + 1 : 0;
		taken = next;
	}
	assertPicture(folder, name, taken);
}

/** @param {PNG} actual @param {PNG} expected */
function differenceOf(actual, expected) {
	const { width, height } = actual;
	if (expected.width !== width || expected.height !== height) return undefined;
	const picture = new PNG({ width, height });
	const points = pixelmatch(actual.data, expected.data, picture.data, width, height, { threshold: tolerance.step });
	return { points, picture };
}

/** @param {PNG} picture */
const sizeOf = ({ width, height }) => `${width} × ${height}`;

/**
 * Small: every eighth shade of a colour is enough for a comparison with that tolerance, and flat areas are packed best as they are.
 * @param {PNG} picture
 */
function packed(picture) {
	picture.data.forEach((value, at) => (picture.data[at] = Math.min(255, Math.round(value / 8) * 8)));
	return PNG.sync.write(picture, { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 });
}
