import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { reference } from '../../tools/core/arguments.ts';
import { ToolError } from '../../tools/core/failure.ts';
import { parseInput } from '../../tools/core/input.ts';
import { nearest } from '../../tools/text/nearest.ts';
import { quoted } from '../../tools/text/names.ts';
import type { Toolbox } from '../../tools/toolbox.ts';
import { prompts } from '../prompts/catalogue.ts';
import { messageOf } from '../prompts/message.ts';
import type { Given, Prompt } from '../prompts/prompt.ts';
import { asking } from './asking.ts';
import { ProtocolError, refuseCursor, type Method } from './method.ts';

export type PromptTools = Pick<Toolbox, 'mentionable' | 'call'>;

/** For all the requests to PagerDuty that a prompt makes: somebody waits to go on writing. */
const longestWaitMs = 10_000;

/** `prompts/list` and `prompts/get`. */
export function promptMethods(tools: PromptTools) {
	return {
		'prompts/list': async (params) => {
			refuseCursor(params);
			return { prompts: (await offeredPrompts(tools)).map(published) };
		},

		'prompts/get': async ({ name, arguments: given }, { signal }) => {
			if (typeof name !== 'string') throw wrong('prompts/get needs the name of a prompt.');
			const prompt = await offeredPrompt(name, tools);
			const text = await messageOf(prompt, readArguments(prompt, given), {
				mentionable: (texts) => tools.mentionable(texts),
				ask: asking(tools, signal, longestWaitMs),
			});
			return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text } }] };
		},
	} satisfies Record<string, Method>;
}

/** The prompts whose tools are offered. */
async function offeredPrompts(tools: Pick<PromptTools, 'mentionable'>): Promise<Prompt[]> {
	const lacks = await Promise.all(
		prompts.map(async ({ needs }) => (await tools.mentionable(needs)).texts.length < needs.length),
	);
	return prompts.filter((_prompt, at) => !lacks[at]);
}

/** @throws {ProtocolError} where there is none of that name, or its tools are not offered. */
export async function offeredPrompt(name: string, tools: Pick<PromptTools, 'mentionable'>): Promise<Prompt> {
	const offered = await offeredPrompts(tools);
	const prompt = offered.find((candidate) => candidate.name === name);
	if (prompt) return prompt;
	const other = prompts.find((candidate) => candidate.name === name);
	const { missing } = await tools.mentionable(other?.needs ?? []);
	if (missing !== undefined) throw wrong(`The prompt ${name} needs what is not offered now: ${missing}.`);
	const near = nearest(
		name,
		offered.map((candidate) => candidate.name),
	);
	throw wrong(
		`There is no prompt ${quoted(name.slice(0, 60))}.${near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''}`,
	);
}

function published({ name, title, description, arguments: all }: Prompt) {
	return {
		name,
		title,
		description,
		arguments: all.map(({ name: argument, description: about, required = false }) => ({
			name: argument,
			description: about,
			...(required && { required }),
		})),
	};
}

/**
 * What was given, read as the arguments of tools are. Editors send an empty text for what the person passes over.
 * @throws {ProtocolError}
 */
function readArguments(prompt: Prompt, given: unknown): Given {
	const schema = z.strictObject(
		Object.fromEntries(
			prompt.arguments.map(({ name, description, required = false }) => [
				name,
				required ? reference(description) : reference(description).optional(),
			]),
		),
	);
	const isGiven = ([, value]: [string, unknown]) => typeof value !== 'string' || value.trim() !== '';
	const written = z.record(z.string(), z.unknown()).optional().safeParse(given).data;
	try {
		return parseInput(schema, written ? Object.fromEntries(Object.entries(written).filter(isGiven)) : given);
	} catch (error) {
		if (!(error instanceof ToolError)) throw error;
		const { message, next } = error.failure;
		throw wrong(`Prompt ${prompt.name}: ${[message, ...(next === undefined ? [] : [next])].join(' ')}`);
	}
}

function wrong(message: string): ProtocolError {
	return new ProtocolError(ErrorCode.InvalidParams, message);
}
