// Tests run in any order. This shuffles the suites of a run, and the tests of each, and says how:
//   TEST_ORDER=any npm run test:unit       another order each time
//   TEST_ORDER=123456 npm run test:unit    the order that a run has told, of a single file as well
import { createHash, randomInt } from 'node:crypto';

const asked = process.env['TEST_ORDER'];
const order = asked === 'any' ? String(randomInt(1_000_000)) : asked;

/** Where something stands in this order, whatever else runs. */
const place = (titled) => createHash('md5').update(`${order} ${titled.fullTitle()}`).digest('hex');

function shuffle({ tests, suites }) {
	for (const list of [tests, suites]) {
		const places = new Map(list.map((titled) => [titled, place(titled)]));
		list.sort((a, b) => places.get(a).localeCompare(places.get(b)));
	}
	suites.forEach(shuffle);
}

export const mochaHooks = {
	beforeAll() {
		if (!order) return;
		shuffle(this.test.parent);
		console.log(`  TEST_ORDER=${order}`);
	},
};

/** `this` is mocha's runner. */
export function mochaGlobalTeardown() {
	if (order && this.failures > 0) console.error(`TEST_ORDER=${order} repeats the order in which this failed.\n`);
}
