// A suite that lets a secret out; what it uses it as and by which way it gets out, the environment says. Run by test/unit/no-leaks.test.ts only.
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

/** @type {Record<string, RequestInit>} */
const requests = {
	header: { headers: { Authorization: `Bearer ${secret}` } },
	'header of an app': { headers: { Authorization: `Basic ${Buffer.from(`app:${secret}`).toString('base64')}` } },
	form: { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: secret }) },
	answer: { method: 'POST' },
};
const usedAs = process.env['USED_AS'] ?? 'header';

it('uses a secret', async () => {
	const answer = JSON.stringify(usedAs === 'answer' ? { refresh_token: secret } : {});
	const server = createServer((request, response) => request.resume().once('end', () => response.end(answer)));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	await (await fetch(`http://127.0.0.1:${port}/oauth/token`, requests[usedAs])).text();
	server.close();
	server.closeAllConnections();
	await ways[process.env['LEAKED_BY'] ?? '']?.();
});

/** @param {string} stream */
async function said(stream) {
	await once(spawn(process.execPath, ['-e', `process.${stream}.write(${JSON.stringify(text)})`]), 'close');
}
