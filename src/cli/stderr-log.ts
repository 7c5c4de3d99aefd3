import type { Log } from '../pagerduty/http/log.ts';
import { redact } from '../pagerduty/http/redact.ts';

/** Logs to stderr: stdout belongs to the protocol. Whatever looks like a credential is removed once more. */
export function stderrLog(verbose: boolean, secrets: readonly string[]): Log {
	const write = (level: string) => (message: string) =>
		void process.stderr.write(`${new Date().toISOString()} [${level}] ${redact(message, secrets)}\n`);
	return {
		debug: verbose ? write('debug') : () => undefined,
		info: write('info'),
		warn: write('warning'),
		error: write('error'),
	};
}
