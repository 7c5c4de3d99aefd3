import assert from 'node:assert/strict';
import { everybodyCanUse } from './everybody.mjs';
import { inBrowser } from './in-browser.mjs';
import { themes } from './shown-page.mjs';

describe('The page of a service', function () {
	this.timeout(60_000);
	const browser = inBrowser({ page: 'service', input: { service: 'Checkout' }, width: 1200 });
	/** @type {import('./shown-page.mjs').ShownPage} */
	let shown;
	const open = async (options = {}) => {
		shown = await browser.open(options);
		return shown.view;
	};
	/** All that the page reads is there. */
	const whole = async (view) => {
		await view.getByText('as of').waitFor();
		return view;
	};
	const part = (view, name) => view.getByRole('region', { name });

	for (const theme of Object.keys(themes))
		for (const width of [280, 1600])
			it(`can be used by everybody in ${theme}, ${width} px wide`, async () => {
				await whole(await open({ theme, width }));
				await everybodyCanUse(shown.page);
			});

	it('shows what is open, who is on call, what it depends on and what was deployed', async () => {
		const view = await whole(await open());
		await view.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor();
		assert.match(await part(view, /^Open incidents/).innerText(), /#\d+ Checkout p95 latency[\s\S]*Acknowledged · P2/);
		assert.match(await part(view, /^On call now/).innerText(), /Oliver Bramwell\s+Level 1 · Storefront Weekdays/);
		assert.match(await part(view, 'Dependencies').innerText(), /Payments Gateway[\s\S]*Needed by[\s\S]*Online Shop/);
		assert.match(await part(view, /^Recent changes/).innerText(), /Deploy checkout-web/);
		assert.match(await part(view, /^Integrations/).innerText(), /Datadog/);
	});

	it('says that it is in maintenance, and until when', async () => {
		const view = await open({
			replace: (tool, output) =>
				tool === 'get_service'
					? {
							...output,
							maintenance_windows: [
								{ id: 'W', state: 'ongoing', start: '2026-03-10T09:00:00Z', end: '2026-03-10T12:00:00Z' },
							],
						}
					: undefined,
		});
		await view.getByText('In maintenance: Tue, Mar 10, 10:00 AM – 01:00 PM').waitFor();
	});

	it('follows what changes, and says what cannot be read', async () => {
		let works = true;
		const view = await whole(
			await open({ replace: (tool) => (works || tool === 'get_service' ? undefined : 'You are offline.') }),
		);
		const { sandbox } = shown.host.account;
		const { id } = [...sandbox.store.services.values()].find(({ name }) => name === 'Checkout');
		const incidents = sandbox.store.incidents.filter((one) => one.serviceId === id && one.status !== 'resolved');
		await shown.host.account.call('resolve_incidents', { incidents: incidents.map((one) => one.id) });
		shown.host.host.sendInput({ service: 'Checkout' });
		await part(view, /^Open incidents/)
			.getByText('No open incidents.')
			.waitFor();
		works = false;
		await view.getByRole('button', { name: 'Refresh' }).click();
		await part(view, /^On call now/)
			.getByText('You are offline.')
			.waitFor();
		assert.ok(
			await part(view, /^On call now/)
				.getByText('Oliver Bramwell')
				.first()
				.isVisible(),
		);
	});

	it('says which part is being read', async () => {
		let held;
		const view = await whole(await open({ replace: (tool) => (tool === 'list_incidents' ? held : undefined) }));
		const busy = (name) => part(view, name).getAttribute('aria-busy');
		const refresh = view.getByRole('button', { name: 'Refresh' });
		assert.equal(await refresh.getAttribute('aria-busy'), 'false');
		let release;
		held = new Promise((resolve) => (release = resolve));
		await refresh.click();
		await view.locator('section[aria-labelledby="open"][aria-busy="true"]').waitFor();
		await view.locator('section[aria-labelledby="changes"][aria-busy="false"]').waitFor();
		assert.deepEqual([await busy(/^Open incidents/), await refresh.getAttribute('aria-busy')], ['true', 'true']);
		release(undefined);
		await view.locator('article[aria-busy="false"]').waitFor();
		assert.deepEqual([await busy(/^Open incidents/), await refresh.getAttribute('aria-busy')], ['false', 'false']);
	});

	it('keeps place and focus when it reads again', async () => {
		const view = await whole(await open({ width: 400 }));
		const refresh = view.getByRole('button', { name: 'Refresh' });
		await refresh.focus();
		const place = () => refresh.evaluate((button) => Math.round(button.getBoundingClientRect().top));
		const before = await place();
		const calls = shown.host.calls.length;
		shown.host.host.sendInput({ service: 'Checkout' });
		while (shown.host.calls.length < calls + 4) await shown.page.waitForTimeout(10);
		await view.locator('article[aria-busy="false"]').waitFor();
		assert.equal(await place(), before);
		assert.equal(await refresh.evaluate((button) => document.activeElement === button), true);
	});

	it('says that there is no such service, and that somebody signed out, and comes back', async () => {
		const view = await open({ input: { service: 'Nothing of the kind' } });
		await view.getByRole('alert').filter({ hasText: 'was not found' }).waitFor();
		shown.host.say('You are signed out of PagerDuty.');
		await view.getByRole('alert').filter({ hasText: 'You are signed out' }).waitFor();
		shown.host.host.sendInput({ service: 'Checkout' });
		await view.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor();
	});

	it('is shown in a chat beside the answer, and speaks German to whoever does', async () => {
		const view = await open({ door: 'chat', width: 280, tool: 'get_service', locale: 'de' });
		await part(view, /^Jetzt in Bereitschaft/)
			.getByText('Oliver Bramwell')
			.first()
			.waitFor();
	});

	it('takes what anybody wrote for text', async () => {
		const evil = `<img src=x onerror=alert(1)> [a](command:x) שלום ${'x'.repeat(700)}`;
		const view = await whole(
			await open({
				width: 280,
				replace: (tool, output) => {
					if (tool === 'get_service')
						return {
							...output,
							service: { ...output.service, name: evil, description: evil, url: 'javascript:alert(1)' },
						};
					if (tool === 'list_change_events')
						return {
							change_events: [{ id: 'C', summary: evil, links: ['command:x', 'https://example.com/x'] }, 7, null],
						};
					return undefined;
				},
			}),
		);
		assert.equal(await view.locator('img, iframe').count(), 0);
		assert.deepEqual(await view.locator('a').allTextContents(), ['https://example.com/x']);
		const over = await shown.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		assert.ok(over <= 0, `${over} px too wide`);
	});
});
