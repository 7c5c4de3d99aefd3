import type { Log } from '../pagerduty/http/log.ts';
import { redact } from '../pagerduty/http/redact.ts';
import { logLevels, type LogLevel } from './terms.ts';

/** What else there is to say about an event, beside its message. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

/** A log whose lines are JSON objects, with facts that programs can read. */
export interface FactsLog extends Log {
	event(level: LogLevel, message: string, facts: Facts): void;
	/** The same for one caller, whose token is removed as well. */
	for(caller: string, token: string | undefined): FactsLog;
}

/** Logs to stderr, one JSON object a line. */
export function jsonLog(level: LogLevel, secrets: readonly string[], common: Facts = {}): FactsLog {
	const event = (of: LogLevel, message: string, facts: Facts = {}) => {
		if (logLevels.indexOf(of) > logLevels.indexOf(level)) return;
		const time = new Date().toISOString();
		const line = { time, level: of, message: redact(message, secrets), ...common, ...facts };
		process.stderr.write(`${JSON.stringify(line)}\n`);
	};
	const write = (of: LogLevel) => (message: string) => event(of, message);
	return {
		debug: write('debug'),
		info: write('info'),
		warn: write('warning'),
		error: write('error'),
		event,
		for: (caller, token) => jsonLog(level, token === undefined ? secrets : [...secrets, token], { ...common, caller }),
	};
}

/** Logs to stderr: stdout belongs to the protocol. Whatever looks like a credential is removed once more. */
export function stderrLog(level: LogLevel, secrets: readonly string[]): Log {
	const write = (of: LogLevel) =>
		logLevels.indexOf(of) > logLevels.indexOf(level)
			? () => undefined
			: (message: string) =>
					void process.stderr.write(`${new Date().toISOString()} [${of}] ${redact(message, secrets)}\n`);
	return { debug: write('debug'), info: write('info'), warn: write('warning'), error: write('error') };
}
