import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { WallClock } from '../../../src/sandbox/rendering/wall-clock.ts';
import { day, hour, minute } from '../../../src/sandbox/time.ts';

describe('The wall clock of a zone', () => {
	const zones = [
		'Etc/UTC',
		'Europe/Berlin',
		'America/New_York',
		'America/St_Johns',
		'Asia/Kolkata',
		'Australia/Lord_Howe',
		'Africa/Casablanca',
		'Pacific/Apia',
	];

	for (const zone of zones)
		it(`shows what it shows, also where it changes (${zone})`, () => {
			// Both changes of a year, the day that Samoa left out, and Ramadan in Morocco.
			for (const start of ['2026-03-01T00:00Z', '2026-10-01T00:00Z', '2011-12-20T00:00Z'].map(Date.parse)) {
				const clock = new WallClock(zone, { start, end: start + 60 * day }, 0);
				for (let moment = start; moment < start + 60 * day; moment += 7 * hour + 15 * minute) {
					const zoned = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
					assert.equal(clock.at(moment), moment + zoned.offsetNanoseconds / 1e6, zoned.toString());
				}
				for (let wall = start; wall < start + 60 * day; wall += 30 * minute) {
					const plain = Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, 19));
					assert.equal(
						clock.momentOf(wall),
						plain.toZonedDateTime(zone).epochMilliseconds,
						`${zone} ${plain.toString()}`,
					);
				}
			}
		});
});
