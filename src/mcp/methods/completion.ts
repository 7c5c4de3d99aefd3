import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { longestName } from '../../tools/text/names.ts';
import { noSuggestions, type ArgumentKind } from '../arguments/argument.ts';
import { asking } from './asking.ts';
import { ProtocolError, type Method } from './method.ts';
import { offeredTemplate } from './offered-resources.ts';
import { offeredPrompt, type PromptTools } from './prompts.ts';

const Params = z.object({
	ref: z.discriminatedUnion('type', [
		z.object({ type: z.literal('ref/prompt'), name: z.string() }),
		z.object({ type: z.literal('ref/resource'), uri: z.string() }),
	]),
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
					'completion/complete needs the `ref` of a prompt or of a resource template, and the name and value of its `argument`.',
				);
			const { name, value } = data.argument;
			const kind =
				data.ref.type === 'ref/prompt'
					? await kindOfPrompt(data.ref.name, name, tools)
					: await kindOfTemplate(data.ref.uri, name, tools);
			const ask = asking(tools, signal, longestWaitMs);
			const { values, more } = value.length > longestName ? noSuggestions : await kind.suggest(value, ask);
			return { completion: { values, hasMore: more } };
		},
	} satisfies Record<string, Method>;
}

/** @throws {ProtocolError} */
async function kindOfPrompt(name: string, argument: string, tools: PromptTools): Promise<ArgumentKind> {
	const prompt = await offeredPrompt(name, tools);
	const found = prompt.arguments.find((candidate) => candidate.name === argument);
	if (found) return found.kind;
	throw new ProtocolError(
		ErrorCode.InvalidParams,
		`The prompt ${prompt.name} takes ${prompt.arguments.map((known) => known.name).join(', ')}.`,
	);
}

/** @throws {ProtocolError} */
async function kindOfTemplate(uri: string, variable: string, tools: PromptTools): Promise<ArgumentKind> {
	const { template, kind } = await offeredTemplate(uri, tools);
	if (variable === 'id') return kind;
	throw new ProtocolError(ErrorCode.InvalidParams, `The resource template ${template} has the variable id.`);
}
