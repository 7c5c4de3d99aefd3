import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface OpenSocket {
	/** Has shown a secret that counts. */
	trusted: boolean;
	/** Requests that are not answered to the end. */
	open: number;
	/** When the answers to all requests so far are out. */
	answered: Promise<void>;
}

/**
 * The open sockets. Anybody on this machine can open one, so whoever has not shown a secret gives way to newcomers, and after
 * them who asks for nothing at the moment. Requests of one socket are served one after the other.
 */
export class OpenSockets {
	readonly #maximum: number;
	/** The oldest first. */
	readonly #sockets = new Map<Socket, OpenSocket>();

	constructor(maximum: number) {
		this.#maximum = maximum;
	}

	/** Takes a socket in, and ends another, or this one, when there are too many. */
	add(socket: Socket): void {
		if (this.#sockets.size >= this.#maximum) {
			const leaving = this.#leastNeeded();
			if (!leaving) {
				socket.destroy();
				return;
			}
			this.#sockets.delete(leaving);
			leaving.destroy();
		}
		this.#sockets.set(socket, { trusted: false, open: 0, answered: Promise.resolve() });
		socket.once('close', () => this.#sockets.delete(socket));
	}

	/**
	 * Waits until the earlier requests of this socket are answered. False if it ends with one of these answers: what a client
	 * has sent behind it is not served.
	 */
	async turn({ socket }: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const state = this.#sockets.get(socket);
		if (!state) return false;
		const earlier = state.answered;
		state.open++;
		state.answered = new Promise((resolve) => {
			response.once('close', () => {
				state.open--;
				resolve();
			});
		});
		await earlier;
		return socket.writable;
	}

	/** The request came with a secret that counts. */
	trust({ socket }: IncomingMessage): void {
		const state = this.#sockets.get(socket);
		if (state) state.trusted = true;
	}

	#leastNeeded(): Socket | undefined {
		const all = [...this.#sockets];
		const found = all.find(([, { trusted }]) => !trusted) ?? all.find(([, { open }]) => open === 0);
		return found?.[0];
	}
}

/**
 * Calls back once, when the answer is out or its socket is gone. Node tells of the first only while the answer has the
 * socket for itself.
 */
export function whenOver({ socket }: IncomingMessage, response: ServerResponse, callback: () => void): void {
	let called = false;
	const over = () => {
		response.off('close', over);
		socket.off('close', over);
		// Both may tell of it at the same moment.
		if (!called) callback();
		called = true;
	};
	response.once('close', over);
	socket.once('close', over);
	if (response.closed || socket.destroyed) over();
}
