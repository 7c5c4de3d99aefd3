import * as z from 'zod';
import { ask, EndpointError, type Endpoint } from './endpoint.ts';
import { parsed, type Message, type Model, type Reply, type Turn } from './model.ts';

const Completion = z.object({
	choices: z
		.array(
			z.object({
				message: z.object({
					content: z.string().nullish(),
					tool_calls: z
						.array(
							z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string().nullish() }) }),
						)
						.nullish(),
				}),
			}),
		)
		.min(1),
	usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
});

/** A model behind OpenAI's chat completions, which many servers speak. */
export function openaiModel(name: string, endpoint: Omit<Endpoint, 'url' | 'headers'>, baseUrl: string): Model {
	const at: Endpoint = {
		...endpoint,
		url: `${baseUrl.replace(/\/+$/, '')}/chat/completions`,
		headers: endpoint.key === '' ? {} : { Authorization: `Bearer ${endpoint.key}` },
	};
	return {
		name,
		async reply({ system, messages, tools }: Turn, signal): Promise<Reply> {
			const body = {
				model: name,
				messages: [{ role: 'system', content: system }, ...messages.flatMap(asOpenai)],
				tools: tools.map((tool) => ({
					type: 'function',
					function: { name: tool.name, description: tool.description, parameters: tool.schema },
				})),
			};
			const completion = Completion.safeParse(await ask(at, body, signal));
			const choice = completion.data?.choices[0];
			if (!choice) throw new EndpointError('The endpoint answered with something that is no chat completion.', false);
			const { content, tool_calls: calls } = choice.message;
			const usage = completion.data?.usage;
			return {
				text: content ?? '',
				calls: (calls ?? []).map(({ id, function: wanted }) => {
					const written = wanted.arguments ?? '';
					return { id, name: wanted.name, input: parsed(written), written };
				}),
				tokens: usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : undefined,
			};
		},
	};
}

function asOpenai(message: Message): object[] {
	switch (message.from) {
		case 'person':
			return [{ role: 'user', content: message.text }];
		case 'model': {
			const calls = message.calls.map(({ id, name, written }) => ({
				id,
				type: 'function',
				function: { name, arguments: written },
			}));
			return [{ role: 'assistant', content: message.text, ...(calls.length > 0 && { tool_calls: calls }) }];
		}
		case 'tools':
			return message.results.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text }));
	}
}
