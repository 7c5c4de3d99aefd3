import assert from 'node:assert/strict';
import { openAgentWindow } from './agent-window.mjs';

const tools = {
	help: 'mcp_pagerduty_request_responders',
	resolve: 'mcp_pagerduty_resolve_incidents',
};
const incident = '#4260';

describe('What Copilot’s agent asks and does', function () {
	this.timeout(180_000);
	/** @type {Awaited<ReturnType<typeof openAgentWindow>>} */
	let agent;
	beforeEach(async function () {
		agent = await openAgentWindow(this.lifetime);
		await agent.startOver();
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await agent.saveFailure(this.currentTest.title);
	});

	it('pages nobody without the person’s consent by name, whose first answer is the safe one', async () => {
		const { chat, model, window } = agent;
		model.follow((messages) => {
			const [result] = resultsSinceQuestion(messages);
			if (result === undefined) return { call: [{ tool: tools.help, input: { incident, users: ['Diego Fuentes'] } }] };
			return { say: /Nothing was changed/.test(result) ? 'I have paged nobody.' : 'Diego is paged.' };
		});
		await chat.ask('Page Diego for help with the payments incident.');
		await chat.confirmation.allowOnce();
		const question = window.page.locator('.chat-question-carousel-container');
		await question.waitFor({ timeout: 60_000 });
		assert.match(await question.innerText(), /Page "Diego Fuentes" now and ask for help with #4260/);
		await picture(window, 'consent');
		const submit = question.getByText('Submit', { exact: true });
		await submit.click();
		await chat.waitFor(/I have paged nobody\./);
		assert.match(
			model.toolResults[0] ?? '',
			/Nothing was changed: the person was asked and said no\. Page .*Diego Fuentes/s,
		);
	});

	it('is listed in Agent activity, and undone from there', async () => {
		const { chat, model, window } = agent;
		model.follow((messages) =>
			resultsSinceQuestion(messages).length === 0
				? { call: [{ tool: tools.resolve, input: { incidents: [incident] } }] }
				: { say: 'It is resolved.' },
		);
		await chat.ask('Resolve the payments incident.');
		await chat.confirmation.allowOnce();
		await chat.waitFor(/It is resolved\./);
		await window.runCommand('PagerDuty: Focus on Agent activity View');
		const row = window.page
			.locator('.sidebar .monaco-list-row')
			.filter({ hasText: 'Resolve incidents: #4260' })
			.first();
		await row.waitFor({ timeout: 30_000 });
		await row.hover();
		await picture(window, 'activity');
		await row.getByRole('button', { name: 'Undo change' }).click();
		const dialog = window.page.locator('.monaco-dialog-box');
		await dialog.waitFor();
		assert.match((await dialog.innerText()).replaceAll('\u00a0', ' '), /Undo "Resolve incidents: #4260/);
		await picture(window, 'undo');
		await dialog.getByText('Undo it', { exact: true }).click();
		const undone = window.page.locator('.sidebar .monaco-list-row').filter({ hasText: 'You, undoing' });
		await undone.waitFor({ timeout: 30_000 });
	});
});

/** @param {import('./scripted-model.mjs').Message[]} messages */
function resultsSinceQuestion(messages) {
	const asked = messages.findLastIndex(({ role }) => role === 'user');
	return messages.slice(asked).flatMap(({ role, text }) => (role === 'tool' ? [text] : []));
}

/** For whoever wants to look at it. @param {import('../../tools/vscode-host/window.mjs').EditorWindow} window @param {string} name */
async function picture(window, name) {
	const folder = process.env['PICTURES'];
	if (folder) await window.page.screenshot({ path: `${folder}/${name}.png` });
}
