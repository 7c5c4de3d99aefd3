import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Question } from '../questions/question.ts';
import { at, rows, text } from '../questions/values.ts';
import { unreadable } from '../runner/ask.ts';
import { manners, play, questionOf } from './scripted.ts';

/** An answer that is no reply of a model. */
export interface Fault {
	readonly status: number;
	readonly body?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** What the server writes instead of the arguments of a call, to see what becomes of it. */
export type Malformed = (reply: number) => string | undefined;

export interface ScriptedServer {
	/** For `EVALS_BASE_URL`. */
	readonly url: string;
	/** The next answers, before anything is played. */
	readonly faults: Fault[];
	malformed: Malformed | undefined;
	/** Bodies of the requests, as JSON. */
	readonly received: unknown[];
	close(): Promise<void>;
}

/**
 * A local server that speaks chat completions and messages, and plays what is prepared for each question. The model's name
 * says how: `scripted-right`, `scripted-wrong`, `scripted-trap`.
 */
export async function startScriptedServer(questions: readonly Question[], key: string): Promise<ScriptedServer> {
	const faults: Fault[] = [];
	const received: unknown[] = [];
	const scripted: { malformed: Malformed | undefined } = { malformed: undefined };
	const server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			const fault = faults.shift();
			if (fault) return void response.writeHead(fault.status, fault.headers).end(fault.body ?? '{"error":"no"}');
			const { authorization, 'x-api-key': other } = request.headers;
			if (authorization !== `Bearer ${key}` && other !== key) return void response.writeHead(401).end('{"error":"no"}');
			received.push(body);
			answer(request.url ?? '', body, questions, scripted.malformed, response);
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	return {
		url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
		faults,
		received,
		get malformed() {
			return scripted.malformed;
		},
		set malformed(malformed) {
			scripted.malformed = malformed;
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
	let body = '';
	request.setEncoding('utf8');
	for await (const part of request) body += String(part);
	return JSON.parse(body);
}

function answer(
	url: string,
	body: unknown,
	questions: readonly Question[],
	malformed: Malformed | undefined,
	response: ServerResponse,
): void {
	const anthropic = url.endsWith('/v1/messages');
	if (!anthropic && !url.endsWith('/chat/completions')) return void response.writeHead(404).end('{}');
	const heard = anthropic ? heardInMessages(body) : heardInCompletions(body);
	const { asked } = heard;
	// What was garbled is played again.
	const told = heard.told.filter((each) => !each.startsWith(unreadable));
	const manner = manners.find((one) => text(body, 'model') === `scripted-${one}`);
	if (!manner) return void response.writeHead(404).end('{"error":"There is no such model"}');
	const next = play(questionOf(questions, asked), manner, told);
	const written = malformed?.(heard.told.length) ?? JSON.stringify(next.input);
	const id = `call-${heard.told.length}`;
	const reply = anthropic
		? {
				content: [{ type: 'tool_use', id, name: next.name, input: next.input }],
				usage: { input_tokens: 100, cache_read_input_tokens: 20, output_tokens: 10 },
			}
		: {
				choices: [
					{
						message: {
							content: null,
							tool_calls: [{ id, type: 'function', function: { name: next.name, arguments: written } }],
						},
					},
				],
				usage: { prompt_tokens: 120, completion_tokens: 10 },
			};
	response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(reply));
}

interface Heard {
	readonly asked: string;
	readonly told: readonly string[];
}

function heardInCompletions(body: unknown): Heard {
	const messages = rows(body, 'messages');
	const of = (role: string) => messages.filter((message) => text(message, 'role') === role);
	return { asked: text(of('user')[0], 'content'), told: of('tool').map((message) => text(message, 'content')) };
}

function heardInMessages(body: unknown): Heard {
	const messages = rows(body, 'messages');
	const results = messages
		.flatMap((message) => rows(message, 'content'))
		.filter((part) => at(part, 'type') === 'tool_result');
	return { asked: text(messages[0], 'content'), told: results.map((part) => text(part, 'content')) };
}
