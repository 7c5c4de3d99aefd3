import { ErrorCode, JSONRPCMessageSchema, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { Line } from './lines.ts';

/** An error as JSON-RPC answers it; the id is null where that of the request cannot be known. */
export interface ErrorReply {
	readonly jsonrpc: '2.0';
	readonly id: string | number | null;
	readonly error: { readonly code: number; readonly message: string };
}

/** What a line is: a message to handle, or the errors that whoever wrote it must be told. */
export type Received = { readonly message: JSONRPCMessage } | { readonly errors: readonly ErrorReply[] };

/** Reads a line. A client that sends what cannot be handled would otherwise wait for an answer that never comes. */
export function received(line: Line): Received {
	if (!line.whole) {
		const message = 'The message is too large.';
		return { errors: [errorReply(ErrorCode.InvalidRequest, message, idAtAnEnd(line.start, line.end))] };
	}
	// Blank lines between messages mean nothing.
	const text = line.text.trim();
	if (text === '') return { errors: [] };
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return { errors: [errorReply(ErrorCode.ParseError, 'The message is not valid JSON.')] };
	}
	if (Array.isArray(value)) return { errors: refusedBatch(value) };
	const parsed = JSONRPCMessageSchema.safeParse(value);
	if (parsed.success) return { message: parsed.data };
	// An error with the id of an answer would be taken for the answer to a request of the client's own.
	if (isAnswer(value)) return { errors: [] };
	return { errors: [errorReply(ErrorCode.InvalidRequest, 'The message is not a JSON-RPC 2.0 message.', idOf(value))] };
}

/** Batches left the protocol with version 2025-06-18. Each request of one is told, for somebody may wait for it. */
function refusedBatch(messages: readonly unknown[]): ErrorReply[] {
	const ids = messages.filter((message) => !isAnswer(message)).map(idOf);
	const known = ids.filter((id) => id !== null);
	return (known.length > 0 ? known : [null]).map((id) =>
		errorReply(ErrorCode.InvalidRequest, 'Batches are not supported: send each message on a line of its own.', id),
	);
}

function errorReply(code: number, message: string, id: ErrorReply['id'] = null): ErrorReply {
	return { jsonrpc: '2.0', id, error: { code, message } };
}

function isAnswer(value: unknown): boolean {
	return typeof value === 'object' && value !== null && !('method' in value) && ('result' in value || 'error' in value);
}

function idOf(value: unknown): ErrorReply['id'] {
	const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
	return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** Clients write the id right after the version or as the last member, where nothing inside of a message can stand. */
function idAtAnEnd(start: string, end: string): ErrorReply['id'] {
	const id = String.raw`"id"\s*:\s*(-?\d{1,15}|"[^"\\]{1,100}")`;
	const first = new RegExp(String.raw`^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?${id}\s*,`).exec(start);
	const last = new RegExp(String.raw`,\s*${id}\s*\}\s*$`).exec(end);
	const found: unknown = JSON.parse(first?.[1] ?? last?.[1] ?? 'null');
	return typeof found === 'string' || typeof found === 'number' ? found : null;
}
