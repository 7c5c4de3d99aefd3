import type { Reply } from './transport.ts';
import type { WireRequest } from './wire.ts';

/** Replies to what an earlier call of the same list has read, so that its next page need not read it again. */
export class RememberedReplies {
	readonly #earlier: ReadonlyMap<string, Reply>;
	/** What this call has read, for the next page. */
	readonly read = new Map<string, Reply>();

	constructor(earlier: ReadonlyMap<string, Reply> = new Map()) {
		this.#earlier = earlier;
	}

	/** The reply that an earlier call got, else the one that `send` gets. Only what changes nothing is remembered. */
	async to(request: WireRequest, send: () => Promise<Reply>): Promise<Reply> {
		if (request.method !== 'GET') return send();
		const key = JSON.stringify([request.path, request.query]);
		const reply = this.#earlier.get(key) ?? (await send());
		this.read.set(key, reply);
		return reply;
	}
}
