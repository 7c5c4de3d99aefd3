import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
	ElicitResultSchema,
	ErrorCode,
	McpError,
	type ClientCapabilities,
	type ElicitRequestFormParams,
	type ServerNotification,
	type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { answerMinutes } from '../tools/core/answer-limit.ts';
import type { ToolContext } from '../tools/core/context.ts';
import { NoAnswer, type Choice, type Person } from '../tools/core/conversation.ts';

export type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

const timedOut: number = ErrorCode.RequestTimeout;

/** The person at the client, or undefined when the client cannot show a form. */
export function personBehind(
	client: ClientCapabilities | undefined,
	extra: Extra,
	log: ToolContext['log'],
): Person | undefined {
	if (!client?.elicitation?.form) return undefined;
	return {
		async choose(question, choices, safe, title) {
			const params = form(question, choices, safe, title);
			const answer = await extra
				.sendRequest({ method: 'elicitation/create', params }, ElicitResultSchema, {
					signal: extra.signal,
					timeout: answerMinutes * 60_000,
				})
				.catch((error: unknown) => {
					throw extra.signal.aborted ? error : unanswered(error, log);
				});
			if (answer.action === 'decline') return undefined;
			if (answer.action === 'cancel') throw new NoAnswer('closed');
			const choice = choices.find(({ label }) => label === answer.content?.choice);
			if (choice) return choice.value;
			throw new NoAnswer('noChoice');
		},
	};
}

function unanswered(error: unknown, log: ToolContext['log']): NoAnswer {
	const late = error instanceof McpError && error.code === timedOut;
	if (late) return new NoAnswer('late', error);
	log.warn('MCP: the client could not ask the person');
	return new NoAnswer('notShown', error);
}

/**
 * `enum` is what every client with forms understands; `oneOf` came a version later. It holds the labels, of which each is another one:
 * clients show what it holds, with names beside it or without.
 */
function form(
	question: string,
	choices: readonly Choice[],
	safe: string | undefined,
	title = 'Choice',
): ElicitRequestFormParams {
	const first = choices.find(({ value }) => value === safe);
	return {
		mode: 'form',
		message: question,
		requestedSchema: {
			type: 'object',
			properties: {
				choice: {
					type: 'string',
					title,
					enum: choices.map(({ label }) => label),
					...(first && { default: first.label }),
				},
			},
			required: ['choice'],
		},
	};
}
