import assert from 'node:assert/strict';
import { ToolError } from '../../../src/tools/core/failure.ts';
import { isLocal, parseMoment } from '../../../src/tools/time/parse-moment.ts';
import { parsePast, parseSpan } from '../../../src/tools/time/range.ts';
import { localZone, type LocalZone } from '../../../src/tools/time/zones.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const asked = new FakeClock('2026-03-10T10:00:00Z');

type Toward = 'ahead' | 'back' | undefined;

function read(text: string, local: LocalZone = { zone: 'Europe/Berlin' }, toward: Toward = 'back'): string {
	return new Date(parseMoment('since', text, { asked, local, toward })).toISOString();
}

function refused(text: string, local?: LocalZone, toward?: Toward): string {
	try {
		parseMoment('since', text, { asked, local: local ?? { zone: 'Europe/Berlin' }, toward });
	} catch (error) {
		assert.ok(error instanceof ToolError);
		return `${error.failure.message} ${error.failure.next ?? ''}`;
	}
	return assert.fail(`${text} should be refused`);
}

describe('moments', () => {
	it('are now, ISO 8601 with a zone, or offsets from now', () => {
		assert.equal(read('now'), '2026-03-10T10:00:00.000Z');
		assert.equal(read('2026-03-01T12:00:00+05:30'), '2026-03-01T06:30:00.000Z');
		assert.equal(read('2026-03-01T12:00:00+0530'), '2026-03-01T06:30:00.000Z');
		assert.equal(read('2026-03-01 12:00:00Z'), '2026-03-01T12:00:00.000Z');
		assert.equal(read('2026-03-01T12:00 -08'), '2026-03-01T20:00:00.000Z');
		assert.equal(read('2026-03-01T12:00:00.250Z'), '2026-03-01T12:00:00.250Z');
		assert.equal(read('-24h'), '2026-03-09T10:00:00.000Z');
		assert.equal(read('+2w'), '2026-03-24T10:00:00.000Z');
	});

	it('are on the wall clock where they have no zone, dates too', () => {
		assert.equal(read('2026-03-01'), '2026-02-28T23:00:00.000Z');
		assert.equal(read('2026-03-01T12:00'), '2026-03-01T11:00:00.000Z');
		assert.equal(read('2026-07-01 12:00:30'), '2026-07-01T10:00:30.000Z');
		assert.equal(read('2026-03-01T12:00', { zone: 'Asia/Kolkata' }), '2026-03-01T06:30:00.000Z');
	});

	it('may be the end of a day', () => {
		assert.equal(read('2026-03-31T24:00'), '2026-03-31T22:00:00.000Z');
		assert.equal(read('2026-12-31T24:00:00Z'), '2027-01-01T00:00:00.000Z');
		assert.equal(read('2026-02-28T24:00+01:00'), '2026-02-28T23:00:00.000Z');
	});

	it('are the start of a day where the clocks skip midnight', () => {
		assert.equal(read('2026-09-06', { zone: 'America/Santiago' }), '2026-09-06T04:00:00.000Z');
	});

	for (const wrong of [
		'yesterday',
		'2026-02-31',
		'2026-13-01',
		'10:00',
		'2026-03-01T24:01',
		'2026-03-01T25:00Z',
		'2026-03-01T12:61',
		'-h',
		'24',
	]) {
		it(`are not "${wrong}"`, () => assert.match(refused(wrong), /is not a moment/));
	}

	it('without a sign go where the argument needs them, and are refused where both are possible', () => {
		assert.equal(read('4h', undefined, 'ahead'), '2026-03-10T14:00:00.000Z');
		assert.equal(read('7d', undefined, 'back'), '2026-03-03T10:00:00.000Z');
		assert.match(refused('2h'), /could mean ahead or back.*\+2h or -2h/);
	});

	it('are not read when nobody knows the zone, but with the reason and what to add', () => {
		const nobody = localZone(undefined, 'Your PagerDuty profile');
		assert.match(refused('2026-03-01T12:00', nobody), /Your PagerDuty profile has no time zone.*2026-03-01T12:00Z/);
		assert.match(refused('2026-03-01', localZone('Mars/Olympus', 'The schedule Rover')), /"Mars\/Olympus".*unknown/);
		assert.equal(read('2026-03-01T12:00Z', nobody), '2026-03-01T12:00:00.000Z');
		assert.equal(read('-1h', nobody), '2026-03-10T09:00:00.000Z');
	});

	it('are refused when the clocks skip them or show them twice, with the times that there are', () => {
		assert.match(refused('2026-03-29T02:30'), /no 2026-03-29T02:30 in Europe\/Berlin.*2026-03-29T03:30:00\+02:00/);
		assert.match(refused('2026-10-25T02:30'), /twice.*2026-10-25T02:30:00\+02:00 or 2026-10-25T02:30:00\+01:00/);
		assert.equal(read('2026-10-25T02:30+01:00'), '2026-10-25T01:30:00.000Z');
	});

	it('are known to lack a zone', () => {
		assert.deepEqual(
			['2026-03-01', '2026-03-01T24:00', '2026-03-01T10:00Z', '-2h', 'now', 'soon', undefined].map(isLocal),
			[true, true, false, false, false, false, false],
		);
	});
});

describe('ranges', () => {
	const clock = { zone: 'UTC' };
	const past = (since?: string, until?: string) => {
		const { start, end } = parsePast({ since, until }, { asked, local: clock, days: 30, maxDays: 184 });
		return [start, end].map((at) => new Date(at).toISOString().replace('.000', ''));
	};

	it('of the past end now, and start so many days before their end', () => {
		assert.deepEqual(past(), ['2026-02-08T10:00:00Z', '2026-03-10T10:00:00Z']);
		assert.deepEqual(past('-2h'), ['2026-03-10T08:00:00Z', '2026-03-10T10:00:00Z']);
		assert.deepEqual(past(undefined, '2026-03-01'), ['2026-01-30T00:00:00Z', '2026-03-01T00:00:00Z']);
		assert.deepEqual(past('184d'), ['2025-09-07T10:00:00Z', '2026-03-10T10:00:00Z']);
	});

	it('must end after they start and not be too long', () => {
		assert.throws(() => past('2026-03-02', '2026-03-01'), /must be before/);
		assert.throws(() => past('2026-03-02', '2026-03-02'), /must be before/);
		assert.throws(() => past('+1d'), /not in the past/);
		assert.throws(() => past('2025-01-01'), /at most 184 days/);
		assert.throws(() => parseSpan({}, { asked, local: clock, from: 0, to: 0, maxDays: 1 }), /must be before/);
	});
});
