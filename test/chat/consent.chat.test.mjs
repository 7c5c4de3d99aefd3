import assert from 'node:assert/strict';
import { openAgentWindow } from './agent-window.mjs';
import { resultsSinceQuestion } from './scripted-model.mjs';

const tools = {
	help: 'mcp_pagerduty_request_responders',
	resolve: 'mcp_pagerduty_resolve_incidents',
	get: 'mcp_pagerduty_get_incident',
};
const incident = '#4260';

/** In one window, whose chat goes on from test to test. */
describe('What Copilot’s agent asks and does', function () {
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

	const questions = () => agent.window.page.locator('.chat-question-carousel-container');

	it('pages nobody without the person’s consent by name, whose first answer is the safe one', async () => {
		const { chat, model } = agent;
		model.follow((messages) => {
			const [result] = resultsSinceQuestion(messages);
			if (result === undefined) return { call: [{ tool: tools.help, input: { incident, users: ['Diego Fuentes'] } }] };
			return { say: /Nothing was changed/.test(result) ? 'I have paged nobody.' : 'Diego is paged.' };
		});
		await chat.ask('Page Diego for help with the payments incident.');
		await chat.confirmation.allowOnce();
		const question = questions().last();
		await question.waitFor({ timeout: 60_000 });
		assert.match(await question.innerText(), /Page "Diego Fuentes" now and ask for help with #4260/);
		await agent.picture('consent');
		const submit = question.getByText('Submit', { exact: true });
		await submit.click();
		await chat.waitFor(/I have paged nobody\./);
		assert.match(
			model.toolResults[0] ?? '',
			/Nothing was changed: the person was asked and said no\. Page .*Diego Fuentes/s,
		);
	});

	it('pages nobody once the person stops it while it asks', async () => {
		const { chat, model, window } = agent;
		model.follow((messages) =>
			resultsSinceQuestion(messages).length === 0
				? { call: [{ tool: tools.help, input: { incident, users: ['Ethan Caldwell'] } }] }
				: { say: 'It went on.' },
		);
		await chat.ask('Page Ethan for help as well.');
		await chat.confirmation.allowOnce();
		const question = questions().filter({ hasText: 'Ethan Caldwell' });
		await question.waitFor({ timeout: 60_000 });
		await chat.stop();
		await question.waitFor({ state: 'detached' });
		await agent.picture('stopped');
		model.follow((messages) => {
			const [read] = resultsSinceQuestion(messages);
			if (read === undefined) return { call: [{ tool: tools.get, input: { incident, include: ['responders'] } }] };
			return { say: /Ethan Caldwell/.test(read) ? `Ethan is paged: ${read}` : 'Nobody but Maya knows of it.' };
		});
		await chat.ask('Is Ethan paged?');
		const shown = await chat.waitFor(/Nobody but Maya knows of it\.|Ethan is paged/);
		assert.doesNotMatch(shown, /Ethan is paged|It went on/);
		await window.runCommand('PagerDuty: Focus on Agent activity View');
		assert.doesNotMatch((await window.treeRows()).join('\n'), /responders/i);
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
		await agent.picture('activity');
		await row.getByRole('button', { name: 'Undo change' }).click();
		const dialog = window.page.locator('.monaco-dialog-box');
		await dialog.waitFor();
		assert.match((await dialog.innerText()).replaceAll('\u00a0', ' '), /Undo "Resolve incidents: #4260/);
		await agent.picture('undo');
		await dialog.getByText('Undo it', { exact: true }).click();
		const undone = window.page.locator('.sidebar .monaco-list-row').filter({ hasText: 'You, undoing' });
		await undone.waitFor({ timeout: 30_000 });
	});
});
