import assert from 'node:assert/strict';
import { ConnectionsWindow } from './connections-window.mjs';

describe('Connections, by clicks', function () {
	this.timeout(180_000);
	/** @type {ConnectionsWindow} */
	let editor;
	beforeEach(async function () {
		editor = await ConnectionsWindow.open(this.lifetime);
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	it('are edited, given a new secret and ended, each only once the person agrees', async () => {
		const first = await editor.create('Night');
		assert.ok(await editor.shows(['Night']));
		assert.equal(await statusOf(first), 200);
		await editor.rename('Night', 'Day');
		assert.ok(await editor.shows(['Day']));
		assert.equal(await statusOf(first), 200);

		await editor.rotate('Day', 'Cancel');
		assert.equal(await statusOf(first), 200);
		const second = await editor.rotate('Day');
		assert.ok(second && second.secret !== first.secret);
		assert.deepEqual([await statusOf(first), await statusOf(second)], [401, 200]);

		await editor.end('Day', 'Cancel');
		assert.equal(await statusOf(second), 200);
		await editor.end('Day');
		assert.ok(await editor.shows([]));
		// With the last connection, the port is closed too.
		assert.ok([401, 'nobody listens'].includes(await statusOf(second)));
	});

	it('are the same in two windows that make and end some at the same time', async () => {
		const other = await editor.another();
		const [a, b] = await Promise.all([editor.create('Left'), other.create('Right')]);
		for (const window of [editor, other])
			assert.ok(await window.shows(['Left', 'Right']), String(await window.names()));
		// What one window ends counts at the other's address at once.
		await Promise.all([editor.end('Right'), other.create('Third')]);
		for (const window of [editor, other])
			assert.ok(await window.shows(['Left', 'Third']), String(await window.names()));
		assert.deepEqual([await statusOf(a), await statusOf(b)], [200, 401]);
		await Promise.all([editor.end('Left'), other.end('Third')]);
		for (const window of [editor, other]) assert.ok(await window.shows([]), String(await window.names()));
	});
});

/** What a client is answered. @param {{ url: string, secret: string }} client */
async function statusOf({ url, secret }) {
	const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '0' } };
	const answer = await fetch(url, {
		method: 'POST',
		headers: {
			Authorization: `Bearer ${secret}`,
			'Content-Type': 'application/json',
			Accept: 'application/json, text/event-stream',
		},
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
	}).catch(() => undefined);
	return answer?.status ?? 'nobody listens';
}
