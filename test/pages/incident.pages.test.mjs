import assert from 'node:assert/strict';
import { everybodyCanUse } from './everybody.mjs';
import { inBrowser } from './in-browser.mjs';
import { themes } from './shown-page.mjs';

describe('The page of an incident', function () {
	this.timeout(30_000);
	const browser = inBrowser({});
	/** @type {import('./shown-page.mjs').ShownPage} */
	let shown;
	const open = async (options = {}) => {
		shown = await browser.open(options);
		await shown.view.getByRole('heading', { level: 1 }).or(shown.view.getByRole('alert')).first().waitFor();
		return shown.view;
	};
	/** All that the page reads is there. */
	const whole = (view) => view.locator('[aria-busy="false"] .timeline').first().waitFor();
	const incident = () => shown.host.account.sandbox.store.incident(shown.id);
	const press = (view, name) => view.getByRole('button', { name, exact: true }).click();
	const status = (view, text) => view.locator('.status').filter({ hasText: text }).waitFor();
	const says = (view, text) => view.getByRole('status').filter({ hasText: text }).waitFor();
	const focused = (page) => page.evaluate(() => document.activeElement?.textContent ?? '');

	for (const theme of Object.keys(themes))
		for (const width of [280, 1600])
			it(`can be used by everybody in ${theme}, ${width} px wide`, async () => {
				const page = await open({ theme, width });
				await whole(page);
				await page.locator('details.alert').first().locator('summary').click();
				for (const fold of await page.locator('.fold').all()) await fold.locator('summary').click();
				await page.getByText('comes next').waitFor();
				await page.locator('.fold[aria-busy="true"]').waitFor({ state: 'detached' });
				await press(page, 'Resolve');
				await page.getByRole('alertdialog').waitFor();
				await everybodyCanUse(page);
			});

	it('reads an incident that is not known with five requests, and shows it before they are all answered', async () => {
		let hold = true;
		const view = await open({
			told: false,
			options: {
				wire: async ({ path }, send) => {
					while (hold && path.endsWith('/alerts')) await new Promise((resolve) => setImmediate(resolve));
					return send();
				},
			},
		});
		await view.getByRole('heading', { name: 'Timeline' }).waitFor();
		assert.ok(await view.getByText('Reading …').first().isVisible());
		hold = false;
		await view.locator('details.alert').first().waitFor();
		await whole(view);
		assert.deepEqual(
			shown
				.requests()
				.map((request) => request.replaceAll(shown.id, 'ID'))
				.sort(),
			[
				'GET /incidents/ID',
				'GET /incidents/ID/alerts',
				'GET /incidents/ID/log_entries',
				'GET /incidents/ID/related_change_events',
				'GET /users/me',
			],
		);
	});

	it('reads who is next, what is like it and who gets status updates only when somebody unfolds them', async () => {
		const view = await open();
		await whole(view);
		const fold = (name) => view.locator('.fold').filter({ has: shown.page.getByText(name, { exact: true }) });
		const unfold = (name) => fold(name).locator('summary').click();
		const before = shown.host.calls.length;
		await unfold('Who is paged next');
		await fold('Who is paged next').getByText('Level 1 · has it now').waitFor();
		await fold('Who is paged next').getByText('Level 2 · comes next').waitFor();
		await unfold('Who gets status updates');
		await fold('Who gets status updates').getByText('Nobody has subscribed to them.').waitFor();
		await unfold('Incidents like this one');
		await fold('Incidents like this one').getByRole('heading', { name: 'Past' }).waitFor();
		assert.deepEqual(shown.host.calls.slice(before), ['get_incident', 'get_incident', 'find_related_incidents']);
		// Somebody else hands it on: whom it pages next is told anew.
		await shown.host.account.call('escalate_incidents', { incidents: [shown.id] });
		await shown.host.tell(shown.id);
		await fold('Who is paged next').getByText('Level 2 · has it now').waitFor();
	});

	it('says who could not be read, and keeps what was read', async () => {
		const part = { escalation: undefined, incomplete: ['escalation could not be read: You are offline.'] };
		let isOffline = false;
		const view = await open({
			replace: (tool, output) =>
				isOffline && tool === 'get_incident' && 'escalation' in output ? { ...output, ...part } : undefined,
		});
		await whole(view);
		await view.getByText('Who is paged next').click();
		const level = view.getByText('Level 1 · has it now');
		await level.waitFor();
		isOffline = true;
		await shown.host.tell(shown.id);
		await view.getByText('escalation could not be read: You are offline.').waitFor();
		assert.equal(await level.count(), 1);
	});

	it('takes an incident on, ends it and opens it again, and asks before it ends or people are paged', async () => {
		const view = await open();
		await whole(view);
		await press(view, 'Acknowledge');
		await status(view, 'Acknowledged');
		assert.equal(incident().status, 'acknowledged');
		await press(view, 'Resolve');
		await view.getByRole('alertdialog', { name: /Resolve this incident/ }).waitFor();
		assert.equal(await focused(shown.page), 'Cancel');
		await shown.page.keyboard.press('Enter');
		await view.getByRole('alertdialog').waitFor({ state: 'detached' });
		assert.equal(incident().status, 'acknowledged');
		await press(view, 'Resolve');
		await view.getByRole('alertdialog').getByRole('button', { name: 'Resolve' }).click();
		await status(view, 'Resolved');
		await press(view, 'Reopen');
		await view.getByRole('alertdialog').getByRole('button', { name: 'Reopen' }).click();
		await status(view, 'Triggered');
		assert.equal(incident().status, 'triggered');
	});

	it('works by the keyboard alone', async () => {
		await open();
		const { keyboard } = shown.page;
		await keyboard.press('Tab');
		assert.equal(await focused(shown.page), 'Acknowledge');
		for (const name of ['Resolve', 'Snooze']) {
			await keyboard.press('Tab');
			assert.equal(await focused(shown.page), name);
		}
		await keyboard.press('Enter');
		await shown.page.getByRole('group', { name: 'Snooze: for how long?' }).waitFor();
		await keyboard.press('Escape');
		assert.equal(await focused(shown.page), 'Snooze');
		await keyboard.press('Enter');
		await keyboard.press('Shift+Tab');
		assert.equal(await focused(shown.page), '8 hours');
		await keyboard.press('Enter');
		await says(shown.page, 'Snoozed');
		assert.notEqual(await shown.page.evaluate(() => document.activeElement?.tagName), 'BODY');
		await shown.page.getByLabel('Note', { exact: true }).focus();
		await keyboard.type('Rolled back');
		await keyboard.press('Control+Enter');
		await says(shown.page, 'Added the note');
		await shown.page.locator('.entry.note').filter({ hasText: 'Rolled back' }).waitFor();
		assert.equal(await shown.page.getByLabel('Note', { exact: true }).inputValue(), '');
	});

	it('follows a change without losing focus, place or a half-written note', async () => {
		const view = await open({ width: 400 });
		await whole(view);
		const note = view.getByLabel('Note', { exact: true });
		await note.fill('half a no');
		await note.evaluate((area) => area.setSelectionRange(4, 6));
		await view.locator('details.alert').first().locator('summary').click();
		await note.focus();
		const place = () => note.evaluate((area) => Math.round(area.getBoundingClientRect().top));
		const before = await place();
		await shown.host.account.call('acknowledge_incidents', { incidents: [shown.id] });
		await shown.host.tell(shown.id);
		await status(view, 'Acknowledged');
		await view
			.locator('.entry.state')
			.filter({ hasText: /Acknowledged/ })
			.first()
			.waitFor();
		assert.equal(await note.inputValue(), 'half a no');
		assert.deepEqual(
			await note.evaluate((area) => [document.activeElement === area, area.selectionStart, area.selectionEnd]),
			[true, 4, 6],
		);
		assert.ok((await view.locator('details.alert').first().getAttribute('open')) !== null);
		// A line less above it is no reason to move; half a pixel is none to complain.
		assert.ok(Math.abs((await place()) - before) <= 1);
	});

	it('does not say that it did what somebody else has undone', async () => {
		const view = await open({ door: 'chat', told: false });
		await whole(view);
		incident().status = 'resolved';
		await press(view, 'Acknowledge');
		await view.getByRole('alert').filter({ hasText: 'Nothing changed: already resolved' }).waitFor();
		// What is so is read, also where nothing was done.
		await status(view, 'Resolved');
		await view.getByRole('button', { name: 'Reopen' }).waitFor();
		assert.equal(await view.locator(':focus').textContent(), 'Reopen');
	});

	it('leaves the keyboard where it is when something changes', async () => {
		const view = await open();
		await whole(view);
		await press(view, 'Escalate');
		await view.getByRole('alertdialog').waitFor();
		assert.equal(await focused(shown.page), 'Cancel');
		await view.getByLabel('Note', { exact: true }).focus();
		await shown.host.account.call('acknowledge_incidents', { incidents: [shown.id] });
		await shown.host.tell(shown.id);
		await status(view, 'Acknowledged');
		assert.equal(await shown.page.evaluate(() => document.activeElement?.id), 'note');
		assert.ok(await view.getByRole('alertdialog').isVisible());
	});

	it('keeps a half-written note while there is no incident to show', async () => {
		const view = await open();
		await whole(view);
		const note = view.getByLabel('Note', { exact: true });
		await note.fill('half a no');
		shown.host.say('You are signed out of PagerDuty.');
		await view.getByRole('alert').filter({ hasText: 'You are signed out' }).waitFor();
		shown.host.host.sendInput({ incident: shown.id });
		await note.waitFor();
		assert.equal(await note.inputValue(), 'half a no');
	});

	it('keeps a note that could not be sent, and says why', async () => {
		// Also in the frame of a chat, which may forbid forms.
		const replace = (tool) => (tool === 'add_incident_note' ? 'You are offline.' : undefined);
		const view = await open({ replace, door: 'chat', told: false });
		await whole(view);
		await view.getByLabel('Note', { exact: true }).fill('important');
		await press(view, 'Add note');
		await view.getByRole('alert').filter({ hasText: 'You are offline.' }).waitFor();
		assert.equal(await view.getByLabel('Note', { exact: true }).inputValue(), 'important');
	});

	it('reads all of an alert’s details once somebody unfolds them', async () => {
		let reads = 0;
		const view = await open({
			replace: (tool) => {
				if (tool !== 'list_incident_alerts') return undefined;
				const details = reads++ === 0 ? 'the beginning … [9 more characters]' : 'the beginning and the end';
				return { alerts: [{ id: 'A1', summary: 'Disk is full', details }] };
			},
		});
		await view.locator('details.alert summary').click();
		await view.getByText('the beginning and the end').waitFor();
		assert.equal(reads, 2);
	});

	it('reads nothing while nobody sees it, and what is new as soon as somebody does', async () => {
		const view = await open();
		await whole(view);
		const drawn = () => shown.page.evaluate(() => new Promise((soon) => requestAnimationFrame(() => setTimeout(soon))));
		const sight = (visible) =>
			shown.page.evaluate(
				(params) => globalThis.toPage({ jsonrpc: '2.0', method: 'ui/notifications/host-context-changed', params }),
				{ visible },
			);
		const later = (minutes) =>
			shown.page.clock.setFixedTime(shown.host.account.clock.now().getTime() + minutes * 60_000);
		await sight(false);
		await later(2);
		shown.host.calls.length = 0;
		await sight(false);
		await shown.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		await drawn();
		assert.deepEqual(shown.host.calls, []);
		await later(4);
		await sight(true);
		while (!shown.host.calls.includes('get_incident_timeline')) await new Promise(setImmediate);
	});

	it('says what cannot be read, and keeps what it has', async () => {
		let works = true;
		const view = await open({ replace: () => (works ? undefined : 'You are offline.') });
		await whole(view);
		works = false;
		await press(view, 'Refresh');
		await view.getByRole('alert').filter({ hasText: 'This may be out of date: You are offline.' }).waitFor();
		assert.ok(await view.locator('.entry').first().isVisible());
		works = true;
		await press(view, 'Refresh');
		await view.getByRole('alert').waitFor({ state: 'detached' });
	});

	it('says that there is no such incident, and that somebody signed out', async () => {
		const view = await open({ find: () => ({ id: 'PGONE' }), told: false });
		await view.getByRole('alert').filter({ hasText: 'There is no incident' }).waitFor();
		shown.host.say('You are signed out of PagerDuty.');
		await view.getByRole('alert').filter({ hasText: 'You are signed out' }).waitFor();
		assert.equal(await view.getByRole('heading').count(), 0);
	});

	it('has no button for what the agent may not do', async () => {
		const view = await open({ door: 'chat', offered: ['get_incident'] });
		await whole(view);
		assert.equal(await view.getByRole('group', { name: 'Actions' }).getByRole('button').count(), 0);
		assert.equal(await view.getByLabel('Note', { exact: true }).count(), 0);
	});

	it('asks only what whoever runs the tools does not ask', async () => {
		let agree = () => undefined;
		const agreed = new Promise((resolve) => (agree = resolve));
		const wire = async ({ method }, send) => {
			if (method !== 'GET') await agreed;
			return send();
		};
		const view = await open({ door: 'chat', told: false, asks: ['pages', 'many', 'off-call'], options: { wire } });
		await whole(view);
		await press(view, 'Escalate');
		// They ask elsewhere, where it could be missed.
		await says(view, 'Answer the question in the chat or in a notification first.');
		agree();
		await says(view, 'Escalated');
		assert.equal(await view.getByText('Answer the question').count(), 0);
		assert.equal(await view.getByRole('alertdialog').count(), 0);
		// It ends for everybody, and nobody else asks.
		await press(view, 'Resolve');
		await view.getByRole('alertdialog', { name: /Resolve this incident/ }).waitFor();
	});

	it('says in words for people that they said no', async () => {
		const options = { consent: {}, person: { choose: () => Promise.resolve('no') } };
		const view = await open({ door: 'chat', told: false, asks: ['pages'], options });
		await whole(view);
		await press(view, 'Escalate');
		await view
			.getByRole('alert')
			.filter({ hasText: /^You said no, so nothing was changed\.$/ })
			.waitFor();
	});

	it('does not take an old answer’s word for who asks', async () => {
		const view = await open({ door: 'chat', told: false, asks: ['many'] });
		await whole(view);
		shown.host.asks = ['pages'];
		await shown.host.tell(shown.id);
		shown.host.asks = ['many'];
		await press(view, 'Escalate');
		await view.getByRole('alertdialog').waitFor();
	});

	it('opens in the editor from a chat there, and says why it does not', async () => {
		let asked = 0;
		const answers = (tool) =>
			tool === 'open_in_editor' ? (asked++ === 0 ? { opened: true } : 'No editor.') : undefined;
		const view = await open({ door: 'chat', offered: ['get_incident', 'open_in_editor'], replace: answers });
		await whole(view);
		await press(view, 'Open in the editor');
		await press(view, 'Open in the editor');
		await says(view, 'No editor.');
		assert.equal(shown.host.calls.filter((tool) => tool === 'open_in_editor').length, 2);
	});

	it('acts from a chat, in a frame without rights', async () => {
		const view = await open({ door: 'chat', width: 280, told: false });
		await whole(view);
		await press(view, 'Acknowledge');
		await status(view, 'Acknowledged');
		assert.equal(incident().status, 'acknowledged');
	});

	it('speaks German to whoever does, also in a chat', async () => {
		const view = await open({ door: 'chat', locale: 'de' });
		await view.getByRole('button', { name: 'Bestätigen' }).waitFor();
		await view.getByRole('heading', { name: 'Verlauf' }).waitFor();
	});

	it('has a language and a time whatever the host calls them', async () => {
		const view = await open({ locale: 'en-us@posix' });
		await whole(view);
		assert.match((await view.locator('time').first().textContent()) ?? '', /\d/);
	});

	it('copies all of it as Markdown', async () => {
		const view = await open();
		await whole(view);
		await shown.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await press(view, 'Copy as Markdown');
		await says(view, 'Copied');
		const text = await shown.page.evaluate(() => navigator.clipboard.readText());
		assert.match(text, /^# \[#\d+ Card authorisations/);
		assert.match(text, /## Timeline\n\n- .*Deploy/);
	});

	it('leaves the copy to the person where pages get no clipboard', async () => {
		const view = await open({ door: 'chat' });
		await press(view, 'Copy as Markdown');
		const area = view.getByLabel(/copy it from here/);
		assert.match(await area.inputValue(), /^# \[#/);
		await press(view, 'Close');
		await area.waitFor({ state: 'detached' });
		assert.equal(await view.locator(':focus').textContent(), 'Copy as Markdown');
		assert.match(shown.complaints.join(), /Clipboard API has been blocked/);
		shown.complaints.length = 0;
	});

	describe('that anybody wrote', () => {
		const evil = '<img src=https://evil.example/x onerror=alert(1)> [click](command:pagerduty.signOut) \u202Egnp.exe ';
		const body = `{"a":"${'x'.repeat(5_000_000)}"}`;
		const replace = (tool, output) => {
			if (tool === 'get_incident')
				return {
					...output,
					incident: { ...output.incident, title: evil.repeat(7), url: 'javascript:alert(1)', assignees: [evil] },
				};
			if (tool === 'get_incident_timeline')
				return {
					...output,
					log_entries: [
						{ id: 'L1', event: 'annotate', by: evil, summary: evil, note: `${evil} https://example.com/runbook?x=1.` },
					],
				};
			if (tool === 'list_incident_alerts')
				return {
					alerts: [
						{ id: 'A1', summary: evil, details: body, links: ['https://example.com/graph', 'command:x', 'http://'] },
						{ id: 'A2', summary: '', details: '{"not": json' },
						{ id: 'A3', summary: 'deep', details: '['.repeat(9000) + ']'.repeat(9000) },
						null,
						'rubbish',
					],
				};
			return undefined;
		};

		it('is text: no element, no picture, no link but whole addresses of the web', async () => {
			const view = await open({ replace, width: 280, told: false });
			await view.locator('.entry.note').waitFor();
			for (const alert of await view.locator('details.alert').all()) await alert.locator('summary').click();
			assert.equal(await view.locator('img, script[src], iframe').count(), 0);
			const links = await view
				.locator('a')
				.evaluateAll((all) => all.map(({ href, textContent }) => [href, textContent]));
			assert.deepEqual([...new Set(links.map(([href]) => href))].sort(), [
				'https://deploys.lumen-oak.example/P20LYWS',
				'https://evil.example/x',
				'https://example.com/graph',
				'https://example.com/runbook?x=1',
			]);
			for (const [href, text] of links) assert.equal(text, href);
			assert.ok(await view.getByText('{"not": json').isVisible());
			await view.locator('a').first().click();
			assert.deepEqual(shown.host.opened, [links[0]?.[0]]);
			const over = await shown.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			assert.ok(over <= 0, `${over} px too wide`);
		});
	});

	it('lets nothing in and nothing out: no network, no eval, no code of others', async () => {
		const view = await open();
		await whole(view);
		const tried = await shown.page.evaluate(async () => {
			await Promise.resolve();
			const refused = async (what) => {
				try {
					await what();
					return false;
				} catch {
					return true;
				}
			};
			const code = document.createElement('script');
			code.textContent = 'globalThis.broken = true';
			document.body.append(code);
			return {
				fetch: await refused(() => fetch('https://page.example/other')),
				code: globalThis.broken === undefined,
				state: globalThis.keptState,
			};
		});
		assert.deepEqual(tried, { fetch: true, code: true, state: { incident: shown.id, account: 'demo' } });
		// What the browser refused, it complained of.
		assert.ok(shown.complaints.length > 0);
		shown.complaints.length = 0;
	});
});
