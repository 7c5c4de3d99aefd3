import type { Result } from '@modelcontextprotocol/sdk/types.js';
import type { Extra } from '../person.ts';

/** Answers one of MCP's requests. */
export type Method = (params: Readonly<Record<string, unknown>>, extra: Extra) => Promise<Result>;

/** What a client did wrong. The SDK sends its code and message. */
export class ProtocolError extends Error {
	override readonly name = 'ProtocolError';
	readonly code: number;

	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}
}
