import { HostError, say } from './console.mjs';

/** Everything a command has started, stopped in reverse order when it ends, however it ends. */
export class Lifetime {
	/** @type {(() => unknown)[]} */
	#stops = [];
	#ending = new AbortController();
	#failed = false;
	#outer;

	/** @param {Lifetime} [outer] which it is a part of */
	constructor(outer) {
		this.#outer = outer;
	}

	/** Aborted at the end: long work looks at it before it starts something new. */
	get signal() {
		return this.#ending.signal;
	}

	/** @param {() => unknown} stop */
	defer(stop) {
		this.#stops.push(stop);
	}

	/** A part of it, which ends with it at the latest. */
	nested() {
		const inner = new Lifetime(this);
		this.defer(() => inner.end());
		return inner;
	}

	/** Whether something was wrong, whatever the command's own outcome. */
	get failed() {
		return this.#failed;
	}

	/** @param {string} message what was wrong */
	fail(message) {
		this.#failed = true;
		if (this.#outer) this.#outer.fail(message);
		else say(message);
	}

	async end() {
		this.#ending.abort();
		for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) {
			await Promise.resolve()
				.then(stop)
				.catch((error) => say(`while stopping: ${error}`));
		}
	}
}

/**
 * Runs a command to its end or to Ctrl+C, stops what it started and exits with its code.
 * @param {(lifetime: Lifetime) => Promise<number>} command
 */
export async function runToExit(command) {
	const lifetime = new Lifetime();
	/** @type {Promise<number>} */
	const signalled = new Promise((resolve) => {
		for (const [signal, code] of /** @type {const} */ ([
			['SIGINT', 130],
			['SIGTERM', 143],
			['SIGHUP', 129],
		])) {
			process.on(signal, () => resolve(code));
		}
		// A signal that npm gets alone ends npm and its shell, not this process.
		const parent = process.ppid;
		const orphaned = () => process.ppid !== parent && resolve(143);
		if (process.env['npm_lifecycle_event']) setInterval(orphaned, 1000).unref();
	});
	const code = await Promise.race([
		signalled,
		command(lifetime).catch((error) => (lifetime.signal.aborted ? 1 : report(error))),
	]);
	await lifetime.end();
	process.exit(code === 0 && lifetime.failed ? 1 : code);
}

/** @param {unknown} error */
function report(error) {
	say(
		error instanceof HostError
			? error.message
			: error instanceof Error
				? (error.stack ?? error.message)
				: String(error),
	);
	return 1;
}
