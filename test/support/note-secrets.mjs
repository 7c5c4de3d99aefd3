// Notes the secrets that this process uses in the file SECRETS_FILE, for whoever looks for them later.
import { appendFileSync } from 'node:fs';
import { noteRequests } from './secrets-in-requests.mjs';

const file = process.env['SECRETS_FILE'];

/** @param {{ secret?: unknown, header?: string, window?: true }} line */
export function note(line) {
	if (file) appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

noteRequests({ use: (secret) => secret && note({ secret }), useHeader: (header) => header && note({ header }) });
