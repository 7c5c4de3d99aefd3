import { createServer } from 'node:http';

/**
 * @typedef {{ role: string, text: string, toolCalls: { name: string, input: unknown }[] }} Message
 * @typedef {{ say?: string, call?: { tool: string, input: object }[] }} Turn   what the model answers: words, tool calls or both
 * @typedef {(messages: Message[], tools: string[]) => Turn} Scenario
 * @typedef {{ name: string, description: string, parameters: unknown }} OfferedTool
 */

/**
 * A language model whose answers are written in the test: an OpenAI-compatible endpoint on loopback.
 * The agent's own side requests (chat titles and the like) offer no tools and are answered without the scenario.
 */
export class ScriptedModel {
	#server = createServer((request, response) => void this.#answer(request, response));
	/** @type {Scenario} */
	#scenario = () => ({ say: 'There is no scenario.' });
	#calls = 0;

	/** What the agent offered in its last request. @type {OfferedTool[]} */
	offered = [];

	/** What the agent sent in its last request. @type {Message[]} */
	messages = [];

	static async start() {
		const model = new ScriptedModel();
		await new Promise((resolve) => model.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
		return model;
	}

	/** @param {Scenario} scenario */
	follow(scenario) {
		this.#scenario = scenario;
		this.offered = [];
		this.messages = [];
	}

	/** The results of the tools so far, in order. */
	get toolResults() {
		return this.messages.filter(({ role }) => role === 'tool').map(({ text }) => text);
	}

	/** What the editor's list of models needs to find this one. */
	get configuration() {
		const address = this.#server.address();
		if (!address || typeof address === 'string') throw new Error('The scripted model does not listen.');
		const model = {
			id: 'scripted',
			name: 'Scripted Model',
			url: `http://127.0.0.1:${address.port}/v1/chat/completions`,
			toolCalling: true,
			vision: false,
			maxInputTokens: 100_000,
			maxOutputTokens: 8_000,
		};
		return [
			{ vendor: 'customendpoint', name: 'Scripted', apiKey: 'unused', apiType: 'chat-completions', models: [model] },
		];
	}

	stop() {
		this.#server.closeAllConnections();
		this.#server.close();
	}

	/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
	async #answer(request, response) {
		let body = '';
		for await (const chunk of request) body += chunk;
		if (request.method !== 'POST') {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ object: 'list', data: [{ id: 'scripted', object: 'model' }] }));
			return;
		}
		const { messages, tools = [], stream, model } = JSON.parse(body);
		const completion = new Completion(model, this.#turn(messages.map(readMessage), tools.map(readTool)), this.#calls);
		this.#calls += completion.toolCalls.length;
		if (stream) completion.stream(response);
		else completion.send(response);
	}

	/** @param {Message[]} messages @param {OfferedTool[]} tools @returns {Turn} */
	#turn(messages, tools) {
		if (tools.length === 0) return { say: 'Scripted' };
		this.messages = messages;
		this.offered = tools;
		try {
			const names = tools.map(({ name }) => name);
			return this.#scenario(messages, names);
		} catch (error) {
			return { say: `The scenario failed: ${error}` };
		}
	}
}

/** What tools have answered since the person's last question. @param {Message[]} messages */
export function resultsSinceQuestion(messages) {
	const asked = messages.findLastIndex(({ role }) => role === 'user');
	return messages.slice(asked).flatMap(({ role, text }) => (role === 'tool' ? [text] : []));
}

/** One answer in the wire format of chat completions. */
class Completion {
	/** @param {string} model @param {Turn} turn @param {number} firstCall */
	constructor(model, { say = '', call = [] }, firstCall) {
		this.base = { id: 'scripted', created: 1, model };
		this.say = say;
		this.toolCalls = call.map(({ tool, input }, index) => ({
			index,
			id: `call_${firstCall + index}`,
			type: 'function',
			function: { name: tool, arguments: JSON.stringify(input) },
		}));
		this.finish = this.toolCalls.length ? 'tool_calls' : 'stop';
		this.usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
	}

	/** @param {import('node:http').ServerResponse} response */
	send(response) {
		const message = {
			role: 'assistant',
			content: this.say,
			...(this.toolCalls.length && { tool_calls: this.toolCalls }),
		};
		const choices = [{ index: 0, message, finish_reason: this.finish }];
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({ ...this.base, object: 'chat.completion', choices, usage: this.usage }));
	}

	/** @param {import('node:http').ServerResponse} response */
	stream(response) {
		const deltas = [
			{ delta: { role: 'assistant', content: this.say }, finish_reason: null },
			...(this.toolCalls.length ? [{ delta: { tool_calls: this.toolCalls }, finish_reason: null }] : []),
			{ delta: {}, finish_reason: this.finish },
		];
		response.setHeader('content-type', 'text/event-stream');
		for (const delta of deltas) {
			const chunk = {
				...this.base,
				object: 'chat.completion.chunk',
				choices: [{ index: 0, ...delta }],
				usage: this.usage,
			};
			response.write(`data: ${JSON.stringify(chunk)}\n\n`);
		}
		response.end('data: [DONE]\n\n');
	}
}

/** @param {any} message @returns {Message} */
function readMessage({ role, content, tool_calls = [] }) {
	const parts = typeof content === 'string' ? [{ text: content }] : (content ?? []);
	return {
		role,
		text: parts.map((/** @type {{ text?: string }} */ part) => part.text ?? '').join(''),
		toolCalls: tool_calls.map((/** @type {any} */ call) => ({
			name: call.function.name,
			input: JSON.parse(call.function.arguments || '{}'),
		})),
	};
}

/** @param {any} tool @returns {OfferedTool} */
function readTool({ function: { name, description, parameters } }) {
	return { name, description, parameters };
}
