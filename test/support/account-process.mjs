import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';

/**
 * The demo account as the command line serves it: a program of its own, which ends with `lifetime`.
 * @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime
 * @param {Record<string, string>} [environment]   of whoever looks for the secrets that it is sent and sends
 * @param {readonly string[]} [imported]   addresses of modules that it loads first
 */
export async function startAccount(lifetime, environment = {}, imported = []) {
	const first = [new URL('note-secrets.mjs', import.meta.url).href, ...imported].flatMap((url) => ['--import', url]);
	const child = spawn(process.execPath, [...first, join(extensionRoot, 'dist/cli.js'), 'sandbox'], {
		env: { ...process.env, ...environment },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	lifetime.defer(() => void child.kill());
	let url = '';
	let token = '';
	let accountKey = '';
	for await (const line of createInterface({ input: child.stdout })) {
		url ||= /^URL: (\S+)$/.exec(line)?.[1] ?? '';
		token ||= /^Token: (\S+)$/.exec(line)?.[1] ?? '';
		accountKey ||= /^Account-level key: (\S+)$/.exec(line)?.[1] ?? '';
		const clientId = /^OAuth app without a secret: (\S+)$/.exec(line)?.[1];
		if (clientId) return { url, token, accountKey, clientId, stop: () => child.kill() };
	}
	throw new Error('The demo account did not start.');
}
