import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { sendReply } from '../../../src/mcp/http/bridge.ts';

/** The connection of a client that takes each part of an answer only after a while. */
class SlowResponse extends ServerResponse {
	readonly waiting: number[] = [];

	override write(): boolean {
		setImmediate(() => {
			this.waiting.push(this.listenerCount('close') + this.listenerCount('drain'));
			this.emit('drain');
		});
		return false;
	}
}

describe('an answer to a slow client', () => {
	it('leaves nothing behind for the parts that have gone out', async () => {
		const response = new SlowResponse(new IncomingMessage(new Socket()));
		const before = response.listenerCount('close') + response.listenerCount('drain');
		const parts = new ReadableStream<Uint8Array>({
			start(controller) {
				for (let part = 0; part < 12; part++) controller.enqueue(new Uint8Array([part]));
				controller.close();
			},
		});
		await sendReply(response, new Response(parts));
		assert.equal(response.waiting.length, 12);
		assert.deepEqual(new Set(response.waiting), new Set([before + 3]));
	});
});
