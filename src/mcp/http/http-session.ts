import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { CancelledNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { createServer, type ServerParts } from '../server.ts';
import type { Closable } from './live-sessions.ts';

/** One client's session over HTTP. */
export interface HttpSession extends Closable {
	/** False until an initialize request was accepted. */
	readonly started: boolean;
	handle(request: Request, message?: object): Promise<Response>;
	toolsChanged(): Promise<void>;
}

/**
 * @param id undefined for a single request.
 * @param closed called once when the session ended, whoever ended it.
 */
export function createHttpSession(
	id: string | undefined,
	parts: ServerParts,
	keepAliveMs: number,
	closed: () => void,
): HttpSession {
	const server = createServer(parts);
	const transport = new WebStandardStreamableHTTPServerTransport({
		...(id !== undefined && { sessionIdGenerator: () => id }),
		keepAliveMs,
	});
	transport.onclose = closed;
	transport.onmessage = (message) => {
		// The SDK answers a cancelled request with nothing and would keep its response open for good. What the call still says,
		// such as that its question to the person is void, goes out first.
		const cancelled = CancelledNotificationSchema.safeParse(message).data?.params.requestId;
		if (cancelled !== undefined) setImmediate(() => transport.closeSSEStream(cancelled));
	};
	const connected = server.connect(transport);
	return {
		get started() {
			return transport.sessionId !== undefined;
		},
		async handle(request, message) {
			await connected;
			return transport.handleRequest(request, { parsedBody: message });
		},
		toolsChanged: () => server.toolsChanged(),
		close: () => server.close(),
	};
}
