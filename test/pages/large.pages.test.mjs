import assert from 'node:assert/strict';
import { inBrowser } from './in-browser.mjs';

const rows = (count, row) => Array.from({ length: count }, (_, index) => row(index));
const [entries, alerts] = [2000, 400];
const anEntry = (index) => ({
	id: `L${index}`,
	at: new Date(Date.parse('2026-03-10T09:00:00Z') - index * 60_000).toISOString(),
	event: 'notify',
	summary: `Notified person ${index}`,
});
const anAlert = (index) => ({ id: `A${index}`, summary: `Alert ${index}`, details: 'No disk' });

describe('A page with more than anybody can see at once', function () {
	this.timeout(60_000);
	const browser = inBrowser({ told: false });
	/** @type {import('./shown-page.mjs').ShownPage} */
	let shown;

	/** Counts from now on how many times of the page are written out. */
	const countTimes = () =>
		shown.page.evaluate(() => {
			const { get: formatOf } = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format');
			globalThis.timesWritten = 0;
			Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
				get() {
					globalThis.timesWritten++;
					return formatOf.call(this);
				},
			});
		});
	const timesWritten = () => shown.page.evaluate(() => globalThis.timesWritten);

	describe('of an incident', () => {
		let newEntries;
		const open = async () => {
			newEntries = 0;
			let reads = 0;
			const replace = (tool) => {
				if (tool === 'list_change_events') return { change_events: [] };
				if (tool === 'list_incident_alerts') return { alerts: rows(alerts, anAlert) };
				if (tool !== 'get_incident_timeline') return undefined;
				return reads++ === 0
					? { log_entries: rows(entries, anEntry) }
					: { log_entries: rows(100, (index) => anEntry(index - newEntries)), next_cursor: 'more' };
			};
			// As in a chat, which tells with each answer who asks.
			shown = await browser.open({ replace, asks: ['pages'] });
			return shown.view;
		};
		const all = async (view) => {
			await view.getByText(`Notified person ${entries - 1}`).waitFor({ state: 'attached' });
			await view.getByText(`Alert ${alerts - 1}`).waitFor({ state: 'attached' });
		};

		it('shows all of it', async () => {
			const view = await open();
			await all(view);
			assert.equal(await view.locator('.entry').count(), entries);
			assert.equal(await view.locator('details.alert').count(), alerts);
		});

		it('shows what is first before it has drawn the rest', async () => {
			const view = await open();
			const first = await shown.page.evaluate(async () => {
				const drawn = (what) => document.querySelectorAll(what).length;
				while (drawn('.entry') === 0 || drawn('details.alert') === 0) await new Promise(requestAnimationFrame);
				return [drawn('.entry'), drawn('details.alert')];
			});
			assert.ok(first[0] < entries && first[1] < alerts, String(first));
			await all(view);
		});

		it('draws nothing anew that has not changed', async () => {
			const view = await open();
			await all(view);
			await view.locator('[aria-busy="false"] .timeline').waitFor();
			newEntries = 1;
			await countTimes();
			shown.host.account.sandbox.store.incident(shown.id).status = 'acknowledged';
			await shown.host.tell(shown.id);
			await view.locator('.status').filter({ hasText: 'Acknowledged' }).waitFor();
			await view.getByText('Notified person -1').waitFor();
			await view.locator('.entry').nth(entries).waitFor();
			// The first hundred were read again, with four times each at the most.
			assert.ok((await timesWritten()) < 600, `${await timesWritten()} times written`);
		});

		it('tells of other days when the day is over', async () => {
			const view = await open();
			await all(view);
			const time = () => view.locator('.entry time').first().textContent();
			assert.equal(await time(), '10:00 AM');
			await shown.page.clock.setFixedTime('2026-03-11T08:00:00Z');
			await shown.host.tell(shown.id);
			await view.locator('.entry time').filter({ hasText: 'Tue' }).first().waitFor();
			assert.equal(await time(), 'Tue 10:00 AM');
		});
	});

	it('of who is on call draws each schedule once, though each answers by itself', async () => {
		const [schedules, turns] = [60, 24];
		const day = 86_400_000;
		const begin = Date.parse('2026-03-10T08:00:00Z');
		const turn = (index) => ({
			user: `Person ${index % 9}`,
			user_id: `U${index % 9}`,
			start: new Date(begin + (index * day) / 4).toISOString(),
			end: new Date(begin + ((index + 1) * day) / 4).toISOString(),
		});
		let reads = 0;
		const replace = (tool) => {
			const schedule = (index) => ({ id: `S${index}`, name: `Schedule ${index}` });
			if (tool === 'list_schedules') return { schedules: rows(schedules, schedule) };
			if (tool !== 'get_schedule') return undefined;
			return { schedule: schedule(reads++), shifts: rows(turns, turn), gaps: [], people: [], returned: turns };
		};
		shown = await browser.open({ page: 'oncall', width: 1200, replace });
		const { view } = shown;
		await view.locator('article[aria-busy=false]').waitFor();
		reads = 0;
		await countTimes();
		await view.getByLabel('Which schedules').selectOption({ label: 'All schedules' });
		await view
			.locator('article[aria-busy=false] .bar')
			.nth(schedules * turns - 1)
			.waitFor();
		assert.equal(await view.locator('.bar').count(), schedules * turns);
		const once = schedules * turns * 4;
		// Colours are given to people in the order of the schedules, so some rows are drawn twice.
		assert.ok((await timesWritten()) < 2.5 * once, `${await timesWritten()} times written, ${once} for all of it`);
	});
});
