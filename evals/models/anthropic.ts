import * as z from 'zod';
import { ask, EndpointError, type Endpoint } from './endpoint.ts';
import { objectOf, type Message, type Model, type Reply, type Turn } from './model.ts';

const Answer = z.object({
	content: z.array(
		z.union([
			z.object({ type: z.literal('text'), text: z.string() }),
			z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() }),
			z.looseObject({ type: z.string() }),
		]),
	),
	usage: z
		.object({
			input_tokens: z.number(),
			cache_creation_input_tokens: z.number().nullish(),
			cache_read_input_tokens: z.number().nullish(),
			output_tokens: z.number(),
		})
		.nullish(),
});
const Text = z.object({ type: z.literal('text'), text: z.string() });
const Use = z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() });

const mostTokens = 4096;

/** A model behind Anthropic's messages. */
export function anthropicModel(name: string, endpoint: Omit<Endpoint, 'url' | 'headers'>, baseUrl: string): Model {
	const at: Endpoint = {
		...endpoint,
		url: `${baseUrl.replace(/\/+$/, '')}/v1/messages`,
		headers: { 'x-api-key': endpoint.key, 'anthropic-version': '2023-06-01' },
	};
	return {
		name,
		async reply({ system, messages, tools }: Turn, signal): Promise<Reply> {
			const body = {
				model: name,
				max_tokens: mostTokens,
				// What comes before is the same in each reply: the endpoint need not read it again.
				system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
				messages: messages.map(asAnthropic),
				tools: tools.map((tool) => ({ name: tool.name, description: tool.description, input_schema: tool.schema })),
			};
			const { data } = Answer.safeParse(await ask(at, body, signal));
			if (!data) throw new EndpointError('The endpoint answered with something that is no message.', false);
			const { usage } = data;
			return {
				text: data.content.flatMap((part) => Text.safeParse(part).data?.text ?? []).join('\n'),
				calls: data.content.flatMap((part) => {
					const use = Use.safeParse(part).data;
					return use
						? [{ id: use.id, name: use.name, input: objectOf(use.input), written: JSON.stringify(use.input) }]
						: [];
				}),
				tokens: usage
					? {
							input:
								usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
							output: usage.output_tokens,
						}
					: undefined,
			};
		},
	};
}

function asAnthropic(message: Message): object {
	switch (message.from) {
		case 'person':
			return { role: 'user', content: message.text };
		case 'model': {
			const said = message.text === '' ? [] : [{ type: 'text', text: message.text }];
			const uses = message.calls.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input: input ?? {} }));
			// An empty message is refused.
			const content = [...said, ...uses];
			return { role: 'assistant', content: content.length > 0 ? content : [{ type: 'text', text: '…' }] };
		}
		case 'tools':
			return {
				role: 'user',
				content: message.results.map(({ id, text, failed }) => ({
					type: 'tool_result',
					tool_use_id: id,
					content: text,
					...(failed && { is_error: true }),
				})),
			};
	}
}
