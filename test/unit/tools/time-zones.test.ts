import assert from 'node:assert/strict';
import { listedTimeZones } from '../../../src/pagerduty/api/time-zones.ts';
import { isListedTimeZone } from '../../../src/sandbox/time-zones.ts';
import { ToolError } from '../../../src/tools/core/failure.ts';
import { listedZone, parseListedZone } from '../../../src/tools/time/listed-zones.ts';
import { SignedIn } from '../../support/signed-in.ts';

const now = new Date('2026-03-10T10:00:00Z');

describe('time zones that PagerDuty takes', () => {
	it('are the same for the client and for the demo account', () => {
		assert.equal(new Set(listedTimeZones).size, listedTimeZones.length);
		assert.ok(listedTimeZones.length > 120 && listedTimeZones.every(isListedTimeZone));
		for (const zone of ['UTC', 'US/Mountain', 'America/Toronto', 'Europe/Oslo', 'GMT'])
			assert.ok(!isListedTimeZone(zone));
	});

	for (const [given, taken] of [
		['Europe/Berlin', 'Europe/Berlin'],
		['europe/berlin', 'Europe/Berlin'],
		['UTC', 'Etc/UTC'],
		['GMT', 'Etc/UTC'],
		['US/Mountain', 'America/Denver'],
		['US/Pacific', 'America/Los_Angeles'],
		['America/Toronto', 'America/New_York'],
		['Asia/Calcutta', 'Asia/Kolkata'],
		['Europe/Kyiv', 'Europe/Kiev'],
		['Asia/Yangon', 'Asia/Rangoon'],
		['Asia/Ho_Chi_Minh', 'Asia/Bangkok'],
	] as const) {
		it(`take ${taken} for ${given}`, () => {
			const { zone, note } = parseListedZone('time_zone', given, now);
			assert.equal(zone, taken);
			assert.equal(note === undefined, zone.toLowerCase() === given.toLowerCase());
			assert.equal(listedZone(given, now), taken);
		});
	}

	it('have the same clock all year', () => {
		const at = (zone: string, day: string) =>
			new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'long' })
				.format(new Date(`${day}T12:00:00Z`))
				.replace(/ [A-Z].*$/, '');
		for (const zone of Intl.supportedValuesOf('timeZone').filter((_, index) => index % 9 === 0)) {
			const listed = listedZone(zone, now);
			for (const day of ['2026-01-15', '2026-04-01', '2026-07-15', '2026-10-28', '2027-03-20'])
				assert.equal(at(listed, day), at(zone, day), `${zone} as ${listed}`);
		}
	});

	for (const zone of ['Australia/Lord_Howe', 'America/Havana', 'Asia/Gaza']) {
		it(`refuse ${zone} with those that come closest`, () => {
			assert.throws(
				() => parseListedZone('time_zone', zone, now),
				(error) =>
					error instanceof ToolError &&
					/no listed one has the same clock all year/.test(error.message) &&
					error.failure.candidates?.length === 3,
			);
		});
	}

	it('say so where they take the place of the one that was given', async () => {
		const account = await SignedIn.open();
		try {
			const note = /PagerDuty does not list the time zone UTC; Etc\/UTC has the same clock/;
			const noteOf = async (name: string, input: object) => String((await account.call(name, input))['note']);
			const hours = { support_hours: 'mon-fri 09:00-17:00 UTC' };
			const person = { name: 'Lena Vogt', email: 'lena@example.com', time_zone: 'UTC' };
			assert.match(await noteOf('create_user', person), note);
			assert.match(await noteOf('update_user', { user: 'me', time_zone: 'UTC' }), note);
			const wanted = { name: 'Till', escalation_policy: 'Payments', ...hours };
			assert.match(await noteOf('create_service', wanted), note);
			assert.match(await noteOf('update_service', { service: 'Checkout', ...hours }), note);
			assert.match(await noteOf('update_service', { service: 'Checkout', ...hours }), note);
			const kept = await account.call('update_service', { service: 'Checkout', urgency_outside: 'high' });
			assert.equal(kept['note'], undefined);
		} finally {
			await account.close();
		}
	});

	it('are sent wherever a time zone is written', async () => {
		const account = await SignedIn.open();
		try {
			const sent = () => account.sandbox.requests.map(({ body }) => body).filter((body) => body.includes('time_zone'));
			const plan = { users: ['me'], time_zone: 'UTC' };
			const created = await account.call('create_schedule', { name: 'Layers', ...plan });
			assert.match(JSON.stringify(created), /PagerDuty does not list the time zone UTC; Etc\/UTC has the same clock/);
			await account.call('create_schedule', { name: 'Shifts', kind: 'shifts', ...plan });
			// What was written as Etc/UTC is read as UTC, and must not be sent so.
			await account.call('set_rotation', { schedule: 'Shifts', add_users: ['Ben Ostrowski'] });
			await account.call('update_schedule', { schedule: 'Shifts', time_zone: 'US/Mountain' });
			await account.call('preview_schedule', plan);
			await account.call('update_user', { user: 'me', time_zone: 'America/Toronto' });
			await account.call('update_service', { service: 'Payments Gateway', support_hours: 'mon-fri 09:00-17:00 UTC' });
			assert.ok(sent().length >= 8, sent().join('\n'));
			for (const body of sent())
				for (const [, zone = ''] of body.matchAll(/"time_zone":"([^"]*)"/g)) assert.ok(isListedTimeZone(zone), body);
			for (const zone of ['UTC', 'US/Mountain', 'Mars/Olympus'])
				await account.fail('create_user', { name: 'X', email: 'x@example.com', time_zone: `${zone}x` });
		} finally {
			await account.close();
		}
	});
});
