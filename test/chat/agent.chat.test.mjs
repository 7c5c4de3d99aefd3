import assert from 'node:assert/strict';
import { openAgentWindow } from './agent-window.mjs';
import { resultsSinceQuestion } from './scripted-model.mjs';

const tools = {
	list: 'mcp_pagerduty_list_incidents',
	get: 'mcp_pagerduty_get_incident',
	related: 'mcp_pagerduty_find_related_incidents',
	acknowledge: 'mcp_pagerduty_acknowledge_incidents',
	note: 'mcp_pagerduty_add_incident_note',
};
const question = 'Acknowledge the newest high-urgency incident and say that I am on it.';

describe('Copilot’s agent chat', function () {
	this.timeout(180_000);
	/** @type {Awaited<ReturnType<typeof openAgentWindow>>} */
	let agent;
	// A window of its own for each: what the editor keeps of a server over a reload may not be written in time.
	beforeEach(async function () {
		agent = await openAgentWindow(this.lifetime);
		await agent.startOver();
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await agent.saveFailure(this.currentTest.title);
	});

	it('acknowledges an incident and notes it, each after the person’s consent', async () => {
		const { chat, model, window } = agent;
		model.follow(takeOver);
		await chat.ask(question);

		const acknowledge = await chat.confirmation.text();
		const incident = newestIncident(model.messages);
		assert.equal(incident.urgency, 'high');
		assert.match(acknowledge, /Acknowledge incidents/);
		assert.ok(acknowledge.includes(`#${incident.number}`), acknowledge);
		assert.deepEqual(await statusInSidebar(window, incident), 'triggered');
		await chat.confirmation.allowOnce();

		await chat.waitFor(/Run Add a note to an incident/);
		const note = await chat.confirmation.text();
		assert.match(note, /I am on it/);
		await waitForStatus(window, incident, 'acknowledged');
		await chat.confirmation.allowOnce();

		await chat.waitFor(/You are on it\./);
		assert.equal(model.toolResults.length, 3);
		assert.match(model.toolResults[1] ?? '', /acknowledged/);
	});

	it('changes nothing when the person skips', async () => {
		const { chat, model, window } = agent;
		model.follow(takeOver);
		await chat.ask(question);
		await chat.confirmation.text();
		const incident = newestIncident(model.messages);
		await chat.confirmation.skip();

		await chat.waitFor(/I have changed nothing\./);
		assert.match(model.toolResults[1] ?? '', /skip/i);
		assert.equal(await statusInSidebar(window, incident), 'triggered');
		model.follow(lookAgain(incident));
		await chat.ask('What is its status?');
		await chat.waitFor(/It is triggered\./);
	});

	it('asks once for a tool that is allowed in this session', async () => {
		const { chat, model } = agent;
		model.follow(noteTwice);
		await chat.ask('Note on the newest incident that I look at it, then that I found it.');
		await chat.confirmation.allowInThisSession();
		await chat.waitFor(/Both notes are there\./);
		assert.equal(await chat.hasConfirmation(), false);
	});

	it('is asked from the incident to look into it, and changes nothing', async () => {
		const { chat, model, window } = agent;
		model.follow(lookInto);
		const row = window.page.locator('.sidebar .monaco-list-row').filter({ hasText: 'Card authorisations' });
		await row.click({ button: 'right', timeout: 60_000 });
		await window.page.getByRole('menuitem', { name: 'Ask the agent to look into it' }).hover();
		await window.page.keyboard.press('Enter');
		const shown = await chat.waitFor(/A change of the pool is the likely cause\./);
		assert.match(shown, /Look into PagerDuty incident \d+ \(id \w+\)/);
		// The chat shows the beginning of a long question: the page of the incident takes the room.
		const asked = model.messages.findLast(({ role }) => role === 'user')?.text ?? '';
		assert.match(asked, /Change nothing in PagerDuty without asking me first/);
		assert.equal(model.toolResults.length, 2);
		assert.match(model.toolResults[0] ?? '', /timeline|log_entries/);
		assert.equal(await chat.hasConfirmation(), false);
	});

	it('offers the agent the tools with flat schemas', async () => {
		const { chat, model } = agent;
		model.follow(() => ({ say: 'I see the tools.' }));
		await chat.ask('Which tools do you have?');
		await chat.waitFor(/I see the tools\./);
		const offered = model.offered.filter(({ name }) => name.startsWith('mcp_pagerduty_'));
		for (const name of Object.values(tools))
			assert.ok(
				offered.some((tool) => tool.name === name),
				`${name} is not offered`,
			);
		assert.doesNotMatch(JSON.stringify(offered.map(({ parameters }) => parameters)), /\$ref/);
	});
});

/**
 * What a sensible model does with the question: look, acknowledge, note; and stop where it is not allowed to go on.
 * @type {import('./scripted-model.mjs').Scenario}
 */
function takeOver(messages) {
	const results = resultsSinceQuestion(messages);
	if (results.length === 0) return { call: [{ tool: tools.list, input: highUrgency }] };
	const incident = `#${newestIncident(messages).number}`;
	if (results.length === 1) return { call: [{ tool: tools.acknowledge, input: { incidents: [incident] } }] };
	if (/skip/i.test(results.at(-1) ?? '')) return { say: 'I have changed nothing.' };
	if (results.length === 2) return { call: [{ tool: tools.note, input: { incident, note: 'I am on it.' } }] };
	return { say: 'You are on it.' };
}

/**
 * What a sensible model does with the question of the command: it reads the incident that is named, and what is related.
 * @type {import('./scripted-model.mjs').Scenario}
 */
function lookInto(messages) {
	const asked = messages.findLast(({ role }) => role === 'user')?.text ?? '';
	const [, incident] = /incident \d+ \(id (\w+)\)/.exec(asked) ?? [];
	assert.ok(incident, asked);
	const done = resultsSinceQuestion(messages).length;
	if (done === 0) return { call: [{ tool: tools.get, input: { incident, include: ['timeline', 'alerts', 'notes'] } }] };
	if (done === 1) return { call: [{ tool: tools.related, input: { incident } }] };
	return { say: 'A change of the pool is the likely cause.' };
}

/** @type {import('./scripted-model.mjs').Scenario} */
function noteTwice(messages) {
	const done = resultsSinceQuestion(messages).length;
	if (done === 0) return { call: [{ tool: tools.list, input: highUrgency }] };
	const incident = `#${newestIncident(messages).number}`;
	const note = ['I look at it.', 'I found it.'][done - 1];
	return note ? { call: [{ tool: tools.note, input: { incident, note } }] } : { say: 'Both notes are there.' };
}

/** @param {{ number: number }} wanted @returns {import('./scripted-model.mjs').Scenario} */
function lookAgain(wanted) {
	return (messages) => {
		const results = resultsSinceQuestion(messages);
		if (results.length === 0) return { call: [{ tool: tools.list, input: highUrgency }] };
		const found = incidentsIn(results[0] ?? '').find(({ number }) => number === wanted.number);
		return { say: `It is ${found?.status}.` };
	};
}

const highUrgency = { urgencies: ['high'], statuses: ['triggered'] };

/** @param {import('./scripted-model.mjs').Message[]} messages */
function newestIncident(messages) {
	const [newest] = incidentsIn(resultsSinceQuestion(messages)[0] ?? '');
	assert.ok(newest, 'no incident is listed');
	return newest;
}

/**
 * @typedef {{ number: number, title: string, status: string, urgency: string }} Incident
 * @param {string} result @returns {Incident[]}
 */
function incidentsIn(result) {
	return JSON.parse(result.slice(result.indexOf('{'), result.lastIndexOf('}') + 1)).incidents;
}

/** @param {import('../../tools/vscode-host/window.mjs').EditorWindow} window @param {Incident} incident */
async function statusInSidebar(window, incident) {
	const rows = await window.treeRows();
	const row = rows.find((text) => new RegExp(`#${incident.number}\\b`).test(text));
	assert.ok(row, `#${incident.number} is not in the sidebar: ${rows.join(' | ')}`);
	return /acknowledged|triggered/i.exec(row)?.[0].toLowerCase();
}

/** @param {import('../../tools/vscode-host/window.mjs').EditorWindow} window @param {Incident} incident @param {string} status */
async function waitForStatus(window, incident, status) {
	for (let attempt = 0; attempt < 50; attempt++) {
		if ((await statusInSidebar(window, incident)) === status) return;
		await window.page.waitForTimeout(200);
	}
	assert.equal(await statusInSidebar(window, incident), status);
}
