import assert from 'node:assert/strict';
import { everybodyCanUse } from './everybody.mjs';
import { inBrowser } from './in-browser.mjs';
import { themes } from './shown-page.mjs';

/** The account's time is Tuesday, 10 March 2026, 11:00 in Berlin. */
describe('The page of the report', function () {
	this.timeout(60_000);
	const browser = inBrowser({ page: 'report', width: 1200 });
	/** @type {import('./shown-page.mjs').ShownPage} */
	let shown;
	const open = async (options = {}) => {
		shown = await browser.open(options);
		return shown.view;
	};
	/** All that the page reads is there. */
	const whole = async (view) => {
		await view.locator('article[aria-busy=false]').waitFor();
		return view;
	};
	const press = (view, name) => view.getByRole('button', { name, exact: true }).click();
	const figure = (view, name) => view.getByRole('figure', { name, exact: true });
	const tile = async (view, name) =>
		(await view.locator('.tiles > div').filter({ hasText: name }).first().locator('dd').innerText()).replaceAll(
			'\n',
			' ',
		);

	for (const theme of Object.keys(themes))
		for (const width of [280, 1600])
			it(`can be used by everybody in ${theme}, ${width} px wide`, async () => {
				const view = await whole(await open({ theme, width }));
				for (const details of await view.locator('details').all()) await details.locator('summary').click();
				await press(view, '15 minutes');
				await press(view, 'Calculate from schedules');
				await figure(view, 'Acknowledged within 15 minutes').waitFor();
				await figure(view, 'Hours on call, by the schedules').getByRole('table').waitFor();
				await everybodyCanUse(shown.page);
			});

	it('shows the last 30 whole days beside the 30 before, as the tools tell them', async () => {
		const view = await whole(await open());
		await view.getByText('Feb 8, 2026 – Mar 9, 2026').waitFor();
		const of = async (since, until) => {
			const input = { since, until, time_zone: 'Europe/Berlin' };
			const { incident_metrics: rows } = await shown.host.account.call('get_incident_metrics', input);
			return rows[0].total_incident_count;
		};
		const [now, before] = [
			await of('2026-02-08T00:00:00+01:00', '2026-03-10T00:00:00+01:00'),
			await of('2026-01-09T00:00:00+01:00', '2026-02-08T00:00:00+01:00'),
		];
		assert.match(await tile(view, 'Incidents'), new RegExp(`^${now} ${before} before`));
		assert.equal(await figure(view, 'Incidents').locator('rect.now').count(), 30);
		const heights = await figure(view, 'Incidents')
			.locator('rect.now')
			.evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('height'))));
		await figure(view, 'Incidents').locator('summary').click();
		const table = await figure(view, 'Incidents')
			.locator('tbody tr')
			.evaluateAll((rows) => rows.map(({ cells }) => Number(cells[1].textContent)));
		assert.equal(
			table.reduce((sum, count) => sum + count, 0),
			now,
		);
		// Bar and table say the same.
		const top = Math.max(...table);
		assert.deepEqual(
			heights.map((height) => Math.round((height / Math.max(...heights)) * top)),
			table,
		);
	});

	it('says how old its figures are, and what they leave out', async () => {
		const view = await whole(await open());
		const notes = view.getByRole('region', { name: 'What these figures leave out' });
		await notes.getByText('PagerDuty leaves out incidents that belong to no team.').waitFor();
		assert.match((await view.locator('header').innerText()) ?? '', /as of/);
	});

	it('shows weeks of 90 days, and the person’s teams alone', async () => {
		const view = await whole(await open());
		await press(view, '90 days');
		await whole(view);
		const bars = figure(view, 'Incidents').locator('rect.now');
		assert.equal(await bars.count(), 14);
		// From a Wednesday to a Monday.
		await figure(view, 'Incidents').locator('summary').click();
		const weeks = await figure(view, 'Incidents').locator('tbody th').allTextContents();
		assert.deepEqual([weeks[0], weeks[1], weeks[13]], ['Dec 8 (in part)', 'Dec 15', 'Mar 9 (in part)']);
		const before = await tile(view, 'Incidents');
		await press(view, 'My teams');
		await whole(view);
		assert.notEqual(await tile(view, 'Incidents'), before);
	});

	it('gives each figure as CSV', async () => {
		const view = await whole(await open());
		await shown.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await figure(view, 'Busiest services').getByRole('button', { name: 'Copy as CSV' }).click();
		await figure(view, 'Busiest services').getByText('Copied').waitFor();
		const text = await shown.page.evaluate(() => navigator.clipboard.readText());
		assert.match(text, /^Service,Incidents,Interruptions,At night,Hours of work\r\nProduct Search,7,/);
	});

	it('leaves a copy to the person where pages get no clipboard', async () => {
		const view = await whole(await open({ door: 'chat', tool: 'report_busiest' }));
		await figure(view, 'Busiest people').getByRole('button', { name: 'Copy as CSV' }).click();
		const area = view.getByLabel('Busiest people as CSV: copy it from here');
		assert.match(await area.inputValue(), /^Who,Interruptions/);
		assert.match(shown.complaints.join(), /Clipboard API has been blocked/);
		shown.complaints.length = 0;
	});

	it('shows in a chat the time and the incidents that were asked for', async () => {
		const input = { since: '2026-02-01T00:00:00+01:00', until: '2026-02-08T00:00:00+01:00', services: ['Checkout'] };
		const view = await whole(await open({ door: 'chat', width: 280, tool: 'report_busiest', input }));
		await view.getByText('Feb 1, 2026 – Feb 7, 2026').waitFor();
		assert.deepEqual(
			await figure(view, 'Busiest services').locator('tbody th').allTextContents(),
			['Checkout'].slice(0, await figure(view, 'Busiest services').locator('tbody th').count()),
		);
		// PagerDuty cannot tell people apart by service.
		assert.equal(await figure(view, 'Busiest people').count(), 0);
	});

	it('opens with the target that was asked for', async () => {
		const view = await open({ door: 'chat', tool: 'report_sla', input: { acknowledge_within: 5 } });
		await figure(view, 'Acknowledged within 5 minutes').waitFor();
		assert.equal(
			await view.getByRole('button', { name: '5 minutes', exact: true }).getAttribute('aria-pressed'),
			'true',
		);
	});

	it('is a report, too, where there was not a single incident', async () => {
		const replace = (tool) => {
			if (tool === 'get_incident_metrics') return { incident_metrics: [], returned: 0, more: false };
			if (tool === 'report_busiest') return { services: [], people: [] };
			if (tool === 'report_noise') return { all: { resolved: 0, without_person: 0 }, services: [] };
			return undefined;
		};
		const view = await whole(await open({ replace }));
		assert.match(await tile(view, 'Incidents'), /^0 0 before/);
		assert.match(await tile(view, 'Time to acknowledge'), /^– no earlier value/);
		assert.equal(await view.getByText('Nothing happened in this period.').count(), 2);
		assert.equal(await figure(view, 'Incidents').locator('rect.now').count(), 30);
	});

	it('shows what can be read, and says why the rest cannot', async () => {
		const refused = 'Your plan does not include analytics.';
		let works = false;
		const view = await whole(
			await open({ replace: (tool) => (works || tool !== 'get_incident_metrics' ? undefined : refused) }),
		);
		await view.getByRole('alert').filter({ hasText: refused }).waitFor();
		assert.equal(await view.getByRole('alert').count(), 1);
		await figure(view, 'Busiest services').waitFor();
		works = true;
		await press(view, 'Refresh');
		await figure(view, 'Incidents').waitFor();
		await view.getByRole('alert').waitFor({ state: 'detached' });
	});

	it('says that somebody signed out, and comes back', async () => {
		const view = await whole(await open());
		shown.host.say('You are signed out of PagerDuty.');
		await view.getByRole('alert').filter({ hasText: 'You are signed out' }).waitFor();
		assert.equal(await view.getByRole('figure').count(), 0);
		shown.host.host.sendInput({});
		await figure(view, 'Incidents').waitFor();
	});

	it('speaks German to whoever does', async () => {
		const view = await whole(await open({ locale: 'de' }));
		await view.getByRole('button', { name: '30 Tage' }).waitFor();
	});

	it('takes what anybody wrote for text, and finds room for it', async () => {
		const evil = `=cmd|' /C calc'!A0 <img src=x onerror=alert(1)> שלום ${'x'.repeat(700)}`;
		const replace = (tool, output) => {
			if (tool === 'report_busiest')
				return { ...output, services: [{ service: evil, incidents: 3 }, null, 'x'], note: evil };
			if (tool === 'get_incident_metrics')
				return { incident_metrics: [{ range_start: evil, total_incident_count: 'x' }, 7] };
			return undefined;
		};
		const view = await whole(await open({ replace, width: 280 }));
		assert.equal(await view.locator('img, a, iframe').count(), 0);
		const over = await shown.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		assert.ok(over <= 0, `${over} px too wide`);
	});
});
