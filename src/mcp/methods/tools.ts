import { ErrorCode, type ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import type { ToolContext } from '../../tools/core/context.ts';
import { longestWaitSeconds } from '../../tools/core/patience.ts';
import { cleanLine } from '../../tools/text/untrusted.ts';
import type { Toolbox } from '../../tools/toolbox.ts';
import { asResult } from '../call-result.ts';
import { personBehind, type Extra } from '../person.ts';
import { openInEditor, openPage, showsPages, type PagesInEditor } from '../pages/in-editor.ts';
import type { ClientLog } from './logging.ts';
import { ProtocolError, type Method } from './method.ts';
import { factsForPage, withPage } from './pages.ts';
import type { Tasks } from './tasks.ts';

export interface ToolMethodsParts {
	readonly tools: Pick<Toolbox, 'offered' | 'call' | 'asks' | 'long'>;
	/** Where pages can be opened, too; undefined outside of an editor. */
	readonly editor?: PagesInEditor | undefined;
	/** What the client said that it can do, once it has. */
	readonly capabilities: () => ClientCapabilities | undefined;
	/** Undefined where the client cannot say what it wants to hear. */
	readonly clientLog?: Pick<ClientLog, 'ended'> | undefined;
	/** Calls that run on after their request; undefined where nothing is kept of it. */
	readonly tasks?: Pick<Tasks, 'begin'> | undefined;
	/** The client's own name, once it has said it. */
	readonly client: () => string | undefined;
	readonly log: ToolContext['log'];
}

/** `tools/list` and `tools/call`. */
export function toolMethods({ tools, editor, capabilities, client, clientLog, tasks, log }: ToolMethodsParts) {
	/** The editor, for a client that has pages to open there. */
	const forPages = () => (showsPages(capabilities()) ? editor : undefined);
	return {
		'tools/list': async () => {
			const offered = (await tools.offered()).map(withPage);
			// Only clients that know of tasks are told which tools may be one.
			const long = tasks && capabilities()?.tasks ? await tools.long() : undefined;
			const listed = offered.map((tool) => (long?.has(tool.name) ? { ...tool, execution: asTask } : tool));
			return { tools: forPages() ? [...listed, openInEditor] : listed };
		},

		'tools/call': async ({ name, arguments: input, task }, extra) => {
			if (typeof name !== 'string')
				throw new ProtocolError(ErrorCode.InvalidParams, 'tools/call needs the name of a tool');
			const opens = forPages();
			if (opens && name === openInEditor.name) return openPage(input, opens);
			const waits = maxWaitMs(extra._meta);
			const facts = () => factsForPage(name, tools, opens ? [openInEditor.name] : []);
			if (task !== undefined) {
				if (!tasks || !(await tools.long()).has(name))
					throw new ProtocolError(ErrorCode.MethodNotFound, `${cleanLine(name, 60)} cannot run as a task`);
				const whoever = { priority: 'person', client: client(), maxWaitMs: waits } as const;
				return tasks.begin(task, async (signal, progress) =>
					// Nobody can be asked once the request is answered: several things of one name are told as candidates.
					asResult(await tools.call(name, input, { ...whoever, signal, progress }), await facts()),
				);
			}
			const result = await tools.call(name, input, {
				signal: extra.signal,
				priority: 'person',
				client: client(),
				person: personBehind(capabilities(), extra, log),
				progress: progressReporter(extra, log),
				maxWaitMs: waits,
			});
			clientLog?.ended(name, result, extra);
			return asResult(result, await facts());
		},
	} satisfies Record<string, Method>;
}

const asTask = { taskSupport: 'optional' } as const;

const maxWaitKey = 'oncall-for-pagerduty/maxWaitSeconds';

/** How long this call may wait for PagerDuty, if the client says so. */
function maxWaitMs(meta: Extra['_meta']): number | undefined {
	const given: unknown = meta?.[maxWaitKey];
	if (given === undefined) return undefined;
	if (typeof given === 'number' && given >= 1 && given <= longestWaitSeconds) return given * 1000;
	throw new ProtocolError(
		ErrorCode.InvalidParams,
		`_meta ${maxWaitKey} must be a number of seconds from 1 to ${longestWaitSeconds}`,
	);
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
