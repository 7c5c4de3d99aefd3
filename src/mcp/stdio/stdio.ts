import { createServer, type ServerParts } from '../server.ts';
import { StdioTransport } from './stdio-transport.ts';

/** How long answers may still take after the client has closed its side. */
const graceMs = 5000;

/**
 * Speaks MCP on stdin and stdout until the client closes stdin or the process is told to end. Calls that still run then are
 * answered if they are quick, else cancelled.
 */
export async function serveStdio(parts: ServerParts): Promise<void> {
	const server = createServer(parts);
	const transport = new StdioTransport(process.stdin, process.stdout);
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
