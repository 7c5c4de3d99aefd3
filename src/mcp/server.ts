import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, type CallToolResult, type Result } from '@modelcontextprotocol/sdk/types.js';
import type { ToolContext } from '../tools/core/context.ts';
import { failureText } from '../tools/core/failure.ts';
import { published, type PublishedTool } from '../tools/published.ts';
import { resultText } from '../tools/text/result-text.ts';
import type { Tool } from '../tools/core/tool.ts';
import type { CallResult, Toolbox } from '../tools/toolbox.ts';
import { personBehind, type Extra } from './person.ts';
import { progressReporter } from './progress.ts';

export type Log = ToolContext['log'];
export type Clock = ToolContext['clock'];

/** The part of the toolbox that agents use. */
export type AgentTools = Pick<Toolbox, 'offered' | 'call' | 'prepare' | 'instructions'>;

export interface ServerParts {
	readonly tools: AgentTools;
	/** Version of the product. */
	readonly version: string;
	readonly log: Log;
}

/** One MCP server for one session with one client. */
export interface AgentServer {
	connect(transport: Transport): Promise<void>;
	/** Tells the client that other tools are offered now. */
	toolsChanged(): Promise<void>;
	/** Ends the session and cancels the calls that still run. */
	close(): Promise<void>;
}

/**
 * The high-level class of the SDK builds schemas from zod; the catalogue publishes plain JSON Schema. Answers of people are
 * checked by hand, so the SDK's JSON Schema validator stays unused and out of the bundle.
 */
// eslint-disable-next-line @typescript-eslint/no-deprecated
const LowLevelServer = Server;
const noValidator = {
	getValidator: () => () => ({ valid: false, data: undefined, errorMessage: 'Not validated.' }) as const,
};

/** Makes a server out of the catalogue. */
export function createServer({ tools, version, log }: ServerParts): AgentServer {
	const server = new LowLevelServer(
		{ name: 'pagerduty', title: 'PagerDuty', version },
		{
			capabilities: { tools: { listChanged: true } },
			instructions: tools.instructions(),
			jsonSchemaValidator: noValidator,
		},
	);
	server.onerror = (error) => log.debug(`MCP: a message was not handled (${error.name})`);

	// The client has what it needs for now; the person has not asked anything yet.
	server.oninitialized = () => {
		setImmediate(() => {
			prepare().catch((error: unknown) => log.debug(`MCP: preparing failed (${nameOf(error)})`));
		});
	};

	/** Making a schema takes longer than sending it. */
	const schemas = new Map<Tool, PublishedTool>();
	const publish = (tool: Tool): PublishedTool => {
		const known = schemas.get(tool) ?? published(tool);
		schemas.set(tool, known);
		return known;
	};
	const list = async () => ({ tools: (await tools.offered()).map(publish) });
	const prepare = async () => {
		await tools.prepare();
		await list();
	};

	const callTool = async (params: Readonly<Record<string, unknown>>, extra: Extra): Promise<CallToolResult> => {
		if (typeof params.name !== 'string') {
			throw new ProtocolError(ErrorCode.InvalidParams, 'tools/call needs the name of a tool');
		}
		const result = await tools.call(params.name, params.arguments, {
			signal: extra.signal,
			priority: 'person',
			person: personBehind(server.getClientCapabilities(), extra, log),
			progress: progressReporter(extra, log),
		});
		return asResult(result);
	};
	// The SDK's own way to register handlers would answer wrong parameters with the inside of its schemas.
	server.fallbackRequestHandler = ({ method, params = {} }, extra) =>
		withoutInternals(log, method, extra.signal, async (): Promise<Result> => {
			if (method === 'tools/list') return await list();
			if (method === 'tools/call') return await callTool(params, extra);
			throw new ProtocolError(ErrorCode.MethodNotFound, 'Method not found');
		});
	return {
		connect: (transport) => server.connect(transport),
		toolsChanged: () => server.sendToolListChanged(),
		close: () => server.close(),
	};
}

function asResult(result: CallResult): CallToolResult {
	if (!result.ok) return { isError: true, content: [{ type: 'text', text: failureText(result.failure) }] };
	return { content: [{ type: 'text', text: resultText(result.output) }], structuredContent: result.output };
}

/** What the client did wrong. The SDK sends its code and message. */
class ProtocolError extends Error {
	override readonly name = 'ProtocolError';
	readonly code: number;

	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}
}

/** What goes wrong inside stays inside: the SDK would send the message of any error to the client. */
async function withoutInternals(
	log: Log,
	method: string,
	signal: AbortSignal,
	handle: () => Promise<Result>,
): Promise<Result> {
	try {
		return await handle();
	} catch (error) {
		// After a cancellation nothing is sent at all.
		if (error instanceof ProtocolError || signal.aborted) throw error;
		log.error(`MCP: ${method} failed (${nameOf(error)})`);
		throw new ProtocolError(ErrorCode.InternalError, 'Internal error');
	}
}

/** What an error is, without its message, which may hold anything. */
function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : typeof error;
}
