import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import type { Failure } from '../../tools/core/failure.ts';
import { failureText } from '../../tools/core/failure-text.ts';
import { longestName, quoted } from '../../tools/text/names.ts';
import type { Toolbox } from '../../tools/toolbox.ts';
import { resourceTemplates, singleResources } from '../resources/catalogue.ts';
import { findResource, type Found } from '../resources/find.ts';
import { Unreadable, type Resource, type ResourceTemplate, type ResourceTools } from '../resources/resource.ts';
import { asking } from './asking.ts';
import { ProtocolError } from './method.ts';

export type ToolsOfResources = Pick<Toolbox, 'offered' | 'mentionable' | 'call' | 'confined'>;

/** Of the protocol: there is nothing at this address. */
const notFound = -32002;

/** The longest address that is looked at: a long name takes so many characters if each is encoded. */
const longestAddress = 9 * longestName + 100;

/** What a resource may use while it is read for one request. */
export function resourceTools(tools: ToolsOfResources, signal: AbortSignal, maxWaitMs: number): ResourceTools {
	return {
		offered: () => tools.offered(),
		mentionable: (texts) => tools.mentionable(texts),
		ask: asking(tools, signal, maxWaitMs),
	};
}

/** Those that are read with tools that are offered. */
export async function offeredOf<Kind extends Resource>(
	resources: readonly Kind[],
	tools: Pick<ToolsOfResources, 'mentionable'>,
): Promise<Kind[]> {
	const offered = await Promise.all(resources.map((resource) => isOffered(resource, tools)));
	return resources.filter((_resource, at) => offered[at]);
}

/** Whether the tools that it is read with are offered. */
export async function isOffered({ needs }: Resource, tools: Pick<ToolsOfResources, 'mentionable'>): Promise<boolean> {
	return (await tools.mentionable(needs)).texts.length === needs.length;
}

/** The offered template of this address. @throws {ProtocolError} */
export async function offeredTemplate(
	template: string,
	tools: Pick<ToolsOfResources, 'mentionable'>,
): Promise<ResourceTemplate> {
	const found = resourceTemplates.find((candidate) => candidate.template === template);
	if (found && (await isOffered(found, tools))) return found;
	throw await unknown(template, found?.needs, tools);
}

/** What an address means. @throws {ProtocolError} where it means nothing, or is not offered */
export async function offeredResource(
	method: string,
	uri: unknown,
	tools: Pick<ToolsOfResources, 'mentionable'>,
): Promise<{ readonly uri: string; readonly found: Found }> {
	if (typeof uri !== 'string') throw needsAddress(method);
	const found = uri.length > longestAddress ? undefined : findResource(uri);
	if (found && (await isOffered(found.resource, tools))) return { uri, found };
	throw await unknown(uri, found?.resource.needs, tools);
}

export function needsAddress(method: string): ProtocolError {
	return new ProtocolError(ErrorCode.InvalidParams, `${method} needs the \`uri\` of a resource.`);
}

/** What is read. @throws {ProtocolError} with what to do, where it cannot be */
export async function readable<Value>(reading: Promise<Value>): Promise<Value> {
	try {
		return await reading;
	} catch (error) {
		if (error instanceof Unreadable) throw new ProtocolError(codeOf(error.failure), failureText(error.failure));
		throw error;
	}
}

async function unknown(
	uri: string,
	needs: readonly string[] = [],
	tools: Pick<ToolsOfResources, 'mentionable'>,
): Promise<ProtocolError> {
	const shown = quoted(uri.slice(0, 100));
	const { missing } = await tools.mentionable(needs);
	if (missing !== undefined)
		return new ProtocolError(notFound, `The resource ${shown} needs what is not offered now: ${missing}.`);
	const [singles, templates] = await Promise.all([
		offeredOf(singleResources, tools),
		offeredOf(resourceTemplates, tools),
	]);
	const known = [...singles.map(({ address }) => address), ...templates.map(({ template }) => template)];
	return new ProtocolError(
		notFound,
		`There is no resource ${shown}. There are ${known.join(', ')}, where {id} stands for an id, a number or a name.`,
	);
}

function codeOf(failure: Failure): number {
	return isGone(failure) ? notFound : ErrorCode.InternalError;
}

/** Whether there is nothing for this client; else it only cannot be read for now. */
export function isGone({ status, retryable = false }: Failure): boolean {
	return !retryable && (status === undefined || status === 404);
}
