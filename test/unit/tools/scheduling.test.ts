import assert from 'node:assert/strict';
import * as z from 'zod';
import { renderSchedule } from '../../../src/sandbox/rendering/schedule.ts';
import { renderShifts } from '../../../src/sandbox/rendering/shifts.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const Gaps = z.object({
	gaps: z.array(z.looseObject({ schedule: z.string(), start: z.string(), end: z.string(), hours: z.number() })),
	coverage: z.array(z.object({ schedule: z.string(), covered_percent: z.number(), uncovered_hours: z.number() })),
	more: z.boolean(),
	next_cursor: z.string().optional(),
	note: z.string().optional(),
});
const Hours = z.object({
	people: z.array(
		z.looseObject({
			user: z.string(),
			hours: z.number(),
			shifts: z.number(),
			share_percent: z.number(),
			balance_hours: z.number(),
		}),
	),
	mean_hours: z.number(),
	since: z.string(),
	until: z.string(),
});
const Payroll = z.object({
	csv: z.string(),
	people: z.number(),
	total_hours: z.number(),
	regular_hours: z.number(),
	night_hours: z.number(),
	weekend_hours: z.number(),
	holiday_hours: z.number(),
	schedules: z.array(z.string()),
	note: z.string().optional(),
});

describe('schedule reports', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const march = { since: '2026-03-01', until: '2026-04-01', time_zone: 'UTC' };
	const span = { start: Date.parse('2026-03-01'), end: Date.parse('2026-04-01') };

	it('find the hours in which nobody is on call, of both kinds of schedules', async () => {
		await open();
		const { gaps, coverage } = Gaps.parse(
			await account.call('find_coverage_gaps', {
				schedules: ['Data Business Hours', 'Incident Command', 'Payments Primary'],
				since: '2026-03-09',
				until: '2026-03-16',
				time_zone: 'Asia/Kolkata',
				limit: 100,
			}),
		);
		const data = gaps.filter(({ schedule }) => schedule === 'Data Business Hours');
		assert.deepEqual(
			data.map(({ start, hours }) => [start, hours]),
			[
				['2026-03-09T00:00:00+05:30', 9],
				['2026-03-09T19:00:00+05:30', 14],
				['2026-03-10T19:00:00+05:30', 14],
				['2026-03-11T19:00:00+05:30', 14],
				['2026-03-12T19:00:00+05:30', 14],
				['2026-03-13T19:00:00+05:30', 53],
			],
		);
		assert.deepEqual(
			coverage.map(({ schedule, uncovered_hours }) => [schedule, uncovered_hours]),
			[
				['Data Business Hours', 168 - 50],
				['Incident Command', 168 - 60],
				['Payments Primary', 0],
			],
		);
		assert.equal(coverage[2]?.covered_percent, 100);
	});

	it('find no gap where there is none, and say so', async () => {
		await open();
		const found = Gaps.parse(await account.call('find_coverage_gaps', { teams: 'Payments' }));
		assert.deepEqual(found.gaps, []);
		assert.match(found.note ?? '', /all the time/);
		const long = { schedules: 'Data Business Hours', min_minutes: 10_000 };
		assert.match(Gaps.parse(await account.call('find_coverage_gaps', long)).note ?? '', /shorter than 10000 minutes/);
	});

	for (const [who, fault] of [
		['token may not see', 'scopeMissing'],
		['plan does not include', 'abilityMissing'],
	] as const)
		it(`say that shift-based schedules are missing when the ${who} them`, async () => {
			await open();
			account.sandbox.faults[fault] = { match: /GET \/v3\/schedules/ };
			for (const [tool, input] of [
				['find_coverage_gaps', {}],
				['find_coverage_gaps', { teams: 'Payments' }],
				['get_oncall_hours', {}],
				['export_oncall_payroll', march],
				['list_shifts', { teams: 'Payments' }],
				['list_schedules', {}],
			] as const) {
				const { note } = z.looseObject({ note: z.string() }).parse(await account.call(tool, input));
				assert.match(
					note,
					/These are only layered schedules: this account or token may not see shift-based ones/,
					tool,
				);
			}
			const named = { schedules: ['Payments Primary', 'Payments Secondary', 'Data Business Hours'] };
			assert.equal((await account.call('get_oncall_hours', named))['note'], undefined);
		});

	it('give every gap once, page by page', async () => {
		await open();
		const all = Gaps.parse(await account.call('find_coverage_gaps', { limit: 100 }));
		const walked: unknown[] = [];
		let cursor: string | undefined;
		do {
			const page = Gaps.parse(await account.call('find_coverage_gaps', { limit: 7, ...(cursor && { cursor }) }));
			walked.push(...page.gaps);
			cursor = page.next_cursor;
		} while (cursor);
		assert.deepEqual(walked, all.gaps);
	});

	/** Milliseconds that each person is on call by the demo account's own rendering, each moment once. */
	function truth(): Map<string, number> {
		const { schedules, shiftSchedules, users } = account.sandbox.store;
		const turns = [
			...[...schedules.values()].flatMap((schedule) => renderSchedule(schedule, span).final),
			...[...shiftSchedules.values()].flatMap((schedule) => renderShifts(schedule, span)),
		];
		const minutes = new Map<string, Set<number>>();
		for (const { userId, start, end } of turns) {
			const name = users.get(userId)!.name;
			const own = minutes.get(name) ?? new Set();
			minutes.set(name, own);
			for (let at = start; at < end; at += 60_000) own.add(at);
		}
		return new Map([...minutes].map(([name, set]) => [name, set.size * 60_000]));
	}

	it('count the hours of everybody as the schedules are rendered, overlaps once', async () => {
		await open();
		const { people, mean_hours: mean } = Hours.parse(await account.call('get_oncall_hours', { ...march, limit: 100 }));
		const expected = truth();
		for (const { user, hours, balance_hours: balance } of people) {
			assert.equal(hours, Math.round((expected.get(user) ?? 0) / 36_000) / 100, user);
			assert.ok(Math.abs(balance - (hours - mean)) < 0.02);
		}
		assert.equal(people.filter(({ hours }) => hours > 0).length, expected.size);
		const shares = people.reduce((sum, { share_percent: share }) => sum + share, 0);
		assert.ok(Math.abs(shares - 100) < 1);
		const balance = people.reduce((sum, { balance_hours: hours }) => sum + hours, 0);
		assert.ok(Math.abs(balance) < 0.5);
	});

	it('see an override at once', async () => {
		await open();
		const hours = async () =>
			Hours.parse(
				await account.call('get_oncall_hours', {
					schedules: 'Payments Primary',
					since: '2026-03-11',
					until: '2026-03-14',
				}),
			).people.find(({ user }) => user === 'Ben Ostrowski')?.hours;
		assert.equal(await hours(), 0);
		await account.call('create_overrides', {
			schedule: 'Payments Primary',
			user: 'Ben Ostrowski',
			start: '2026-03-12T00:00Z',
			end: '2026-03-12T06:30Z',
		});
		assert.equal(await hours(), 6.5);
	});

	it('export payroll that adds up to the rendered hours, by the person’s own clock', async () => {
		await open();
		const payroll = Payroll.parse(
			await account.call('export_oncall_payroll', {
				...march,
				holidays: ['2026-03-17'],
				schedules: ['Payments Primary'],
			}),
		);
		assert.equal(payroll.total_hours, 31 * 24);
		assert.equal(
			Math.round((payroll.regular_hours + payroll.night_hours + payroll.weekend_hours + payroll.holiday_hours) * 100) /
				100,
			payroll.total_hours,
		);
		const [head, ...lines] = payroll.csv.trimEnd().split('\r\n');
		assert.match(
			head!,
			/^user,email,time_zone,from,until,shifts,total_hours,regular_hours,night_hours,weekend_hours,holiday_hours/,
		);
		assert.equal(lines.length, payroll.people + 1);
		assert.ok(
			lines.some((line) => line.startsWith('Maya Okafor,maya.okafor@') && line.includes('America/Los_Angeles')),
		);
		assert.match(payroll.note ?? '', /still to come/);
		// On 17 March somebody is on call all day long, wherever they live.
		assert.equal(payroll.holiday_hours, 24);
	});

	it('export the whole account with one request for each schedule, one for the people, and the lists', async () => {
		await open();
		const payroll = Payroll.parse(await account.call('export_oncall_payroll', march));
		const expected = [...truth().values()].reduce((sum, ms) => sum + ms, 0) / 3_600_000;
		assert.ok(Math.abs(payroll.total_hours - expected) < 0.1);
		const requests = account.requests();
		assert.equal(requests.filter((request) => request === 'GET /users').length, 1);
		assert.equal(requests.length, payroll.schedules.length + 3);
		assert.ok(requests.every((request) => request.startsWith('GET')));
	});

	it('tell whose time zone is unknown', async () => {
		await open();
		for (const user of account.sandbox.store.users.values())
			if (user.name === 'Maya Okafor') user.timeZone = 'Middle-earth/Shire';
		const { note } = Payroll.parse(
			await account.call('export_oncall_payroll', {
				since: '2026-03-09',
				until: '2026-03-10',
				schedules: 'Payments Primary',
			}),
		);
		assert.match(note ?? '', /The time zone of "Maya Okafor" is not known, so America\/Los_Angeles was used/);
	});

	it('export no payroll by a wrong clock when somebody cannot be read, but go on without those who are gone', async () => {
		await open();
		const { users } = account.sandbox.store;
		const maya = [...users.values()].find(({ name }) => name === 'Maya Okafor')!;
		const week = { since: '2026-03-09', until: '2026-03-10', schedules: 'Payments Primary' };
		account.sandbox.faults.serverError = { match: new RegExp(`GET /users/${maya.id}`), status: 500 };
		assert.equal((await account.fail('export_oncall_payroll', week)).status, 500);
		account.sandbox.faults.serverError = undefined;
		const command = [...account.sandbox.store.shiftSchedules.values()].find(({ name }) => name === 'Incident Command')!;
		const { id, events } = command.rotations[0]!;
		command.overrides.push({
			id: 'QGHOST',
			rotationId: id,
			start: Date.parse('2026-03-09T09:00:00Z'),
			end: Date.parse('2026-03-09T12:00:00Z'),
			overriddenUserId: events[0]!.strategy.userIds[0]!,
			overridingUserId: 'PGHOST1',
		});
		const { note } = Payroll.parse(await account.call('export_oncall_payroll', { ...week, schedules: command.name }));
		assert.match(note ?? '', /The time zone of "PGHOST1" is not known, so Europe\/London was used/);
	});

	it('read dates in the asked time zone', async () => {
		await open();
		const { since, until } = Hours.parse(
			await account.call('get_oncall_hours', { ...march, schedules: 'Payments Primary', time_zone: 'europe/berlin' }),
		);
		assert.deepEqual([since, until], ['2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00']);
	});

	it('refuse bad input before any request', async () => {
		await open();
		const good = { ...march, schedules: ['Payments Primary'] };
		for (const [tool, input] of [
			['export_oncall_payroll', { since: '2026-03-01' }],
			['export_oncall_payroll', { ...good, since: '2026-05-01' }],
			['export_oncall_payroll', { ...good, since: '2025-03-01' }],
			['export_oncall_payroll', { ...good, night_start: '25:00' }],
			['export_oncall_payroll', { ...good, night_end: 'six' }],
			['export_oncall_payroll', { ...good, holidays: ['2026-02-30'] }],
			['export_oncall_payroll', { ...good, holidays: ['null'] }],
			['export_oncall_payroll', { ...good, weekend_days: ['caturday'] }],
			['export_oncall_payroll', { ...good, time_zone: 'Moon' }],
			['export_oncall_payroll', { ...good, user: 'me' }],
			['get_oncall_hours', { since: '+1d', until: '-1d' }],
			['get_oncall_hours', { schedules: [''] }],
			['find_coverage_gaps', { min_minutes: 0 }],
			['find_coverage_gaps', { cursor: 'x' }],
			['find_coverage_gaps', { until: '+93d' }],
		] as const) {
			await account.fail(tool, input);
		}
		assert.deepEqual(account.requests(), []);
		await account.fail('find_coverage_gaps', { schedules: ['No such schedule'] });
		await account.fail('find_coverage_gaps', { schedules: ['Payments Primary', 'Mobile Shifts', 'No such schedule'] });
	});
});
