import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretWatch, seeFiles } from './secret-watch.mjs';

/**
 * Looks for secrets in all that a window of the editor leaves: the files of its server, its logs among them, the workspace, its
 * console, and what its browser keeps. Only the editor's own secret store may hold any.
 */
export class WindowLeaks {
	#watch = new SecretWatch();
	#lifetime;

	/**
	 * @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime at whose end it looks, before earlier stops
	 * @param {readonly string[]} folders
	 */
	constructor(lifetime, folders) {
		this.#lifetime = lifetime;
		// Beside what is looked through.
		const noted = mkdtempSync(join(tmpdir(), 'secrets-'));
		/** For the extension that notes the secrets in use, and for other programs that import `note-secrets.mjs`. */
		this.environment = { SECRETS_FILE: join(noted, 'used') };
		/** The folder of that extension. */
		this.extension = join(import.meta.dirname, 'secret-noter');
		lifetime.defer(() => {
			this.#read(this.environment.SECRETS_FILE);
			rmSync(noted, { recursive: true });
			for (const folder of folders) seeFiles(this.#watch, folder, (file) => `the file ${file}`, isLeftOut);
			const leaks = this.#watch.leaks();
			if (leaks.length > 0) lifetime.fail(`Secrets got out:\n${leaks.slice(0, 20).join('\n')}`);
		});
	}

	/** Looks at what a page logs, and at the end at what its browser keeps. @param {import('playwright-core').Page} page */
	see(page) {
		page.on('console', (message) => this.#watch.see(message.text(), 'the console'));
		this.#lifetime.defer(() => page.isClosed() || this.seeKept(page));
	}

	/** Looks at what the browser of a page keeps now. @param {import('playwright-core').Page} page */
	async seeKept(page) {
		this.#watch.see(await page.evaluate(keptInBrowser), 'what the browser keeps');
	}

	/** @param {string} file */
	#read(file) {
		const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
		const lines = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
		for (const { secret, header } of lines) {
			if (secret) this.#watch.use(secret, 'the window');
			if (header) this.#watch.useHeader(header, 'the window');
		}
		if (!lines.some(({ window }) => window)) this.#lifetime.fail('Nobody noted which secrets the window used.');
	}
}

/** A picture or a core dump is no text. @param {string} file @param {import('node:fs').Stats} about */
function isLeftOut(file, { size }) {
	return size > 32 * 1024 * 1024 || /\.(?:png|woff2?)$/.test(file);
}

/** Runs in the page: everything in its databases and its storage but the editor's secret store. */
async function keptInBrowser() {
	const secretStore = 'secrets.provider';
	const kept = [...Object.entries(localStorage), ...Object.entries(sessionStorage)].filter(
		([name]) => name !== secretStore,
	);
	/** @param {IDBRequest} request @returns {Promise<any>} */
	const answer = (request) =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	/** @param {unknown} value */
	const text = (value) =>
		value instanceof Uint8Array || value instanceof ArrayBuffer
			? new TextDecoder().decode(value)
			: (JSON.stringify(value) ?? '');
	for (const { name = '' } of await indexedDB.databases()) {
		const database = await answer(indexedDB.open(name));
		for (const store of database.objectStoreNames) {
			const rows = database.transaction(store).objectStore(store);
			kept.push([`${name} ${store}`, text(await answer(rows.getAllKeys()))]);
			for (const value of await answer(rows.getAll())) kept.push([`${name} ${store}`, text(value)]);
		}
		database.close();
	}
	return kept.flat().join('\n');
}
