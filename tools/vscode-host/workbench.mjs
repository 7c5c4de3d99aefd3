/**
 * @param {import('./server.mjs').Server} server
 * @param {string} folder
 * @param {Record<string, string>} [payload]   options of the window
 */
export function workbenchAddress(server, folder, payload = {}) {
	const query = new URLSearchParams({ folder });
	if (Object.keys(payload).length) query.set('payload', JSON.stringify(Object.entries(payload)));
	return `${server.url}/?${query}`;
}

/**
 * Writes to the window's profile storage, which the page keeps in its origin's database. To be done before the workbench
 * is loaded into `page`.
 * @param {import('playwright-core').Page} page
 * @param {import('./server.mjs').Server} server
 * @param {Record<string, string>} items
 */
export async function seedProfileStorage(page, server, items) {
	await page.goto(`${server.url}/healthz`);
	await page.evaluate(
		(entries) =>
			new Promise((resolve, reject) => {
				const opening = indexedDB.open('vscode-web-state-db-global', 1);
				opening.onupgradeneeded = () => opening.result.createObjectStore('ItemTable');
				opening.onerror = () => reject(opening.error);
				opening.onsuccess = () => {
					const database = opening.result;
					const transaction = database.transaction('ItemTable', 'readwrite');
					for (const [key, value] of entries) transaction.objectStore('ItemTable').put(value, key);
					transaction.onerror = () => reject(transaction.error);
					transaction.oncomplete = () => {
						database.close();
						resolve(undefined);
					};
				};
			}),
		Object.entries(items),
	);
}
