import type { Random } from '../../src/sandbox/random.ts';

/** What may happen to a request, each with its share of all. */
const mishaps = [
	['limited', 0.2],
	['failed', 0.1],
	['lostBefore', 0.05],
	['lostAfter', 0.05],
] as const;

/** A network between the product and PagerDuty that fails as often as asked, by a repeatable source of numbers. */
export class FaultyWire {
	readonly #random: Random;
	/** Whether anything happens at all. */
	on = false;

	constructor(random: Random) {
		this.#random = random;
	}

	async carry(send: () => Promise<Response>): Promise<Response> {
		switch (this.on ? this.#mishap() : undefined) {
			case 'limited':
				return this.#refusal();
			case 'failed':
				return new Response('<html>Service Unavailable</html>', { status: this.#random.pick([500, 502, 503, 504]) });
			case 'lostBefore':
				throw lost();
			case 'lostAfter':
				await (await send()).text();
				throw lost();
			default:
				return send();
		}
	}

	#mishap() {
		let left = this.#random.next();
		return mishaps.find(([, share]) => (left -= share) < 0)?.[0];
	}

	/** PagerDuty's own, which says for how long, or one of what stands before it. */
	#refusal(): Response {
		if (this.#random.next() < 0.2) return new Response('<html>Too Many Requests</html>', { status: 429 });
		const headers = {
			'ratelimit-limit': '960',
			'ratelimit-remaining': '0',
			'ratelimit-reset': String(this.#random.int(0, 4)),
		};
		return new Response('{"error":{"message":"Rate Limit Exceeded","code":2020}}', { status: 429, headers });
	}
}

/** What `fetch` throws when a connection breaks. */
function lost(): Error {
	return new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
}
