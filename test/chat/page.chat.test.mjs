import assert from 'node:assert/strict';
import { openAgentWindow } from './agent-window.mjs';
import { resultsSinceQuestion } from './scripted-model.mjs';

/** In one window, whose chat goes on from test to test. */
describe('A page in Copilot’s agent chat', function () {
	this.timeout(180_000);
	/** @type {Awaited<ReturnType<typeof openAgentWindow>>} */
	let agent;
	before(async function () {
		agent = await openAgentWindow(this.lifetime, {
			settings: { 'pagerduty.toolsets': ['incidents', 'oncall', 'services', 'people', 'analytics'] },
		});
		await agent.startOver();
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await agent.saveFailure(this.currentTest.title);
	});

	/**
	 * The page with such a heading, which is in two frames: the editor's own, and the one that it writes the page into.
	 * Of several pages in a chat, nothing tells which one is where.
	 * @param {RegExp} heading
	 */
	async function pageWith(heading) {
		const { page } = agent.window;
		const shown = (/** @type {import('playwright-core').Frame} */ frame) =>
			frame
				.getByRole('heading', { level: 1, name: heading })
				.isVisible()
				.catch(() => false);
		for (let tries = 0; tries < 300; tries++) {
			for (const frame of page.frames()) if (await shown(frame)) return frame;
			await page.waitForTimeout(100);
		}
		throw new Error(`There is no page with the heading ${heading}.`);
	}
	/** Asks, and the agent calls one tool. @param {string} question @param {string} tool @param {object} input */
	async function ask(question, tool, input) {
		agent.model.follow((messages) =>
			resultsSinceQuestion(messages).length > 0
				? { say: `There: ${question}` }
				: { call: [{ tool: `mcp_pagerduty_${tool}`, input }] },
		);
		await agent.chat.ask(question);
		await agent.chat.waitFor(new RegExp(`There: ${question}`));
	}

	const waiting = () => agent.window.page.locator('.notification-list-item').getByText('MCP Server (PagerDuty)');
	/**
	 * Answers the question of the server. The editor asks it in a notification, which goes under the bell after a while.
	 * @param {RegExp} question @param {string | RegExp} answer
	 */
	async function respond(question, answer) {
		const { page } = agent.window;
		await page.locator('.notification-list-item').filter({ hasText: question }).waitFor();
		await page.locator('.statusbar-item[id="status.notifications"]').click();
		const asked = page.locator('.notifications-center .notification-list-item').filter({ hasText: question });
		await asked.getByRole('button', { name: 'Respond' }).click();
		const choices = page.locator('.quick-input-widget .monaco-list-row');
		await choices.nth(1).waitFor();
		await agent.picture(`choices ${answer}`.replaceAll('/', ''));
		await choices.filter({ hasText: answer }).click();
	}

	it('of an incident is shown beside the answer, acknowledges with a click, and the sidebar shows it', async () => {
		const { chat, model, window } = agent;
		const row = window.page.getByRole('treeitem', { name: /Card authorisations/ });
		const [, number = ''] = /#(\d+)/.exec((await row.first().getAttribute('aria-label')) ?? '') ?? [];
		await ask(`Show incident ${number}`, 'get_incident', { incident: `#${number}` });
		const page = await pageWith(/Card authorisations/);
		// The answer itself is whole: a chat without pages shows no less.
		assert.match(model.toolResults[0] ?? '', /Card authorisations/);
		await page.locator('.entry').first().waitFor();
		await page.getByRole('button', { name: 'Acknowledge' }).click();
		await page.locator('.status').filter({ hasText: 'Acknowledged' }).waitFor();
		await window.page
			.getByRole('treeitem', { name: /Card authorisations.*Acknowledged/ })
			.first()
			.waitFor();
		assert.equal(await chat.hasConfirmation(), false);
	});

	it('opens in a tab of the editor, by a tool that no model is told of', async () => {
		const { model, window } = agent;
		assert.ok(model.offered.some(({ name }) => /get_incident$/.test(name)));
		assert.ok(!model.offered.some(({ name }) => /open_in_editor/.test(name)));
		const page = await pageWith(/Card authorisations/);
		await page.getByRole('button', { name: 'Open in the editor' }).click();
		await window.page.locator('.tabs-container .tab').filter({ hasText: 'Card authorisations' }).waitFor();
	});

	it('leaves it to the server to ask whether to page people, who pages nobody after a no', async () => {
		const page = await pageWith(/Card authorisations/);
		await page.getByRole('button', { name: 'Escalate' }).click();
		await page.getByText("under the editor's bell").waitFor();
		assert.equal(await page.getByRole('alertdialog').count(), 0);
		await agent.picture('asked by the server');
		await respond(/Escalate #\d+ .*Card authorisations.* and page .*Diego Fuentes.* now\?/, 'Leave it as it is');
		await page.getByRole('alert').filter({ hasText: 'You said no, so nothing was changed.' }).waitFor();
		await agent.picture('said no');
	});

	it('escalates after a yes, asked once', async () => {
		const { window } = agent;
		const page = await pageWith(/Card authorisations/);
		await page.getByRole('button', { name: 'Escalate' }).click();
		await respond(/Escalate #\d+ .*Card authorisations.* now\?/, 'Escalate');
		await page.getByText('Escalated to Diego Fuentes').first().waitFor();
		assert.equal(await page.getByRole('alert').count(), 0);
		// It is no longer the person's own.
		await window.page
			.getByRole('treeitem', { name: /Assigned to me.*1/ })
			.first()
			.waitFor();
		assert.equal(await waiting().count(), 0);
	});

	it('of a service shows what has changed once it is refreshed', async () => {
		await ask('Show Storefront CDN', 'get_service', { service: 'Storefront CDN' });
		const page = await pageWith(/^Storefront CDN$/);
		const open = page.getByRole('region', { name: /^Open incidents/ });
		await open.getByText(/Triggered/).waitFor();
		const row = agent.window.page.getByRole('treeitem', { name: /Edge 5xx/ }).first();
		await row.hover();
		await row.getByRole('button', { name: 'Acknowledge' }).click();
		await agent.window.page
			.getByRole('treeitem', { name: /Edge 5xx.*Acknowledged/ })
			.first()
			.waitFor();
		await page.getByRole('button', { name: 'Refresh' }).press('Enter');
		await open.getByText(/Acknowledged/).waitFor();
		await agent.picture('service in chat');
	});

	it('of who is on call shows other weeks', async () => {
		await ask('Show the shifts of payments', 'list_shifts', { schedules: ['Payments Primary'] });
		const page = await pageWith(/^On call$/);
		// Turns of seven days.
		const turns = page.getByRole('gridcell');
		await turns.nth(1).waitFor();
		assert.equal(await turns.count(), 2);
		await page.getByRole('button', { name: '4 weeks' }).press('Enter');
		await turns.nth(4).waitFor();
		await page.locator('article[aria-busy=false]').waitFor();
		await agent.picture('on call in chat');
	});

	it('of who is on call puts somebody else on call after a yes, and the sidebar shows it', async () => {
		const page = await pageWith(/^On call$/);
		await page
			.getByRole('gridcell', { name: /^Me, Maya Okafor/ })
			.first()
			.press('Enter');
		await page.getByLabel('Who takes over').selectOption({ label: 'Ethan Caldwell' });
		await page.getByRole('button', { name: 'Continue' }).press('Enter');
		await page.getByText("under the editor's bell").waitFor();
		await agent.picture('override, asked by the server');
		await respond(
			/Take .*Maya Okafor.* off .*Payments Primary.* put .*Ethan Caldwell.* on call/,
			'Change who is on call',
		);
		await page
			.getByRole('status')
			.filter({ hasText: /Ethan Caldwell is on call for Payments Primary/ })
			.waitFor();
		await page
			.getByRole('gridcell', { name: /Ethan Caldwell, override/ })
			.first()
			.waitFor();
		await agent.window.page
			.getByRole('treeitem', { name: /^You: not on call/ })
			.first()
			.waitFor();
		assert.equal(await waiting().count(), 0);
		await agent.picture('override, done');
	});

	it('of the report shows other days', async () => {
		await ask('Show who is busiest', 'report_busiest', {});
		const page = await pageWith(/^Report$/);
		const bars = page.getByRole('figure', { name: 'Incidents', exact: true }).locator('rect.now');
		await bars.nth(29).waitFor({ state: 'attached' });
		await page.getByRole('button', { name: '7 days' }).press('Enter');
		await page.getByText('Reading').or(bars.nth(7)).first().waitFor({ state: 'detached' });
		await bars.nth(6).waitFor({ state: 'attached' });
		assert.equal(await bars.count(), 7);
		await agent.picture('report in chat');
	});
});
