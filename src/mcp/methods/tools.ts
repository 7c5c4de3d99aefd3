import { ErrorCode, type CallToolResult, type ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import type { ToolContext } from '../../tools/core/context.ts';
import { failureText } from '../../tools/core/failure.ts';
import { resultText } from '../../tools/text/result-text.ts';
import type { CallResult, Toolbox } from '../../tools/toolbox.ts';
import { personBehind, type Extra } from '../person.ts';
import { ProtocolError, type Method } from './method.ts';

export interface ToolMethodsParts {
	readonly tools: Pick<Toolbox, 'offered' | 'call'>;
	/** What the client said that it can do, once it has. */
	readonly capabilities: () => ClientCapabilities | undefined;
	readonly log: ToolContext['log'];
}

/** `tools/list` and `tools/call`. */
export function toolMethods({ tools, capabilities, log }: ToolMethodsParts) {
	return {
		'tools/list': async () => ({ tools: await tools.offered() }),

		'tools/call': async ({ name, arguments: input }, extra) => {
			if (typeof name !== 'string')
				throw new ProtocolError(ErrorCode.InvalidParams, 'tools/call needs the name of a tool');
			const result = await tools.call(name, input, {
				signal: extra.signal,
				priority: 'person',
				person: personBehind(capabilities(), extra, log),
				progress: progressReporter(extra, log),
			});
			return asResult(result);
		},
	} satisfies Record<string, Method>;
}

function asResult(result: CallResult): CallToolResult {
	if (!result.ok) return { isError: true, content: [{ type: 'text', text: failureText(result.failure) }] };
	return { content: [{ type: 'text', text: resultText(result.output) }], structuredContent: result.output };
}

/** Sends a call's progress to the client; undefined when the client did not ask for it. */
function progressReporter(
	extra: Extra,
	log: ToolContext['log'],
): ((message: string, fraction?: number) => void) | undefined {
	const progressToken = extra._meta?.progressToken;
	if (progressToken === undefined) return undefined;
	let last = 0;
	return (message, fraction) => {
		// The protocol wants a number that grows, also for steps that do not know how far they are.
		last = Math.max(last + 0.01, Math.min(fraction ?? 0, 1) * 100);
		const params = { progressToken, progress: last, message, ...(fraction !== undefined && { total: 100 }) };
		extra
			.sendNotification({ method: 'notifications/progress', params })
			.catch(() => log.debug('MCP: the client is not there to hear of progress'));
	};
}
