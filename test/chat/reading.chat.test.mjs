import assert from 'node:assert/strict';
import { openAgentWindow } from './agent-window.mjs';
import { resultsSinceQuestion } from './scripted-model.mjs';

const tool = (/** @type {string} */ name) => `mcp_pagerduty_${name}`;

/** In one window, whose chat goes on from test to test. */
describe('An agent that may only read', function () {
	this.timeout(180_000);
	/** @type {Awaited<ReturnType<typeof openAgentWindow>>} */
	let agent;
	before(async function () {
		agent = await openAgentWindow(this.lifetime, { settings: { 'pagerduty.agentAccess': 'read' } });
		await agent.startOver();
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await agent.saveFailure(this.currentTest.title);
	});

	const asked = () => agent.model.messages.findLast(({ role }) => role === 'user')?.text ?? '';

	it('is told of no tool that changes anything, and changes nothing by its name', async () => {
		const { chat, model, window } = agent;
		model.follow((messages) => {
			const [refused] = resultsSinceQuestion(messages);
			if (refused === undefined)
				return { call: [{ tool: tool('acknowledge_incidents'), input: { incidents: ['#4260'] } }] };
			return { say: 'I may only read.' };
		});
		await chat.ask('Acknowledge the payments incident.');
		await chat.waitFor(/I may only read\./);
		assert.equal(await chat.hasConfirmation(), false);
		const offered = model.offered.map(({ name }) => name);
		assert.ok(offered.includes(tool('list_incidents')));
		assert.ok(!offered.includes(tool('acknowledge_incidents')));
		assert.match((await window.treeRows()).join('\n'), /Card authorisations.*Triggered/);
	});

	it('knows the skills of the extension', () => {
		const instructions = agent.model.messages
			.filter(({ role }) => role === 'system')
			.map(({ text }) => text)
			.join('\n');
		for (const skill of ['incident-triage', 'on-call-handoff', 'schedule-changes'])
			assert.ok(instructions.includes(skill), `${skill} is not told of`);
	});

	it('asks which service is meant where none has that very name', async () => {
		const { chat, model } = agent;
		model.follow((messages) => {
			const [first, second] = resultsSinceQuestion(messages);
			const question = messages.findLast(({ role }) => role === 'user')?.text ?? '';
			if (first === undefined)
				return {
					call: [{ tool: tool('get_service'), input: { service: /Push/.test(question) ? 'Mobile Push' : 'Mobile' } }],
				};
			if (/There is no service/.test(first))
				return {
					say: `Which one: ${/Mobile API/.test(first) && /Mobile Push/.test(first) ? 'Mobile API or Mobile Push' : first}?`,
				};
			return { say: second ?? `It is ${/Mobile Push/.test(first) ? 'Mobile Push' : first}, then.` };
		});
		await chat.ask('Is the mobile service all right?');
		await chat.waitFor(/Which one: Mobile API or Mobile Push\?/);
		await chat.ask('Push.');
		await chat.waitFor(/It is Mobile Push, then\./);
	});

	it('is given who is on call as context', async () => {
		const { chat, model } = agent;
		model.follow((messages) => ({
			say: /Maya Okafor/.test(messages.findLast(({ role }) => role === 'user')?.text ?? '')
				? 'Maya is on call.'
				: 'I cannot tell.',
		}));
		await chat.attachResource(/on call/i);
		await chat.ask('Who is on call for payments?');
		await chat.waitFor(/Maya is on call\./);
		assert.match(asked(), /<attachment id="oncall_now"/);
		assert.equal(resultsSinceQuestion(model.messages).length, 0);
		await agent.picture('resource');
	});

	it('is given a report that runs as a task, as VS Code runs all tools that let it', async () => {
		const { chat, model } = agent;
		model.follow((messages) => {
			const [hours] = resultsSinceQuestion(messages);
			if (hours === undefined)
				return { call: [{ tool: tool('get_oncall_hours'), input: { schedules: ['Payments Primary'] } }] };
			return { say: /Diego Fuentes/.test(hours) ? 'Diego was on call, too.' : `No report: ${hours}` };
		});
		await chat.ask('Who was on call for payments for how long?');
		await chat.waitFor(/Diego was on call, too\./);
		assert.equal(await chat.hasConfirmation(), false);
	});

	it('hands a shift over by a prompt, whose schedule is completed from the account', async () => {
		const { chat, model } = agent;
		model.follow((messages) => {
			const [schedule, incidents] = resultsSinceQuestion(messages);
			if (schedule === undefined)
				return { call: [{ tool: tool('get_schedule'), input: { schedule: 'Payments Primary' } }] };
			if (incidents === undefined)
				return { call: [{ tool: tool('list_incidents'), input: { services: ['Payments Gateway'] } }] };
			return {
				say: `**Handover of Payments Primary**\n\n- Open: ${/#4260|4260/.test(incidents) ? 'Card authorisations failing' : incidents}\n- Next: ${/Diego Fuentes/.test(schedule) ? 'Diego Fuentes' : schedule}`,
			};
		});
		await chat.prompt('handoff', ['Payments P', '']);
		await chat.waitFor(/Handover of Payments Primary[\s\S]*Card authorisations failing[\s\S]*Diego Fuentes/);
		assert.match(asked(), /Payments Primary/);
		await agent.picture('handoff');
		assert.equal(await chat.hasConfirmation(), false);
	});
});
