// MCP's own conformance suite, against the built command line. Its other scenarios want a server that was written for them, with
// tools, prompts and resources of certain names.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';
import { conformance, newerNode } from '../../tools/clients/install.mjs';

const secret = 'conformance-suite-secret-0123456789';

describe('MCP’s conformance suite', function () {
	this.timeout(120_000);
	/** @type {import('node:child_process').ChildProcess} */
	let child;
	/** @type {import('node:http').Server} */
	let door;
	let url = '';

	before(async () => {
		conformance();
		const cli = join(extensionRoot, 'dist/cli.js');
		child = spawn(process.execPath, [cli, 'http', '--demo', '--port', '0'], {
			env: { PATH: process.env['PATH'] ?? '', PAGERDUTY_MCP_SECRET: secret },
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		const server = await listening();
		door = createServer((incoming, outgoing) => pass(server, incoming, outgoing));
		await new Promise((resolve) => door.listen(0, '127.0.0.1', () => resolve(undefined)));
		url = `http://${portOf(door)}/mcp`;
	});
	after(async () => {
		door.closeAllConnections();
		door.close();
		await new Promise((resolve) => {
			child.once('close', resolve);
			child.kill();
		});
	});

	/** @returns {Promise<URL>} */
	async function listening() {
		if (!child.stdout) throw new Error('The server says nothing.');
		for await (const line of createInterface({ input: child.stdout }))
			if (line.startsWith('URL: ')) return new URL(line.slice('URL: '.length));
		throw new Error('The server did not start.');
	}

	/**
	 * The suite brings no secret: it is added on the way, and the port of this door becomes the server's.
	 * @param {URL} server @param {import('node:http').IncomingMessage} incoming @param {import('node:http').ServerResponse} outgoing
	 */
	function pass(server, incoming, outgoing) {
		/** @param {string} text */
		const there = (text) => text.replace(portOf(door).split(':')[1] ?? '', server.port);
		const { host = '', origin } = incoming.headers;
		const headers = {
			...incoming.headers,
			host: there(host),
			...(origin && { origin: there(origin) }),
			authorization: `Bearer ${secret}`,
		};
		const { method, url: path } = incoming;
		const sent = request({ host: server.hostname, port: server.port, method, path, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		sent.on('error', () => outgoing.destroy());
		outgoing.on('close', () => sent.destroy());
		incoming.pipe(sent);
	}

	/** Runs a scenario; gives what the suite says of it. @param {string} scenario @returns {Promise<string>} */
	async function run(scenario) {
		const suite = spawn(newerNode, [conformance(), 'server', '--url', url, '--scenario', scenario]);
		let told = '';
		suite.stdout.setEncoding('utf8').on('data', (text) => (told += text));
		suite.stderr.setEncoding('utf8').on('data', (text) => (told += text));
		await new Promise((resolve) => suite.once('close', resolve));
		return told;
	}

	for (const scenario of [
		'server-initialize',
		'ping',
		'logging-set-level',
		'tools-list',
		'resources-list',
		'prompts-list',
		'server-sse-multiple-streams',
	])
		it(scenario, async () => {
			assert.match(await run(scenario), /Passed: (\d+)\/\1, 0 failed, 0 warnings/);
		});

	it('dns-rebinding-protection, but for pages of this machine, which are refused like all others', async () => {
		const told = await run('dns-rebinding-protection');
		assert.match(told, /Passed: 1\/2, 1 failed/);
		assert.match(told, /localhost-host-valid-accepted[^]*got 403/);
	});
});

/** @param {import('node:http').Server} server */
function portOf(server) {
	const address = server.address();
	if (typeof address !== 'object' || !address) throw new Error('The server does not listen.');
	return `127.0.0.1:${address.port}`;
}
