import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
	CancelledNotificationSchema,
	isJSONRPCErrorResponse,
	isJSONRPCRequest,
	isJSONRPCResultResponse,
	type JSONRPCMessage,
	type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { createServer, type ServerParts } from './server.ts';

/** How long answers may still take after the client has closed its side. */
const graceMs = 5000;

/**
 * Speaks MCP on stdin and stdout until the client closes stdin or the process is told to end. Calls that still run then are
 * answered if they are quick, else cancelled.
 */
export async function serveStdio(parts: ServerParts): Promise<void> {
	const server = createServer(parts);
	const transport = new AnsweringTransport();
	const ended = new Promise<'closed' | 'told'>((resolve) => {
		process.stdin.once('end', () => resolve('closed'));
		process.stdin.once('close', () => resolve('closed'));
		process.stdout.once('error', () => resolve('told'));
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('told'));
	});
	await server.connect(transport);
	if ((await ended) === 'closed') await transport.answered(graceMs);
	await server.close();
}

/** Knows which requests are not answered yet. */
class AnsweringTransport extends StdioServerTransport {
	readonly #open = new Set<RequestId>();
	#idle: (() => void) | undefined;

	constructor() {
		super();
		this.onmessage = (message) => {
			const cancelled = CancelledNotificationSchema.safeParse(message).data?.params.requestId;
			if (cancelled !== undefined) this.#settle(cancelled);
			else if (isJSONRPCRequest(message)) this.#open.add(message.id);
		};
	}

	override async send(message: JSONRPCMessage): Promise<void> {
		await super.send(message);
		if ((isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) && message.id !== undefined)
			this.#settle(message.id);
	}

	/** Resolves when nothing is open any more, at the latest after `ms`. */
	async answered(ms: number): Promise<void> {
		if (this.#open.size === 0) return;
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, ms);
			this.#idle = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	#settle(id: RequestId): void {
		this.#open.delete(id);
		if (this.#open.size === 0) this.#idle?.();
	}
}
