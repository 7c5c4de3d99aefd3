import type { Log } from '../pagerduty/http/log.ts';
import { redact } from '../pagerduty/http/redact.ts';
import { logLevels, type LogLevel } from './terms.ts';

/** Logs to stderr: stdout belongs to the protocol. Whatever looks like a credential is removed once more. */
export function stderrLog(level: LogLevel, secrets: readonly string[]): Log {
	const write = (of: LogLevel) =>
		logLevels.indexOf(of) > logLevels.indexOf(level)
			? () => undefined
			: (message: string) =>
					void process.stderr.write(`${new Date().toISOString()} [${of}] ${redact(message, secrets)}\n`);
	return { debug: write('debug'), info: write('info'), warn: write('warning'), error: write('error') };
}
