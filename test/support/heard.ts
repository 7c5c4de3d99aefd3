import { channel } from 'node:diagnostics_channel';

const lines = channel('test:log');
const secrets = channel('test:secret');

/** A line of a log that a test looks at, or not: at the end it is searched for secrets. */
export function heard(line: string): void {
	lines.publish(line);
}

/** The header `Authorization` of a request that goes over no network: what it holds must be seen nowhere else. */
export function used(header: string): void {
	secrets.publish(header);
}
