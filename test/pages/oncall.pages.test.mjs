import assert from 'node:assert/strict';
import { inBrowser } from './in-browser.mjs';
import { themes } from './shown-page.mjs';
import { everybodyCanUse } from './everybody.mjs';

/** The account's time is Tuesday, 10 March 2026, 11:00 in Berlin; Maya Okafor is signed in and on Payments Primary. */
describe('The page of who is on call', function () {
	this.timeout(60_000);
	const browser = inBrowser({ page: 'oncall', width: 1200 });
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
	const row = (view, name) => view.getByRole('row', { name, exact: true });
	const bars = (view, name) =>
		row(view, name)
			.getByRole('gridcell')
			.evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label')));
	const all = (view) => view.getByLabel('Which schedules').selectOption({ label: 'All schedules' });
	const press = (view, name) => view.getByRole('button', { name, exact: true }).click();
	const says = (view, text) => view.getByRole('status').filter({ hasText: text }).waitFor();
	const writes = () => shown.requests().filter((request) => !request.startsWith('GET'));
	const schedule = (name) => [...shown.host.account.sandbox.store.schedules.values()].find((one) => one.name === name);
	const shiftBased = (name) =>
		[...shown.host.account.sandbox.store.shiftSchedules.values()].find((one) => one.name === name);

	for (const theme of Object.keys(themes))
		for (const width of [280, 1600])
			it(`can be used by everybody in ${theme}, ${width} px wide`, async () => {
				const view = await open({ theme, width });
				await all(view);
				await whole(view);
				await row(view, 'Payments Primary').getByRole('gridcell').first().click();
				await view.getByLabel('Who takes over').waitFor();
				await row(view, 'Fulfilment Daily').getByRole('gridcell').first().hover();
				await view.getByRole('tooltip').waitFor();
				await everybodyCanUse(shown.page);
			});

	it('shows the schedules on which the person takes turns, with three requests', async () => {
		const view = await whole(await open());
		assert.deepEqual(await bars(view, 'Payments Primary'), [
			'Me, Maya Okafor, Payments Primary, Mon, Mar 9, 05:00 PM – Mon, Mar 16, 05:00 PM',
			'Diego Fuentes, Payments Primary, Mon, Mar 16, 05:00 PM – Mon, Mar 23, 05:00 PM',
		]);
		assert.ok(await view.getByText('You are on call now on Payments Primary.').isVisible());
		assert.equal(await view.getByRole('row').count(), 2);
		const id = schedule('Payments Primary').id;
		assert.deepEqual(shown.requests().sort(), ['GET /oncalls', `GET /schedules/${id}`, 'GET /users/me']);
	});

	it('shows all of them where a key is nobody’s', async () => {
		const view = await whole(await open({ options: { key: 'account' } }));
		assert.equal(await view.getByRole('row').count(), 10);
		assert.equal(await view.getByText('my turn').count(), 1);
	});

	it('marks overrides and gaps with more than a colour, and says where nobody is on call', async () => {
		const view = await open();
		await all(view);
		await whole(view);
		const labels = await bars(view, 'Fulfilment Daily');
		assert.ok(labels.some((label) => label.startsWith('Naomi Sato, override, ')));
		assert.match((await row(view, 'Fulfilment Daily').textContent()) ?? '', /⇄ Naomi Sato/);
		assert.ok((await bars(view, 'Data Business Hours')).some((label) => label.startsWith('Nobody is on call, ')));
		await view.getByText('Times in which nobody is on call: 10, on 2 schedules').waitFor();
	});

	it('puts its rows together by person, nobody first and the person next', async () => {
		const view = await open();
		await all(view);
		await whole(view);
		await press(view, 'By person');
		const names = await view.getByRole('rowheader').evaluateAll((found) => found.map(({ innerText }) => innerText));
		assert.deepEqual(names.slice(0, 3), ['Nobody', 'Maya Okafor\nme', 'Arjun Mehta']);
	});

	it('shows everybody’s own time to whoever points at a turn, and to the keyboard', async () => {
		const view = await whole(await open());
		const bar = row(view, 'Payments Primary').getByRole('gridcell').first();
		await bar.focus();
		const card = view.getByRole('tooltip');
		await card.filter({ hasText: 'For Maya Okafor: Mon, Mar 9, 09:00 AM – Mon, Mar 16, 09:00 AM PDT' }).waitFor();
		assert.equal(await bar.getAttribute('aria-describedby'), await card.getAttribute('id'));
		await shown.page.keyboard.press('Escape');
		await card.waitFor({ state: 'detached' });
	});

	it('puts somebody else on call, by the keyboard alone and only after a last look', async () => {
		const view = await open();
		await all(view);
		await whole(view);
		const { keyboard } = shown.page;
		await row(view, 'Data Business Hours').getByRole('gridcell').first().focus();
		for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await keyboard.press(key);
		assert.match((await view.locator(':focus').getAttribute('aria-label')) ?? '', /^Me, Maya Okafor/);
		await keyboard.press('ArrowRight');
		await keyboard.press('Enter');
		await view.getByLabel('Until', { exact: true }).fill('2026-03-17T09:00');
		await view.getByLabel('Who takes over').focus();
		await keyboard.type('Ethan');
		await keyboard.press('Enter');
		// A choice is no order, and neither is the way to the last look.
		await view.getByRole('button', { name: 'Continue' }).focus();
		await keyboard.press('Enter');
		const look = view.getByRole('alertdialog', { name: 'Put Ethan Caldwell on call for Payments Primary?' });
		assert.match(
			(await look.textContent()) ?? '',
			/Mon, Mar 16, 05:00 PM – Tue, Mar 17, 09:00 AMInstead of Diego Fuentes/,
		);
		assert.equal(await view.locator(':focus').textContent(), 'Back');
		assert.deepEqual(writes(), []);
		await keyboard.press('Shift+Tab');
		await keyboard.press('Enter');
		await says(view, 'Ethan Caldwell is on call for Payments Primary Mon, Mar 16, 05:00 PM – Tue, Mar 17, 09:00 AM');
		assert.equal(writes().length, 1);
		const [override] = schedule('Payments Primary').overrides;
		assert.equal(new Date(override.end).toISOString(), '2026-03-17T08:00:00.000Z');
		await row(view, 'Payments Primary')
			.getByRole('gridcell', { name: /Ethan Caldwell, override/ })
			.waitFor();
		// The keyboard is in the board again.
		assert.equal(await view.locator('.board :focus').count(), 1);
	});

	it('puts somebody on call for what the mouse has drawn, on a shift-based schedule as well', async () => {
		const view = await open({ input: { schedule: 'Mobile Shifts' } });
		await whole(view);
		const track = await row(view, 'Mobile Shifts').locator('.track').boundingBox();
		// Wednesday from 11:00 on, on which one person is on call.
		const at = (days) => track.x + (track.width * days) / 7;
		const before = shiftBased('Mobile Shifts').overrides.length;
		await shown.page.mouse.move(at(1 + 12 / 24), track.y + 12);
		await shown.page.mouse.down();
		await shown.page.mouse.move(at(1 + 16 / 24), track.y + 12, { steps: 4 });
		await shown.page.mouse.up();
		assert.equal(await view.getByLabel('From').inputValue(), '2026-03-11T12:00');
		assert.equal(await view.getByLabel('Until', { exact: true }).inputValue(), '2026-03-11T16:00');
		await view.getByLabel('Who takes over').selectOption({ label: 'Somebody else …' });
		await view.getByRole('searchbox', { name: 'Name', exact: true }).fill('hannah');
		await press(view, 'Hannah Weiss');
		await press(view, 'Continue');
		await press(view, 'Override');
		await says(view, 'Hannah Weiss is on call for Mobile Shifts');
		assert.equal(shiftBased('Mobile Shifts').overrides.length, before + 1);
	});

	it('leaves the last look to whoever runs the tools where they ask, and says what came of it', async () => {
		let refuses = true;
		const view = await open({
			door: 'chat',
			tool: 'get_schedule',
			input: { schedule: 'Payments Primary' },
			asks: ['off-call'],
			replace: (tool) => (tool === 'create_overrides' && refuses ? 'The person said no.' : undefined),
		});
		await whole(view);
		await row(view, 'Payments Primary').getByRole('gridcell', { name: /Maya/ }).last().click();
		await view.getByLabel('Who takes over').selectOption({ label: 'Ethan Caldwell' });
		await press(view, 'Continue');
		await view.getByRole('alert').filter({ hasText: 'The person said no.' }).waitFor();
		refuses = false;
		await press(view, 'Continue');
		await says(view, 'Ethan Caldwell is on call for Payments Primary');
		assert.equal(await view.getByRole('alertdialog').count(), 0);
	});

	for (const [name, label] of [
		['Payments Primary', /^Diego Fuentes: Mon, Mar 16/],
		['Mobile Shifts', /^Sofia Marchetti: /],
	])
		it(`swaps two shifts on ${name}`, async () => {
			const view = await open({ input: { schedule: name } });
			await whole(view);
			await row(view, name)
				.getByRole('gridcell', { name: name === 'Payments Primary' ? /Maya/ : /Tomasz/ })
				.last()
				.click();
			await press(view, 'Swap');
			const choice = view.getByLabel('Swap with');
			const options = await choice.locator('option').allTextContents();
			await choice.selectOption({ label: options.find((one) => label.test(one)) });
			await press(view, 'Continue');
			const look = view.getByRole('alertdialog', { name: `Swap these two shifts on ${name}?` });
			await look.waitFor();
			assert.equal(await look.getByRole('listitem').count(), 2);
			assert.deepEqual(writes(), []);
			await look.getByRole('button', { name: 'Swap' }).click();
			await says(view, 'Swapped with');
			assert.ok(writes().length > 0);
		});

	it('picks several turns with Shift and an arrow key', async () => {
		const view = await open({ input: { schedule: 'Identity Day and Night' } });
		await whole(view);
		await row(view, 'Identity Day and Night').getByRole('gridcell').nth(2).focus();
		await shown.page.keyboard.press('Shift+ArrowRight');
		await view.getByLabel('From').waitFor();
		const [from, until] = await view
			.locator('input[type=datetime-local]')
			.evaluateAll((inputs) => inputs.map(({ value }) => Date.parse(value)));
		assert.equal((until - from) / 3_600_000, 24);
	});

	it('picks more turns the longer Shift is used, and goes on with Enter', async () => {
		const view = await open({ input: { schedule: 'Identity Day and Night' } });
		await whole(view);
		const { keyboard } = shown.page;
		await row(view, 'Identity Day and Night').getByRole('gridcell').nth(2).focus();
		await keyboard.press('Shift+ArrowRight');
		await says(view, 'Press Enter to continue with what is picked.');
		await keyboard.press('Shift+ArrowRight');
		await keyboard.press('Shift+ArrowRight');
		assert.equal(await view.locator('.board :focus').count(), 1);
		const hours = async () => {
			const [from, until] = await view
				.locator('input[type=datetime-local]')
				.evaluateAll((inputs) => inputs.map(({ value }) => Date.parse(value)));
			return (until - from) / 3_600_000;
		};
		assert.equal(await hours(), 48);
		await keyboard.press('Enter');
		assert.equal(await view.locator('.planner:focus').count(), 1);
		assert.equal(await hours(), 48);
		assert.equal(await view.getByText('Press Enter to continue').count(), 0);
		assert.deepEqual(writes(), []);
	});

	it('leaves what the keyboard has picked with Escape', async () => {
		const view = await open({ input: { schedule: 'Identity Day and Night' } });
		await whole(view);
		await row(view, 'Identity Day and Night').getByRole('gridcell').nth(2).focus();
		await shown.page.keyboard.press('Shift+ArrowRight');
		await view.getByLabel('From').waitFor();
		await shown.page.keyboard.press('Escape');
		await view.getByLabel('From').waitFor({ state: 'detached' });
		assert.equal(await view.locator('.board :focus').count(), 1);
		assert.equal(await view.getByText('Press Enter to continue').count(), 0);
	});

	it('takes Enter for a choice also after the mouse has drawn', async () => {
		const view = await whole(await open());
		const track = await row(view, 'Payments Primary').locator('.track').boundingBox();
		await shown.page.mouse.move(track.x + track.width * 0.3, track.y + 12);
		await shown.page.mouse.down();
		await shown.page.mouse.move(track.x + track.width * 0.5, track.y + 12, { steps: 4 });
		await shown.page.mouse.up();
		await view.getByLabel('From').waitFor();
		await shown.page.keyboard.press('Escape');
		await view.getByLabel('From').waitFor({ state: 'detached' });
		await row(view, 'Payments Primary').getByRole('gridcell').last().focus();
		await shown.page.keyboard.press('Enter');
		await view.getByLabel('From').waitFor();
		assert.equal(await view.getByLabel('From').inputValue(), '2026-03-16T17:00');
	});

	it('changes nothing for whoever goes back, closes it, or forgets something', async () => {
		const view = await whole(await open());
		await row(view, 'Payments Primary').getByRole('gridcell').last().click();
		await press(view, 'Continue');
		await view.getByRole('alert').filter({ hasText: 'Choose who takes over.' }).waitFor();
		await view.getByLabel('Until', { exact: true }).fill('2026-03-10T08:00');
		await press(view, 'Continue');
		await view.getByRole('alert').filter({ hasText: 'It must end after it begins.' }).waitFor();
		await shown.page.keyboard.press('Escape');
		await view.getByLabel('From').waitFor({ state: 'detached' });
		assert.match((await view.locator(':focus').getAttribute('aria-label')) ?? '', /Diego Fuentes/);
		assert.deepEqual(writes(), []);
	});

	it('offers no change of what is over', async () => {
		const view = await open({ input: { schedule: 'Identity Day and Night' } });
		await whole(view);
		const over = row(view, 'Identity Day and Night').getByRole('gridcell').first();
		const ahead = row(view, 'Identity Day and Night').getByRole('gridcell').last();
		const background = (bar) => bar.evaluate((element) => getComputedStyle(element).backgroundColor);
		assert.equal(await background(over), 'rgba(0, 0, 0, 0)');
		assert.notEqual(await background(ahead), 'rgba(0, 0, 0, 0)');
		await over.click();
		await says(view, 'That is over');
		assert.equal(await view.getByLabel('From').count(), 0);
	});

	it('says that PagerDuty refused a change, and keeps what was filled in', async () => {
		const view = await open({
			replace: (tool) => (tool === 'create_overrides' ? 'It is not the turn of Diego any more.' : undefined),
		});
		await whole(view);
		await row(view, 'Payments Primary').getByRole('gridcell').last().click();
		await view.getByLabel('Who takes over').selectOption({ label: 'Ethan Caldwell' });
		await press(view, 'Continue');
		await press(view, 'Override');
		await view.getByRole('alert').filter({ hasText: 'It is not the turn of Diego any more.' }).waitFor();
		assert.ok(await view.getByLabel('From').isVisible());
	});

	it('has a day of 23 hours where the clock is put forward, and its turns where they are', async () => {
		const view = await open({ input: { schedule: 'Fulfilment Daily', since: '2026-03-27T12:00:00Z' } });
		await whole(view);
		const heads = await view
			.getByRole('columnheader')
			.evaluateAll((days) =>
				days.slice(1).map((day) => [day.getAttribute('aria-label'), day.getBoundingClientRect().width]),
			);
		assert.equal(heads[2]?.[0], 'Sunday, March 29, 23 hours long');
		assert.ok(heads[2][1] < heads[1][1]);
		// Handed over at 7:30 in Sydney, whose clock is put back a week later.
		const labels = await bars(view, 'Fulfilment Daily');
		assert.ok(
			labels.some((label) => /Sat, Mar 28, 09:30 PM – Sun, Mar 29, 10:30 PM/.test(label)),
			labels.join('\n'),
		);
	});

	it('asks which is meant of an hour that comes twice, and says that one is left out', async () => {
		const view = await open({ input: { schedule: 'Payments Primary', since: '2026-10-24T12:00:00Z' } });
		await whole(view);
		await row(view, 'Payments Primary').getByRole('gridcell').first().click();
		const which = view.getByLabel('From (the clock shows this time twice)');
		assert.equal(await which.count(), 0);
		await view.getByLabel('Until', { exact: true }).fill('2026-10-25T09:00');
		await view.getByLabel('From', { exact: true }).fill('2026-10-25T02:30');
		assert.deepEqual(await which.locator('option').allTextContents(), ['02:30 AM GMT+2', '02:30 AM GMT+1']);
		await which.selectOption({ label: '02:30 AM GMT+1' });
		assert.equal(await view.getByLabel('From', { exact: true }).inputValue(), '2026-10-25T02:30');
		await view.getByLabel('Who takes over').selectOption({ label: 'Ethan Caldwell' });
		await press(view, 'Continue');
		assert.match(
			(await view.getByRole('alertdialog').textContent()) ?? '',
			/6h 30m · Oct 25, 2026, 2:30:00 AM GMT\+1 – /,
		);
		await press(view, 'Override');
		await says(view, 'Ethan Caldwell is on call');
		assert.equal(new Date(schedule('Payments Primary').overrides[0].start).toISOString(), '2026-10-25T01:30:00.000Z');
		await row(view, 'Payments Primary').getByRole('gridcell').last().click();
		await view.getByLabel('From', { exact: true }).fill('2026-10-25T00:00');
		await view.getByLabel('Until', { exact: true }).fill('2026-10-25T02:30');
		await view.getByLabel('Who takes over').selectOption({ label: 'Ben Ostrowski' });
		for (const zone of ['GMT+1', 'GMT+2']) {
			await view.getByLabel('Until (the clock shows this time twice)').selectOption({ label: `02:30 AM ${zone}` });
			await press(view, 'Continue');
			await view.getByRole('alertdialog').getByText(`– Oct 25, 2026, 2:30:00 AM ${zone}`).waitFor();
			await press(view, 'Back');
		}
		await view.getByLabel('Until', { exact: true }).fill('2027-03-28T02:30');
		await press(view, 'Continue');
		await view.getByRole('alert').filter({ hasText: 'that time does not exist' }).waitFor();
	});

	it('goes to other days, and back to today', async () => {
		const view = await whole(await open());
		await press(view, 'Seven days later');
		await view.getByText('Mar 17, 2026 – Mar 23, 2026').waitFor();
		await press(view, '4 weeks');
		await view.getByText('Mar 17, 2026 – Apr 13, 2026').waitFor();
		await press(view, 'Today');
		await view.getByText('Mar 10, 2026 – Apr 6, 2026').waitFor();
		await press(view, 'Seven days earlier');
		await view.getByText('Mar 3, 2026 – Mar 30, 2026').waitFor();
	});

	it('shows dates of the far past', async () => {
		const view = await open({ input: { schedule: 'Payments Primary', since: '2001-01-01T00:00:00Z' } });
		await whole(view);
		await view.getByText('Jan 1, 2001 – Jan 7, 2001').waitFor();
		assert.equal((await bars(view, 'Payments Primary')).length, 1);
	});

	it('says of each schedule that it cannot be read, keeps the others, and comes back', async () => {
		let works = false;
		const view = await open({
			options: {
				wire: async ({ path }, send) =>
					!works && path.includes(schedule('Payments Secondary').id) ? new Response('{}', { status: 403 }) : send(),
			},
		});
		await all(view);
		await whole(view);
		await row(view, 'Payments Secondary').getByText('This schedule could not be read').waitFor();
		assert.equal((await bars(view, 'Payments Primary')).length, 2);
		works = true;
		await press(view, 'Refresh');
		await row(view, 'Payments Secondary').getByText('Diego Fuentes').first().waitFor();
	});

	it('says that it is offline, and that somebody signed out, and comes back', async () => {
		let works = false;
		const view = await open({ replace: () => (works ? undefined : 'You are offline.') });
		await view.getByRole('alert').filter({ hasText: 'You are offline.' }).waitFor();
		shown.host.say('You are signed out of PagerDuty.');
		await view.getByRole('alert').filter({ hasText: 'You are signed out' }).waitFor();
		works = true;
		shown.host.host.sendInput({});
		await row(view, 'Payments Primary').waitFor();
	});

	it('follows a change that somebody else has made, and leaves the keyboard where it is', async () => {
		const view = await whole(await open());
		await row(view, 'Payments Primary').getByRole('gridcell').first().focus();
		await shown.host.account.call('create_overrides', {
			schedule: 'Payments Primary',
			user: 'Ethan Caldwell',
			start: '2026-03-12T09:00',
			end: '2026-03-12T17:00',
		});
		shown.host.host.sendInput({});
		await row(view, 'Payments Primary').getByRole('gridcell', { name: /Ethan/ }).waitFor();
		assert.match((await view.locator(':focus').getAttribute('aria-label')) ?? '', /^Me, Maya/);
	});

	it('shows in a chat all schedules in which gaps were looked for', async () => {
		const view = await open({ door: 'chat', tool: 'find_coverage_gaps' });
		await whole(view);
		assert.equal(await view.getByRole('row').count(), 10);
	});

	it('shows in a chat those of the people who were asked for', async () => {
		const view = await open({ door: 'chat', width: 280, tool: 'list_shifts', input: { users: ['Diego Fuentes'] } });
		await whole(view);
		assert.deepEqual(await view.getByRole('rowheader').allTextContents(), ['Payments Secondary', 'Payments Primary']);
	});

	it('offers no change that the agent may not make', async () => {
		const view = await open({ door: 'chat', tool: 'list_shifts', offered: ['list_shifts', 'get_schedule'] });
		await whole(view);
		await row(view, 'Payments Primary').getByRole('gridcell').first().click();
		await view.getByRole('tooltip').waitFor({ state: 'detached' });
		assert.equal(await view.getByLabel('From').count(), 0);
	});

	it('speaks German to whoever does', async () => {
		const view = await whole(await open({ locale: 'de' }));
		await view.getByRole('button', { name: '4 Wochen' }).waitFor();
	});

	it('prints the board and nothing to press', async () => {
		const view = await open();
		await all(view);
		await whole(view);
		await shown.page.emulateMedia({ media: 'print' });
		assert.equal(await view.getByRole('button', { name: 'Today' }).isVisible(), false);
		assert.ok(await row(view, 'Mobile Shifts').isVisible());
	});

	describe('that anybody wrote', () => {
		const evil = `<img src=x onerror=alert(1)> [a](command:x) **b** שלום ${'x'.repeat(700)}`;
		const many = Array.from({ length: 40 }, (_, index) => ({
			user: index === 0 ? evil : `Person ${index}`,
			user_id: `U${index}`,
			start: '2026-03-10T12:00:00Z',
			end: '2026-03-10T18:00:00Z',
		}));
		const replace = (tool, output) => {
			if (tool === 'get_user') return { user: { id: 'U0', name: evil, time_zone: 'Mars/Olympus' } };
			if (tool !== 'get_schedule') return undefined;
			return {
				schedule: { id: 'S1', name: evil, time_zone: 'Nowhere/At all' },
				shifts: [...many, null, { user: 'x' }, { user: 'y', user_id: 'y', start: 'later', end: 'never' }],
				gaps: [{ start: '2026-03-10T18:00:00Z', end: '2026-03-17T18:00:00Z' }, 'rubbish'],
				people: [],
				returned: output['returned'],
			};
		};

		it('is text, and finds room: a name of 700 letters, 40 people at once, a schedule without people', async () => {
			for (const width of [280, 1200]) {
				const view = await open({ width, replace });
				await whole(view);
				assert.equal(await view.locator('img, a, iframe').count(), 0);
				assert.equal(await view.getByRole('gridcell').count(), 41);
				await view.getByRole('gridcell').first().hover();
				await view.getByRole('tooltip').waitFor();
				assert.ok(await view.getByText('nobody takes turns').isVisible());
				const over = await shown.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
				assert.ok(over <= 0, `${over} px too wide`);
			}
		});
	});

	it('says by schedule and by person that a schedule has too many turns to be shown whole', async () => {
		const turn = { user: 'Naomi Sato', user_id: 'UNAOMI', start: '2026-03-12T08:00:00Z', end: '2026-03-12T09:00:00Z' };
		const many = (output) => ({ ...output, shifts: [turn], returned: 1, next_cursor: 'more' });
		for (const width of [280, 1200]) {
			const view = await open({
				width,
				input: { schedule: 'Fulfilment Daily' },
				replace: (tool, output) => (tool === 'get_schedule' ? many(output) : undefined),
			});
			await whole(view);
			const header = (name) => view.getByRole('rowheader', { name, exact: true });
			const cut = 'Fulfilment Daily too many turns: shown until Thu, Mar 12, 09:00 AM';
			await header(cut).waitFor();
			await press(view, 'By person');
			await header(cut).waitFor();
			await header('Naomi Sato some turns after Thu, Mar 12, 09:00 AM are not shown').waitFor();
			await everybodyCanUse(shown.page);
		}
	});

	it('shows 60 schedules of four weeks, and reads each once', async () => {
		const day = 86_400_000;
		const begin = Date.parse('2026-03-10T08:00:00Z');
		const schedules = Array.from({ length: 130 }, (_, index) => ({ id: `S${index}`, name: `Schedule ${index}` }));
		let reads = 0;
		const replace = (tool) => {
			if (tool === 'list_schedules') return { schedules, returned: 100, more: true };
			if (tool !== 'get_schedule') return undefined;
			const shown = schedules[reads++];
			const shifts = Array.from({ length: 56 }, (_, index) => ({
				user: `Person ${index % 9}`,
				user_id: `U${index % 9}`,
				start: new Date(begin + (index * day) / 2).toISOString(),
				end: new Date(begin + ((index + 1) * day) / 2).toISOString(),
			}));
			return { schedule: shown, shifts, gaps: [], people: [], returned: 56 };
		};
		const view = await open({ replace });
		await all(view);
		await press(view, '4 weeks');
		await whole(view);
		await view.getByText('There are more schedules than are shown here.').waitFor();
		assert.equal(await view.getByRole('row').count(), 61);
		assert.equal(await view.getByRole('gridcell').count(), 60 * 56);
	});
});
