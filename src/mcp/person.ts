import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
	ElicitResultSchema,
	type ClientCapabilities,
	type ElicitRequestFormParams,
	type ServerNotification,
	type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { Choice, Person, ToolContext } from '../tools/context.ts';

export type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** People may be away for a while; then the question counts as declined. */
const patienceMs = 10 * 60_000;

/** The person at the client, or undefined when the client cannot show a form. */
export function personBehind(
	client: ClientCapabilities | undefined,
	extra: Extra,
	log: ToolContext['log'],
): Person | undefined {
	if (!client?.elicitation?.form) return undefined;
	return {
		async choose(question, choices) {
			try {
				const answer = await extra.sendRequest(
					{ method: 'elicitation/create', params: form(question, choices) },
					ElicitResultSchema,
					{ signal: extra.signal, timeout: patienceMs },
				);
				const choice = answer.action === 'accept' ? answer.content?.choice : undefined;
				return choices.find(({ value }) => value === choice)?.value;
			} catch (error) {
				if (extra.signal.aborted) throw error;
				log.warn('MCP: the client could not ask the person');
				return undefined;
			}
		},
	};
}

/** `enum` with `enumNames` is what every client with forms understands; `oneOf` came a version later. */
function form(question: string, choices: readonly Choice[]): ElicitRequestFormParams {
	return {
		mode: 'form',
		message: question,
		requestedSchema: {
			type: 'object',
			properties: {
				choice: {
					type: 'string',
					title: 'Choice',
					enum: choices.map(({ value }) => value),
					enumNames: choices.map(({ label }) => label),
				},
			},
			required: ['choice'],
		},
	};
}
