import type { IncomingMessage } from 'node:http';
import { maximumBody, tooLarge } from './guard.ts';
import type { Refusal } from './refusal.ts';

/** A JSON-RPC message, as far as the way to its session depends on it. */
export interface Message {
	readonly method?: unknown;
}

export type BodyResult =
	{ readonly ok: true; readonly message: Message } | { readonly ok: false; readonly refusal: Refusal };

/** Reads one JSON-RPC message and stops as soon as it is larger than allowed. */
export async function readMessage(request: IncomingMessage): Promise<BodyResult> {
	const chunks: Buffer[] = [];
	let received = 0;
	for await (const chunk of request.iterator({ destroyOnReturn: false })) {
		if (!Buffer.isBuffer(chunk)) continue;
		received += chunk.length;
		if (received > maximumBody) return { ok: false, refusal: tooLarge };
		chunks.push(chunk);
	}
	return parseMessage(Buffer.concat(chunks).toString());
}

/** Batches left the protocol with version 2025-06-18; one message a request keeps cancelling and limits simple. */
export function parseMessage(text: string): BodyResult {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return { ok: false, refusal: { status: 400, message: 'The body is not valid JSON.' } };
	}
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? { ok: true, message: value }
		: { ok: false, refusal: { status: 400, message: 'The body must be one JSON-RPC message.' } };
}
