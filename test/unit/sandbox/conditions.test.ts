import assert from 'node:assert/strict';
import { parseCondition } from '../../../src/sandbox/orchestrations/conditions.ts';

const event = {
	summary: '[PROD] Disk space low',
	source: 'shop-web-1',
	severity: 'warning',
	custom_details: {
		load: 7.5,
		'system diagnosis': { issue: "It's down" },
		list: ['a', 'b'],
		text: 'one\ntwo',
		none: null,
	},
};
/** A Monday, 12:00 in Los Angeles. */
const now = Date.parse('2022-01-03T20:00:00Z');
const holds = (text: string) => parseCondition(text)({ now, event });

describe('the condition language', () => {
	for (const text of [
		"event.summary matches part 'prod'",
		"event.summary matches '[prod] disk space low'",
		"not event.summary matches part exactly 'prod'",
		"event.source matches regex '^shop-(web|app)-\\\\d+$'",
		"event.custom_details.text matches regex '^two'",
		"event.summary matches regex exactly '(?i)prod'",
		"event.severity == 'warning'",
		'event.custom_details.load > 5',
		'event.custom_details.load >= 7.5 and event.custom_details.load <= 7.5',
		"event.custom_details['system diagnosis'].issue matches part 'it\\'s'",
		"event.custom_details.list[1] matches 'b'",
		'event.custom_details.none exists',
		'not event.custom_details.missing exists',
		"event.custom_details.missing matches 'x' or event.severity exists",
		"event.source matches part 'web' and (event.severity == 'error' or event.severity == 'warning')",
		'event.custom_details.load < 1 and event.custom_details.load > 5 or true',
		'now in Mon,Wed,Fri 01:00:00 to 15:00:00 America/Los_Angeles',
		'not now in Mon,Wed,Fri 01:00:00 to 15:00:00 Etc/UTC',
		'now in Sun 22:00:00 to 21:00:00 Etc/UTC',
		'now > 2020-01-01 00:00:00 Etc/UTC',
		'trigger_count over 1 hour 30 minutes < 5',
		"not event.custom_details.load > 'two'",
		"raw_event.severity matches 'WARNING'",
	]) {
		it(`holds: ${text}`, () => assert.equal(holds(text), true));
	}

	for (const text of [
		"event.summary matches part 'test'",
		"event.custom_details.missing matches ''",
		'event.custom_details.missing > 2',
		'event.custom_details.load',
		"event.summary matches part 'prod' and not event.severity == 'warning'",
	]) {
		it(`does not hold: ${text}`, () => assert.equal(holds(text), false));
	}

	for (const text of [
		'',
		'production',
		"summary matches 'x'",
		"event.severity equals 'critical'",
		'event.summary matches part prod',
		'event.summary matches part "prod"',
		"event.summary matches part 'prod",
		"event.summary contains 'x'",
		"event.a matches 'x' and",
		"(event.a matches 'x'",
		"event.a matches 'x' event.b exists",
		"event.a matches regex '('",
		'now in Mon 25 to 30',
		'now in Someday 09:00:00 to 17:00:00 Etc/UTC',
		'now in Mon 09:00:00 to 17:00:00 Nowhere/Town',
		'trigger_count over 5 weeks > 3',
		'event.a && event.b',
	]) {
		it(`is refused: ${text || 'nothing'}`, () => {
			assert.throws(() => parseCondition(text), /expected|unexpected/);
		});
	}
});
