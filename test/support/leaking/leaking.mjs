// A suite that lets a secret out; by which way, the environment says. Run by test/unit/no-leaks.test.ts only.
import { spawn } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const secret = process.env['LEAKED'] ?? '';
const text = `something: "${secret}".`;

/** @type {Record<string, () => unknown>} */
const ways = {
	none: () => undefined,
	log: () => channel('test:log').publish(text),
	stderr: () => said('stderr'),
	stdout: () => said('stdout'),
	file() {
		const folder = mkdtempSync(join(tmpdir(), 'leaking-'));
		writeFileSync(join(folder, 'connections.json'), text, { mode: 0o600 });
		rmSync(folder, { recursive: true });
	},
};

it('uses a secret', async () => {
	const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	await fetch(`http://127.0.0.1:${port}/`, { headers: { Authorization: `Bearer ${secret}` } });
	server.close();
	server.closeAllConnections();
	await ways[process.env['LEAKED_BY'] ?? '']?.();
});

/** @param {string} stream */
async function said(stream) {
	await once(spawn(process.execPath, ['-e', `process.${stream}.write(${JSON.stringify(text)})`]), 'close');
}
