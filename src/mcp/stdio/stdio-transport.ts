import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
	CancelledNotificationSchema,
	isJSONRPCErrorResponse,
	isJSONRPCRequest,
	isJSONRPCResultResponse,
	type JSONRPCMessage,
	type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import type { Readable, Writable } from 'node:stream';
import { received, type ErrorReply } from './answerable.ts';
import { Lines, type Line } from './lines.ts';

/** The most bytes of one message. */
const largestMessage = 10 * 1024 * 1024;

/**
 * One message a line, in and out. The SDK's own transport is silent about a line that it cannot read, and ends the session over one
 * that is too long. This one answers, and knows which requests are not answered yet.
 */
export class StdioTransport implements Transport {
	onmessage?: Transport['onmessage'];
	onclose?: Transport['onclose'];
	onerror?: Transport['onerror'];
	readonly #input: Readable;
	readonly #output: Writable;
	readonly #lines = new Lines(largestMessage);
	readonly #open = new Set<RequestId>();
	#idle: (() => void) | undefined;

	constructor(input: Readable, output: Writable) {
		this.#input = input;
		this.#output = output;
	}

	start(): Promise<void> {
		this.#input.on('data', this.#read).on('end', this.#end).on('error', this.#failed);
		return Promise.resolve();
	}

	async send(message: JSONRPCMessage): Promise<void> {
		await this.#write(message);
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

	close(): Promise<void> {
		this.#input.off('data', this.#read).off('end', this.#end).off('error', this.#failed).pause();
		this.onclose?.();
		return Promise.resolve();
	}

	readonly #read = (chunk: Buffer) => this.#take(this.#lines.push(chunk));
	readonly #end = () => this.#take(this.#lines.end());
	readonly #failed = (error: Error) => this.onerror?.(error);

	#take(lines: readonly Line[]): void {
		for (const line of lines) {
			const result = received(line);
			if ('message' in result) this.#pass(result.message);
			else for (const error of result.errors) void this.#write(error);
		}
	}

	#pass(message: JSONRPCMessage): void {
		const cancelled = CancelledNotificationSchema.safeParse(message).data?.params.requestId;
		if (cancelled !== undefined) this.#settle(cancelled);
		else if (isJSONRPCRequest(message)) this.#open.add(message.id);
		this.onmessage?.(message);
	}

	/** Resolves when there is room for the next one. */
	async #write(message: JSONRPCMessage | ErrorReply): Promise<void> {
		if (this.#output.write(`${JSON.stringify(message)}\n`)) return;
		await new Promise((resolve) => this.#output.once('drain', resolve));
	}

	#settle(id: RequestId): void {
		this.#open.delete(id);
		if (this.#open.size === 0) this.#idle?.();
	}
}
