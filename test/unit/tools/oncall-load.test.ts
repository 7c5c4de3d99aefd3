import assert from 'node:assert/strict';
import * as z from 'zod';
import { findingsOf, type Load } from '../../../src/tools/analytics/shared/load-findings.ts';
import { rankCover, reasonsOf, type CoverFacts } from '../../../src/tools/oncall/shared/rank-cover.ts';
import { awakePercent, hardHoursOf } from '../../../src/tools/schedules/sleep.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const hour = 3_600_000;

const Cover = z.object({
	shift: z.object({ schedule: z.string(), start: z.string(), end: z.string(), of: z.array(z.string()).optional() }),
	candidates: z.array(
		z.looseObject({
			rank: z.int(),
			user: z.string(),
			for: z.array(z.string()).default([]),
			against: z.array(z.string()).default([]),
			elsewhere: z.array(z.looseObject({ on: z.string(), level: z.int() })).optional(),
			awake_percent: z.number().optional(),
			hours_before: z.number().optional(),
			interruptions: z.number().optional(),
			resolved_incidents: z.int().optional(),
			stretch_hours: z.number().optional(),
		}),
	),
	incomplete: z.array(z.string()).optional(),
	note: z.string().optional(),
});

const Review = z.object({
	people: z.array(
		z.looseObject({
			user: z.string(),
			hours: z.number(),
			nights: z.number(),
			night_hours: z.number(),
			weekend_hours: z.number(),
			interruptions: z.number().optional(),
			sleep_interruptions: z.number().optional(),
		}),
	),
	mean: z.looseObject({ hours: z.number().optional(), interruptions: z.number().optional() }),
	findings: z.array(z.object({ kind: z.string(), user: z.string(), value: z.number(), says: z.string() })),
	incomplete: z.array(z.string()).optional(),
	note: z.string().optional(),
});

/** The answer of an account whose plan has no analytics. */
const withoutAnalytics: NonNullable<SignedInOptions['wire']> = ({ path }, send) =>
	path.startsWith('/analytics/')
		? Promise.resolve(
				new Response('{"error":{"code":2012,"message":"Account does not have analytics"}}', { status: 402 }),
			)
		: send();

describe('who could take a shift', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());
	const cover = async (input: object) => Cover.parse(await account.call('recommend_cover', input));

	it('is ranked by duty elsewhere, knowledge, sleep and load, each as a fact', async () => {
		await open();
		const { candidates, shift, note } = await cover({
			schedule: 'Mobile Shifts',
			since: '2026-03-11T00:00',
			until: '2026-03-11T08:00',
		});
		assert.deepEqual(shift.of, ['Tomasz Zielinski']);
		assert.deepEqual(
			candidates.map(({ user }) => user),
			['Sofia Marchetti', 'Chloe Nguyen', 'Naomi Sato'],
		);
		const [sofia, chloe, naomi] = candidates;
		assert.equal(sofia?.elsewhere, undefined);
		// 00:00 to 08:00 in Tokyo is 16:00 to midnight in Rome.
		assert.equal(sofia?.awake_percent, 75);
		assert.ok(naomi?.awake_percent === 0);
		assert.deepEqual(
			chloe?.elsewhere?.map(({ on, level }) => [on, level]),
			[
				['Fulfilment Daily', 1],
				['Fulfilment', 2],
			],
		);
		assert.equal(chloe.stretch_hours, 29.5);
		assert.match(naomi.against.join(' '), /first to be paged elsewhere.*asleep all the time/);
		assert.equal(note, undefined);
	});

	it('means the shift that runs, until its end, or the next one of the person', async () => {
		await open();
		const running = await cover({ schedule: 'Payments Primary' });
		assert.deepEqual(running.shift.of, ['Maya Okafor']);
		assert.equal(running.shift.end, '2026-03-16T09:00:00-07:00');
		const next = await cover({ schedule: 'Payments Primary', user: 'Diego Fuentes' });
		assert.equal(next.shift.start, '2026-03-16T09:00:00-07:00');
		assert.ok(next.candidates.every(({ user }) => user !== 'Diego Fuentes'));
		assert.ok(next.candidates.some(({ user }) => user === 'Maya Okafor'));
	});

	it('says that somebody has no shift then, and that nobody has', async () => {
		await open();
		const other = await cover({ schedule: 'Payments Primary', user: 'Liam Hartigan' });
		assert.match(other.note ?? '', /"Liam Hartigan" is not on call on "Payments Primary" then/);
		assert.equal(other.shift.of, undefined);
		// Maya has the shift until the 16th, so that Diego has none; he is in the rotation, and cannot take it all the same.
		const span = { since: '2026-03-10T12:00', until: '2026-03-10T20:00' };
		const without = await cover({ schedule: 'Payments Primary', user: 'Diego Fuentes', ...span });
		assert.equal(without.shift.of, undefined);
		assert.ok(without.candidates.length > 0);
		assert.ok(without.candidates.every(({ user }) => user !== 'Diego Fuentes'));
		const night = { schedule: 'Data Business Hours', since: '2026-03-11T00:00', until: '2026-03-11T06:00' };
		const { note, shift, candidates } = await cover(night);
		assert.match(note ?? '', /Nobody is on call on "Data Business Hours" then/);
		assert.equal(shift.of, undefined);
		assert.ok(candidates.length > 0);
	});

	it('says that nobody is on call before the shift that it takes', async () => {
		await open();
		const { note, shift } = await cover({ schedule: 'Data Business Hours', since: '2026-03-11T00:00' });
		assert.ok(shift.of);
		assert.match(note ?? '', /^Nobody is on call on "Data Business Hours" from 2026-03-1\S+ to 2026-03-11\S+, so this/);
		assert.ok(note?.includes(shift.start));
	});

	it('says that it did not count all incidents', async () => {
		const replies: SignedInOptions['replies'] = (content, { path }) => {
			if (path !== '/incidents') return content;
			const { incidents } = z.object({ incidents: z.array(z.unknown()) }).parse(content);
			return { ...z.looseObject({}).parse(content), incidents, more: true };
		};
		await open({ replies });
		const { note } = await cover({ schedule: 'Payments Primary' });
		assert.match(note ?? '', /`resolved_incidents` counts the newest \d+ resolved incidents only/);
	});

	it('leaves out what PagerDuty refuses, and says so', async () => {
		await open({ wire: withoutAnalytics });
		const { candidates, incomplete } = await cover({ schedule: 'Payments Primary' });
		assert.match(incomplete?.join() ?? '', /^interruptions could not be read/);
		assert.ok(candidates.every(({ interruptions, hours_before }) => interruptions === undefined && hours_before! > 0));
	});

	it('takes 40 requests at most, also for many people', async () => {
		await open();
		const mark = account.sandbox.requests.length;
		const people = [...account.sandbox.store.users.values()].map(({ id }) => id);
		const { candidates, note } = await cover({ schedule: 'Mobile Shifts', users: people, since: 'now', until: '+1d' });
		assert.equal(candidates.length, 12);
		assert.match(note ?? '', /stakeholders such as "Kavya Iyer".*more people come after these/);
		assert.ok(candidates.every(({ user }) => user !== 'Kavya Iyer'));
		assert.ok(account.requests(mark).length <= 40, account.requests(mark).join('\n'));
	});

	it('puts a backup elsewhere before the first to be paged, and the awake before the asleep', () => {
		const shift = 8 * hour;
		const facts = (name: string, more: Partial<CoverFacts>): CoverFacts => ({
			name,
			inRotation: true,
			during: [],
			awakePercent: 100,
			milliseconds: 0,
			interruptions: 0,
			asleep: 0,
			resolved: 0,
			stretch: shift,
			shift,
			...more,
		});
		const duty = (level: number) => ({ on: 'Other', level, span: undefined });
		const ranked = rankCover([
			facts('first', { during: [duty(1)] }),
			facts('backup', { during: [duty(2)] }),
			facts('stranger', { inRotation: false }),
			facts('asleep', { awakePercent: 10 }),
			facts('stranger half asleep', { inRotation: false, awakePercent: 50 }),
			facts('stranger without a zone', { inRotation: false, awakePercent: undefined }),
			facts('loaded', { milliseconds: 100 * hour }),
			facts('best', {}),
		]);
		assert.deepEqual(
			ranked.map(({ name }) => name),
			['best', 'loaded', 'stranger', 'stranger half asleep', 'stranger without a zone', 'asleep', 'backup', 'first'],
		);
		const { against } = reasonsOf(facts('x', { awakePercent: undefined, asleep: 4, stretch: 30 * hour }));
		assert.deepEqual(against, ['time zone unknown', 'woken 4 times lately', 'on call for 30 h without a break then']);
		assert.deepEqual(reasonsOf(facts('y', { inRotation: false })).against, ['no known experience with it']);
	});
});

describe('what being on call costs', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());
	const review = async (input: object) => Review.parse(await account.call('review_oncall_load', input));

	it('is told of each person by their own clock, beside the mean, with what to change', async () => {
		await open();
		const { people, mean, findings, note } = await review({ teams: 'Platform Reliability' });
		const of = (name: string) => people.find(({ user }) => user === name) ?? assert.fail(name);
		// Ben has the days of New York, Fatima its nights, which reach into hers.
		assert.equal(of('Ben Ostrowski').nights, 0);
		assert.equal(of('Fatima El-Sayed').nights, 28);
		// Working days from seven on are no nights, but for the hour before eight.
		assert.deepEqual([of('Oliver Bramwell').nights, of('Oliver Bramwell').night_hours], [0, 20]);
		assert.ok(mean.hours! > 0 && mean.interruptions! > 0);
		const night = findings.find(({ kind, user }) => kind === 'nights' && user === 'Fatima El-Sayed');
		assert.match(night?.says ?? '', /has 28 nights; the mean is .*Give some to/);
		const sun = findings.find(({ kind, user }) => kind === 'asleep_elsewhere' && user === 'Fatima El-Sayed');
		assert.match(sun?.says ?? '', /Australia\/Sydney is awake for \d+% .*Africa\/Cairo/);
		assert.match(note ?? '', /Interruptions are those by all incidents/);
	});

	it('leaves interruptions out where the plan has none, rather than say none', async () => {
		await open({ wire: withoutAnalytics });
		const { people, incomplete, mean } = await review({ schedules: ['Payments Primary', 'Mobile Shifts'] });
		assert.match(incomplete?.join() ?? '', /^interruptions could not be read/);
		assert.ok(people.length > 4 && people.every(({ interruptions }) => interruptions === undefined));
		assert.equal(mean.interruptions, undefined);
	});

	it('names who carries a schedule alone, and who has no break', async () => {
		await open();
		const schedule = [...account.sandbox.store.schedules.values()].find(({ name }) => name === 'Payments Primary')!;
		for (const layer of schedule.layers) layer.userIds = layer.userIds.slice(0, 1);
		const { findings } = await review({ schedules: 'Payments Primary' });
		assert.deepEqual(
			findings.map(({ kind }) => kind),
			['long_stretch', 'alone'],
		);
	});

	it('takes a rotation for shared, also in a week that is one turn of one person', async () => {
		await open();
		const { people, findings } = await review({
			schedules: 'Payments Primary',
			since: '2026-03-10T00:00',
			until: '2026-03-13T00:00',
		});
		assert.ok(people.length > 1 && people.filter(({ hours }) => hours > 0).length === 1);
		assert.deepEqual(
			findings.filter(({ kind }) => kind === 'alone'),
			[],
		);
	});

	it('counts hours alone by the schedule, and gives shifts to those who share one', () => {
		const load = (name: string, hours: number, on: Readonly<Record<string, number>>, known = true): Load => ({
			id: name,
			name,
			timeZone: 'UTC',
			milliseconds: hours * hour,
			nights: 0,
			atNight: [],
			weekendMilliseconds: 0,
			longest: 0,
			schedules: Object.entries(on).map(([id, own]) => ({
				id,
				name: id,
				milliseconds: own * hour,
				rotationKnown: known,
			})),
			interruptions: undefined,
			asleep: undefined,
		});
		const span = { start: 0, end: 700 * hour };
		const found = findingsOf(
			[
				load('Ann', 500, { Shared: 400, Own: 100 }),
				load('Bob', 40, { Shared: 40 }),
				load('Cem', 0, { Elsewhere: 0 }),
				load('Dan', 60, { Elsewhere: 60 }),
				load('Eve', 50, { Unknown: 50 }, false),
			],
			span,
		);
		assert.deepEqual(
			found.map(({ kind, user, value }) => [kind, user, value]),
			[
				['hours', 'Ann', 500],
				['alone', 'Ann', 100],
			],
		);
		assert.match(found[0]?.says ?? '', /Give shifts to "Bob", who has 40\.$/);
		const unshared = findingsOf([load('Ann', 500, { Own: 500 }), load('Bob', 0, { Other: 0 })], span);
		assert.match(unshared[0]?.says ?? '', /Give shifts to somebody else\.$/);
	});

	it('says that the figures of the last day come late', async () => {
		await open();
		const late = /figures are up to 24 hours behind/;
		assert.match((await review({ schedules: 'Payments Primary' })).note ?? '', late);
		const before = await review({ schedules: 'Payments Primary', since: '2026-02-01', until: '2026-03-01' });
		assert.doesNotMatch(before.note ?? '', late);
	});

	it('takes a request for each schedule and few more', async () => {
		await open();
		const mark = account.sandbox.requests.length;
		await review({});
		assert.ok(account.requests(mark).length <= 9 + 6, account.requests(mark).join('\n'));
	});

	it('counts a night on which the clocks change by its hours', () => {
		const zone = 'Europe/Berlin';
		// The clocks go back in the night to 25 October 2026, and forward in the night to 29 March 2026.
		const nightOf = (start: string, end: string) => ({ start: Date.parse(start), end: Date.parse(end) });
		const autumn = nightOf('2026-10-24T22:00+02:00', '2026-10-25T08:00+01:00');
		const spring = nightOf('2026-03-28T22:00+01:00', '2026-03-29T08:00+02:00');
		const length = (span: { start: number; end: number }) => {
			const { atNight, nights } = hardHoursOf([span], zone, span);
			assert.equal(nights, 1);
			return atNight.reduce((sum, { start, end }) => sum + end - start, 0) / hour;
		};
		assert.equal(length(autumn), 11);
		assert.equal(length(spring), 9);
		assert.equal(awakePercent(zone, { start: autumn.start - 5 * hour, end: autumn.end + 4 * hour }), 45);
	});
});
