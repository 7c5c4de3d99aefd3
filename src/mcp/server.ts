import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, type Result } from '@modelcontextprotocol/sdk/types.js';
import type { ToolContext } from '../tools/core/context.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import type { Toolbox } from '../tools/toolbox.ts';
import { ProtocolError, type Method } from './methods/method.ts';
import { completionMethods } from './methods/completion.ts';
import { ClientLog } from './methods/logging.ts';
import { promptMethods } from './methods/prompts.ts';
import { resourceMethods } from './methods/resources.ts';
import { subscriptionMethods } from './methods/subscriptions.ts';
import { Tasks } from './methods/tasks.ts';
import { toolMethods } from './methods/tools.ts';
import type { PagesInEditor } from './pages/in-editor.ts';
import type { NewsSource } from './resources/news.ts';

export type Log = ToolContext['log'];
export type Clock = ToolContext['clock'];

/** The part of the toolbox that agents use. */
export type AgentTools = Pick<
	Toolbox,
	'long' | 'offered' | 'asks' | 'mentionable' | 'call' | 'confined' | 'prepare' | 'instructions'
>;

/** How a server introduces itself, where there are several. */
export interface ServerIdentity {
	/** Instead of "PagerDuty". */
	readonly name?: string | undefined;
	/** What it is for. */
	readonly description?: string | undefined;
	/** Such as `staging`. */
	readonly environment?: string | undefined;
}

export interface ServerParts {
	readonly tools: AgentTools;
	/** Version of the product. */
	readonly version: string;
	readonly identity?: ServerIdentity;
	/** Where the client works, in a sentence; asked at each new session. */
	readonly place?: (() => string | undefined) | undefined;
	/** Where it is heard of changes in PagerDuty. Without it, clients cannot subscribe to resources. */
	readonly news?: NewsSource | undefined;
	/** Where pages can be opened, too; undefined outside of an editor. */
	readonly editor?: PagesInEditor | undefined;
	/** Whether nothing is kept from one request of the client to the next. */
	readonly stateless?: boolean;
	readonly log: Log;
	/** Default: the system's. */
	readonly clock?: Clock | undefined;
}

/** One MCP server for one session with one client. */
export interface AgentServer {
	connect(transport: Transport): Promise<void>;
	/** Tells the client that other tools are offered now, and with them other prompts and resources. */
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
export function createServer(parts: ServerParts): AgentServer {
	const { tools, version, identity = {}, place, news, editor, stateless = false, log, clock = systemClock } = parts;
	const { description } = identity;
	const clientLog = stateless ? undefined : new ClientLog(log);
	// What runs on after its request needs somebody who comes back for it.
	const tasks = stateless ? undefined : new Tasks(clock);
	const here = place?.();
	const server = new LowLevelServer(
		{ name: 'pagerduty', title: titleOf(identity), version, ...(description !== undefined && { description }) },
		{
			capabilities: {
				tools: { listChanged: true },
				prompts: { listChanged: true },
				resources: { listChanged: true, ...(news && { subscribe: true }) },
				completions: {},
				...(clientLog && { logging: {} }),
				...(tasks && { tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } }),
			},
			instructions: [...introduction(identity), tools.instructions(), ...(here === undefined ? [] : [here])].join('\n'),
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

	const forTools = toolMethods({
		tools,
		editor,
		capabilities: () => server.getClientCapabilities(),
		client: () => server.getClientVersion()?.name,
		clientLog,
		tasks,
		log,
	});
	const updated = (uri: string) => {
		server.sendResourceUpdated({ uri }).catch(() => log.debug('MCP: the client is not there to hear of a change'));
	};
	const subscribing = news && subscriptionMethods({ tools, news, updated });
	server.onclose = () => {
		subscribing?.end();
		tasks?.end();
	};
	const methods: ReadonlyMap<string, Method> = new Map(
		Object.entries({
			...forTools,
			...promptMethods(tools),
			...resourceMethods(tools),
			...subscribing?.methods,
			...completionMethods(tools),
			...clientLog?.methods,
			...tasks?.methods,
		}),
	);
	const prepare = async () => {
		await tools.prepare();
		await forTools['tools/list']();
	};

	// The SDK's own way to register handlers would answer wrong parameters with the inside of its schemas, as its own handler does.
	server.removeRequestHandler('logging/setLevel');
	server.fallbackRequestHandler = ({ method, params = {} }, extra) =>
		withoutInternals(log, method, extra.signal, async (): Promise<Result> => {
			const answer = methods.get(method);
			if (!answer) throw new ProtocolError(ErrorCode.MethodNotFound, 'Method not found');
			return answer(params, extra);
		});
	return {
		connect: (transport) => server.connect(transport),
		toolsChanged: async () => {
			subscribing?.offerChanged();
			await server.sendToolListChanged();
			await server.sendPromptListChanged();
			await server.sendResourceListChanged();
		},
		close: () => server.close(),
	};
}

/** `PagerDuty (staging)`. */
function titleOf({ name = 'PagerDuty', environment }: ServerIdentity): string {
	return environment === undefined ? name : `${name} (${environment})`;
}

function introduction(identity: ServerIdentity): string[] {
	const { name, description, environment } = identity;
	if (name === undefined && description === undefined && environment === undefined) return [];
	return [
		[
			`This server is ${titleOf(identity)}.`,
			...(environment === undefined
				? []
				: [`It is about the environment "${environment}": check that this is the one that the person means.`]),
			...(description === undefined ? [] : [`What it is for: ${description}`]),
		].join(' '),
	];
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
