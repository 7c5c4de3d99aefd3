/** Something the person at the terminal can act on: one sentence and the next step, shown without a stack trace. */
export class HostError extends Error {}

/** Progress goes to stderr: stdout is for results. @param {string} message */
export function say(message) {
	process.stderr.write(`[vscode-host] ${message}\n`);
}

/**
 * Shows that a long step is alive.
 * @template T
 * @param {string} what
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(what, work) {
	const started = performance.now();
	const seconds = () => Math.round((performance.now() - started) / 1000);
	say(`${what} …`);
	const timer = setInterval(() => say(`  … ${seconds()} s`), 5000);
	try {
		const result = await work;
		say(`  done in ${seconds()} s`);
		return result;
	} finally {
		clearInterval(timer);
	}
}
