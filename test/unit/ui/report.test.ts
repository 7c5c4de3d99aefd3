import assert from 'node:assert/strict';
import { busiestOf, seriesOf, totalsOf } from '../../../src/ui/report/data.ts';
import {
	isInPart,
	lastDays,
	periodBefore,
	periodIn,
	stepsBefore,
	stepsOf,
	unitFor,
} from '../../../src/ui/report/filters.ts';
import { lineOf } from '../../../src/ui/report/plot.ts';
import { ReportReader } from '../../../src/ui/report/reader.ts';
import { filtersFor, filtersIn, ignoredBy } from '../../../src/ui/report/scope.ts';
import { percent, topOfCount, topOfSeconds } from '../../../src/ui/report/scale.ts';
import { csvOf } from '../../../src/ui/shared/csv.ts';
import type { ToolAnswer } from '../../../src/ui/shared/connection.ts';
import type { Fields } from '../../../src/ui/shared/fields.ts';

const at = (text: string) => Date.parse(text);
const zone = 'Europe/Berlin';
const now = at('2026-03-31T10:00:00Z');

describe('The time of a report', () => {
	it('is whole days until the last midnight, beside as many before, also where the clock is changed', () => {
		const period = lastDays(7, now, zone);
		assert.deepEqual(period, { start: at('2026-03-24T00:00:00+01:00'), end: at('2026-03-31T00:00:00+02:00') });
		assert.deepEqual(periodBefore(period, zone), { start: at('2026-03-17T00:00:00+01:00'), end: period.start });
		const odd = { start: at('2026-03-01T10:00:00Z'), end: at('2026-03-02T16:00:00Z') };
		assert.deepEqual(periodBefore(odd, zone), { start: at('2026-02-28T04:00:00Z'), end: odd.start });
	});

	it('is read from the answer of each report', () => {
		const period = { start: at('2026-02-08T10:00:00Z'), end: at('2026-03-10T10:00:00Z') };
		assert.deepEqual(periodIn({ period: '2026-02-08T02:00:00-08:00 to 2026-03-10T03:00:00-07:00' }), period);
		for (const odd of [{}, { period: 'always' }, { period: 7 }]) assert.equal(periodIn(odd), undefined);
	});

	it('has a step for each day, week or month of it', () => {
		const year = { start: at('2025-12-15T00:00:00+01:00'), end: at('2026-02-02T00:00:00+01:00') };
		assert.deepEqual(stepsOf(lastDays(3, now, zone), 'day', zone), ['2026-03-28', '2026-03-29', '2026-03-30']);
		assert.equal(stepsOf(year, 'week', zone)[0], '2025-12-15');
		assert.equal(stepsOf(year, 'week', zone).length, 7);
		assert.deepEqual(stepsOf(year, 'month', zone), ['2025-12-01', '2026-01-01', '2026-02-01']);
		assert.deepEqual(
			[7, 90, 365].map((days) => unitFor(lastDays(days, now, zone))),
			['day', 'week', 'month'],
		);
	});

	it('has steps beside steps of the same weekdays, or of the same months', () => {
		const quarter = lastDays(90, now, zone);
		const before = stepsBefore(quarter, 'week', zone);
		assert.deepEqual(before, { start: at('2025-10-01T00:00:00+02:00'), end: at('2025-12-30T00:00:00+01:00') });
		const [weeks, earlier] = [quarter, before].map((of) => stepsOf(of, 'week', zone));
		assert.deepEqual(
			weeks?.map((date) => Date.parse(date) - 91 * 86_400_000),
			earlier?.map((date) => Date.parse(date)),
		);
		const year = { start: at('2025-03-31T00:00:00+02:00'), end: at('2026-03-31T00:00:00+02:00') };
		assert.deepEqual(stepsBefore(year, 'month', zone), {
			start: at('2024-03-31T00:00:00+01:00'),
			end: at('2025-03-31T00:00:00+02:00'),
		});
		assert.deepEqual(stepsBefore(lastDays(7, now, zone), 'day', zone), periodBefore(lastDays(7, now, zone), zone));
	});

	it('knows of which steps it has only some days', () => {
		const quarter = lastDays(90, now, zone);
		const weeks = stepsOf(quarter, 'week', zone);
		const inPart = weeks.filter((date) => isInPart(date, quarter, 'week', zone));
		assert.deepEqual(inPart, ['2025-12-29', '2026-03-30']);
		assert.equal(isInPart('<img>', quarter, 'week', zone), false);
	});

	it('takes over which incidents count, and nothing else', () => {
		const input = { teams: ['A'], major: false, incident_types: ['B'], top: 3, since: '-7d', acknowledge_within: 5 };
		assert.deepEqual(filtersIn(input), { teams: ['A'], major: false, incident_types: ['B'] });
	});

	it('asks each tool for what it takes, and knows what it ignores', () => {
		const filters = { scope: 'account', services: ['A'], major: true, incident_types: ['B'] };
		assert.deepEqual(filtersFor('report_noise', filters), { scope: 'account', services: ['A'], incident_types: ['B'] });
		assert.deepEqual(ignoredBy('report_noise', filters), ['major']);
		assert.deepEqual(ignoredBy('get_incident_metrics', filters), ['incident_types']);
		assert.deepEqual(ignoredBy('get_oncall_hours', filters), ['services', 'major', 'incident_types']);
	});
});

describe('The figures of a report', () => {
	it('are none, not unknown, where PagerDuty sends no row', () => {
		assert.equal(totalsOf({ incident_metrics: [] }).incidents, 0);
		assert.equal(totalsOf({ incident_metrics: [] }).toAcknowledge, undefined);
		const series = seriesOf(
			{
				incident_metrics: [
					{ range_start: '2026-03-02T00:00:00+01:00', total_incident_count: 4 },
					{ range_start: '2026-03-05', total_incident_count: 1 },
				],
			},
			['2026-03-01', '2026-03-02'],
			'day',
		);
		assert.deepEqual(
			series.map(({ date, incidents }) => [date, incidents]),
			[
				['2026-03-01', 0],
				['2026-03-02', 4],
				['2026-03-05', 1],
			],
		);
	});

	it('tell 0 from what is not known', () => {
		const { services, people } = busiestOf({ services: [{ service: 'A', incidents: 0 }], people: [{ person: 'B' }] });
		assert.deepEqual(services[0], {
			name: 'A',
			incidents: 0,
			interruptions: undefined,
			atNight: undefined,
			hours: undefined,
		});
		assert.equal(people?.[0]?.interruptions, undefined);
		assert.equal(lineOf([60, 0, undefined, 30], 60), 'M0.2 0H0.8L1.2 100H1.8M3.2 50H3.8');
	});

	it('are of the week that they are told of, whichever of its days that begins with', () => {
		const output = { incident_metrics: [{ range_start: '2026-03-04', total_incident_count: 4 }] };
		assert.deepEqual(
			seriesOf(output, ['2026-03-02', '2026-03-09'], 'week').map(({ incidents }) => incidents),
			[4, 0],
		);
	});

	it('have shares as the language writes them', () => {
		assert.equal(percent(12.34, 'en'), '12.3%');
		assert.equal(percent(12, 'de'), '12\u00a0%');
	});

	it('have scales that end on a number people can halve', () => {
		assert.deepEqual([0, 1, 3, 7, 11, 61, 999].map(topOfCount), [2, 2, 4, 8, 20, 80, 1000]);
		assert.deepEqual(
			[0, 61, 500, 5000, 90_000, 400_000].map((seconds) => topOfSeconds(seconds) / 60),
			[1, 2, 10, 120, 2880, 8640],
		);
	});

	it('are CSV in which nothing is a formula', () => {
		assert.equal(
			csvOf([
				['a', '=1+1', 'x "y", z'],
				[undefined, -3.5, '-1\n'],
			]),
			'a,\'=1+1,"x ""y"", z"\r\n,-3.5,"\'-1\n"\r\n',
		);
	});
});

describe('The reader of a report', () => {
	const reader = (answer: (name: string, input: Fields) => Partial<ToolAnswer> = () => ({})) => {
		const calls: Fields[] = [];
		const clock = { now };
		const made = new ReportReader({
			call: (name, input) => {
				calls.push({ name, ...input });
				return Promise.resolve({ failed: false, output: {}, text: '', meta: {}, ...answer(name, input) });
			},
			now: () => clock.now,
			zone: () => zone,
			changed: () => undefined,
		});
		return { made, calls, clock };
	};
	const answer = (output: Fields): ToolAnswer => ({ failed: false, output, text: '', meta: {} });

	it('reads with six calls, of the same time and the same incidents', async () => {
		const { made, calls } = reader();
		made.take(answer({ period: '2026-03-01T00:00:00+01:00 to 2026-03-08T00:00:00+01:00' }), { teams: ['A'] });
		while (made.known.reading) await new Promise(setImmediate);
		assert.deepEqual(
			calls.map(({ name, since, aggregate_unit: unit }) => [name, since, unit]),
			[
				['get_incident_metrics', '2026-02-28T23:00:00.000Z', undefined],
				['get_incident_metrics', '2026-02-21T23:00:00.000Z', undefined],
				['get_incident_metrics', '2026-02-28T23:00:00.000Z', 'day'],
				['get_incident_metrics', '2026-02-21T23:00:00.000Z', 'day'],
				['report_busiest', '2026-02-28T23:00:00.000Z', undefined],
				['report_noise', '2026-02-28T23:00:00.000Z', undefined],
			],
		);
		assert.ok(calls.every(({ teams }) => JSON.stringify(teams) === '["A"]'));
	});

	it('asks for no teams by name once somebody wants their own', async () => {
		const { made, calls } = reader();
		made.begin({ teams: ['A'], scope: 'account' });
		made.showScope('my_teams');
		calls.length = 0;
		await made.showDuty();
		await made.read();
		assert.ok(
			calls.every(({ name, scope, teams }) =>
				name === 'get_oncall_hours' ? JSON.stringify(teams) === '["me"]' : scope === 'my_teams' && teams === undefined,
			),
		);
	});

	it('reads what takes long only when somebody wants to see it, and says each note once', async () => {
		const { made, calls } = reader(() => ({ output: { note: 'Late.' } }));
		made.begin({});
		while (made.known.reading) await new Promise(setImmediate);
		assert.deepEqual(made.known.notes, ['Late.']);
		assert.ok(!calls.some(({ name }) => name === 'report_sla' || name === 'get_oncall_hours'));
		await made.showTarget(5);
		assert.deepEqual(calls.at(-1)?.['acknowledge_within'], 5);
	});

	it('tells under which target its figures are, also when somebody chooses quickly', async () => {
		const waiting = new Map<unknown, (answer: ToolAnswer) => void>();
		const made = new ReportReader({
			call: (_name, { acknowledge_within: within }) =>
				new Promise((resolve) => {
					waiting.set(within, resolve);
				}),
			now: () => now,
			zone: () => zone,
			changed: () => undefined,
		});
		const sla = (name: string) => answer({ sla: [{ name, incidents: 1 }] });
		void made.showTarget(5);
		void made.showTarget(60);
		waiting.get(60)?.(sla('second'));
		await new Promise(setImmediate);
		waiting.get(5)?.(sla('first'));
		await new Promise(setImmediate);
		assert.equal(made.known.sla.value?.target, 60);
		assert.equal(made.known.sla.value.rows[0]?.name, 'second');
		void made.showTarget(15);
		assert.equal(made.known.target, 15);
		assert.equal(made.known.sla.value.target, 60);
	});

	it('filters by nothing once somebody wants everything, and by one thing less once it is removed', () => {
		const { made, calls } = reader();
		made.begin({ services: ['A'], urgency: 'high' });
		made.removeFilter('services');
		assert.deepEqual(made.known.filters, { urgency: 'high' });
		calls.length = 0;
		made.showScope('account');
		assert.ok(
			calls.length > 0 && calls.every(({ services, urgency }) => services === undefined && urgency === undefined),
		);
	});

	it('says of which days and people it does not count the hours on call', async () => {
		const { made } = reader(() => ({ output: { people: [{ user: 'A', hours: 1 }], more: true } }));
		made.showDays(90);
		await made.showDuty();
		assert.equal(made.known.duty.value?.daysLeftOut, false);
		made.take(answer({ period: '2025-03-31T00:00:00Z to 2026-03-31T00:00:00Z' }), {});
		await made.showDuty();
		assert.equal(made.known.duty.value.daysLeftOut, true);
		assert.equal(made.known.duty.value.more, true);
	});

	it('shows nothing of the account that was left', async () => {
		const { made } = reader(() => ({ output: { note: 'Late.' } }));
		made.begin({});
		while (made.known.reading) await new Promise(setImmediate);
		assert.ok(made.known.busiest.value);
		made.take({ failed: true, output: {}, text: 'Signed out.', meta: {} }, {});
		const { busiest, totals, notes } = made.known;
		assert.deepEqual([busiest.value, totals.value, notes], [undefined, undefined, []]);
	});

	it('reads the last days as they are by then', async () => {
		const { made, calls, clock } = reader();
		made.begin({});
		clock.now += 86_400_000;
		calls.length = 0;
		await made.read();
		assert.ok(calls.some(({ until }) => until === '2026-03-31T22:00:00.000Z'));
		assert.equal(made.known.period.end, at('2026-04-01T00:00:00+02:00'));
	});
});
