import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { longestName } from '../../tools/text/names.ts';
import { noSuggestions } from '../arguments/argument.ts';
import { asking } from './asking.ts';
import { ProtocolError, type Method } from './method.ts';
import { offeredPrompt, type PromptTools } from './prompts.ts';

const Params = z.object({
	ref: z.object({ type: z.literal('ref/prompt'), name: z.string() }),
	argument: z.object({ name: z.string(), value: z.string() }),
});

/** Somebody is writing: what comes later is of no use. */
const longestWaitMs = 3000;

/** `completion/complete`: what the person may mean by an argument, from PagerDuty as it is now. */
export function completionMethods(tools: PromptTools) {
	return {
		'completion/complete': async (params, { signal }) => {
			const { data } = Params.safeParse(params);
			if (!data)
				throw new ProtocolError(
					ErrorCode.InvalidParams,
					'completion/complete needs the `ref` of a prompt, and the name and value of its `argument`.',
				);
			const { name, value } = data.argument;
			const prompt = await offeredPrompt(data.ref.name, tools);
			const argument = prompt.arguments.find((candidate) => candidate.name === name);
			if (!argument)
				throw new ProtocolError(
					ErrorCode.InvalidParams,
					`The prompt ${prompt.name} takes ${prompt.arguments.map((known) => known.name).join(', ')}.`,
				);
			const ask = asking(tools, signal, longestWaitMs);
			const { values, more } = value.length > longestName ? noSuggestions : await argument.kind.suggest(value, ask);
			return { completion: { values, hasMore: more } };
		},
	} satisfies Record<string, Method>;
}
