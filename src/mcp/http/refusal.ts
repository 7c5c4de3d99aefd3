import type { ServerResponse } from 'node:http';

/** An HTTP answer to a request that goes no further. The text is fixed: it never repeats what was sent. */
export interface Refusal {
	readonly status: number;
	readonly message: string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** Answers and closes the connection, so that the rest of a body is not read. */
export function refuse(response: ServerResponse, { status, message, headers }: Refusal): void {
	const body = JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null });
	response.writeHead(status, {
		'Content-Type': 'application/json',
		'Content-Length': Buffer.byteLength(body),
		Connection: 'close',
		...headers,
	});
	response.end(body);
}
