import { ErrorCode, type Result } from '@modelcontextprotocol/sdk/types.js';
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

/** Lists that are given whole have no second page. @throws {ProtocolError} */
export function refuseCursor({ cursor }: Readonly<Record<string, unknown>>): void {
	if (cursor !== undefined)
		throw new ProtocolError(ErrorCode.InvalidParams, 'This list is given whole: ask for it without a cursor.');
}
