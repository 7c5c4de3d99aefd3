import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The product in a folder of its own, as it is installed: with a keyring's package that keeps secrets in a file, or
 * without one. How the keyring behaves stands in a file beside it: `open`, `locked`, `unreachable` or `silent`.
 */
export class Installation {
	readonly cli: string;
	readonly #folder: string;

	constructor(folder: string, { keyring }: { readonly keyring: boolean }) {
		this.#folder = folder;
		this.cli = join(folder, 'dist', 'cli.js');
		cpSync(resolve('dist'), join(folder, 'dist'), { recursive: true });
		writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
		if (!keyring) return;
		const home = join(folder, 'node_modules', '@napi-rs', 'keyring');
		mkdirSync(home, { recursive: true });
		writeFileSync(join(home, 'package.json'), JSON.stringify({ name: '@napi-rs/keyring', main: 'index.cjs' }));
		writeFileSync(join(home, 'index.cjs'), program(this.secret, this.#state));
		this.behave('open');
	}

	/** What the keyring holds is in this file. */
	get secret(): string {
		return join(this.#folder, 'secret');
	}

	get #state(): string {
		return join(this.#folder, 'state');
	}

	behave(how: 'open' | 'locked' | 'unreachable' | 'silent'): void {
		writeFileSync(this.#state, how);
	}
}

/** What the real one says in its errors (GNOME's keyring, locked without a screen, and none), and how it waits: with the whole process. */
function program(secret: string, state: string): string {
	return `
const fs = require('node:fs');
const [secret, state] = ${JSON.stringify([secret, state])};
exports.Entry = class {
	constructor(service, user, options) {
		if (options.linux.store !== 'secret-service') throw new Error('The kernel forgets.');
		const how = fs.readFileSync(state, 'utf8');
		if (how === 'locked') throw new Error("Couldn't access platform storage: Secret Service: unlock prompt was dismissed");
		if (how === 'unreachable') throw new Error('Platform failure: DBus error: Failed to connect to socket');
		if (how === 'silent') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
	}
	getSecret() { return fs.existsSync(secret) ? [...fs.readFileSync(secret)] : null; }
	setSecret(bytes) { fs.writeFileSync(secret + process.pid, bytes); fs.renameSync(secret + process.pid, secret); }
	deleteCredential() { const there = fs.existsSync(secret); fs.rmSync(secret, { force: true }); return there; }
};
`;
}
