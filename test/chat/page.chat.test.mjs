import assert from 'node:assert/strict';
import { openAgentWindow } from './agent-window.mjs';

describe('An incident’s page in Copilot’s agent chat', function () {
	this.timeout(180_000);
	/** @type {Awaited<ReturnType<typeof openAgentWindow>>} */
	let agent;
	before(async function () {
		agent = await openAgentWindow(this.lifetime);
		await agent.startOver();
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await agent.saveFailure(this.currentTest.title);
	});

	/** A page, within its two frames: the editor's own, and the one that it writes the page into. @param {string} place */
	const pageIn = (place) =>
		agent.window.page.frameLocator(`${place} iframe.webview.ready`).frameLocator('iframe#active-frame');

	it('is shown beside the answer, acknowledges with a click, and the sidebar shows it', async () => {
		const { chat, model, window } = agent;
		const row = window.page.getByRole('treeitem', { name: /Card authorisations/ });
		const [, number = ''] = /#(\d+)/.exec((await row.first().getAttribute('aria-label')) ?? '') ?? [];
		model.follow((messages) => {
			const asked = messages.findLastIndex(({ role }) => role === 'user');
			if (messages.slice(asked).some(({ role }) => role === 'tool')) return { say: 'There it is.' };
			return { call: [{ tool: 'mcp_pagerduty_get_incident', input: { incident: `#${number}` } }] };
		});
		await chat.ask(`Show me #${number}.`);
		await chat.waitFor(/There it is\./);
		const page = pageIn('.interactive-session');
		await page.getByRole('heading', { level: 1, name: /Card authorisations/ }).waitFor({ timeout: 60_000 });
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
		await pageIn('.interactive-session').getByRole('button', { name: 'Open in the editor' }).click();
		await window.page.locator('.tabs-container .tab').filter({ hasText: 'Card authorisations' }).waitFor();
	});

	it('leaves it to the server to ask whether to page people, so that they are asked once', async () => {
		const { window } = agent;
		const page = pageIn('.interactive-session');
		await page.getByRole('button', { name: 'Escalate' }).click();
		const question = window.page.getByText(/Escalate #\d+ .*Card authorisations.* and page .* now\?/).first();
		await question.waitFor();
		assert.equal(await page.getByRole('alertdialog').count(), 0);
	});
});
