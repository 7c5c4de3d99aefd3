import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Connection {
	/** Has shown the bearer. */
	trusted: boolean;
	/** Requests that are not answered to the end. */
	open: number;
	/** When the answers to all requests so far are out. */
	answered: Promise<void>;
}

/**
 * The open connections. Anybody on this machine can open one, so whoever has not shown the bearer gives way to newcomers, and after
 * them who asks for nothing at the moment. Requests of one connection are served one after the other.
 */
export class Connections {
	readonly #maximum: number;
	/** The oldest first. */
	readonly #connections = new Map<Socket, Connection>();

	constructor(maximum: number) {
		this.#maximum = maximum;
	}

	/** Takes a connection in, and ends another, or this one, when there are too many. */
	add(socket: Socket): void {
		if (this.#connections.size >= this.#maximum) {
			const leaving = this.#leastNeeded();
			if (!leaving) {
				socket.destroy();
				return;
			}
			this.#connections.delete(leaving);
			leaving.destroy();
		}
		this.#connections.set(socket, { trusted: false, open: 0, answered: Promise.resolve() });
		socket.once('close', () => this.#connections.delete(socket));
	}

	/**
	 * Waits until the earlier requests of this connection are answered. False if it ends with one of these answers: what a client
	 * has sent behind it is not served.
	 */
	async turn({ socket }: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const connection = this.#connections.get(socket);
		if (!connection) return false;
		const earlier = connection.answered;
		connection.open++;
		connection.answered = new Promise((resolve) => {
			response.once('close', () => {
				connection.open--;
				resolve();
			});
		});
		await earlier;
		return socket.writable;
	}

	/** The request came with the bearer. */
	trust({ socket }: IncomingMessage): void {
		const connection = this.#connections.get(socket);
		if (connection) connection.trusted = true;
	}

	#leastNeeded(): Socket | undefined {
		const all = [...this.#connections];
		const found = all.find(([, { trusted }]) => !trusted) ?? all.find(([, { open }]) => open === 0);
		return found?.[0];
	}
}

/**
 * Calls back once, when the answer is out or its connection is gone. Node tells of the first only while the answer has the
 * connection for itself.
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
