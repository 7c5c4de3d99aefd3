// Clients that others have written, against the built command line: the Inspector, and Python's where Python is.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';
import { inspector, newerNode, pythonClient } from '../../tools/clients/install.mjs';

/**
 * @typedef {{ command: string, args: string[], env: Record<string, string>, cwd: string } | { url: string, headers: Record<string, string> }} Way
 * @typedef {{ tools: string[], failed: boolean, output: unknown }} Got
 */

const cli = join(extensionRoot, 'dist/cli.js');
const python = pythonClient();
if ('missing' in python) console.log(`Python’s client is not tried: ${python.missing}.`);

/** @type {Record<string, (way: Way) => Promise<Got>>} */
const clients = {
	'The Inspector': byInspector,
	...('python' in python && { 'Python’s client': (way) => byPython(python.python, way) }),
};

describe('Clients of others', function () {
	this.timeout(120_000);
	/** @type {import('node:child_process').ChildProcess[]} */
	const running = [];
	let folder = '';
	let token = '';
	/** @type {Record<string, string>} */
	let environment = {};

	before(() => void inspector());
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'clients-'));
		environment = {
			PATH: process.env['PATH'] ?? '',
			HOME: folder,
			XDG_CONFIG_HOME: folder,
			PAGERDUTY_MCP_STORE: 'file',
		};
		const lines = await started('sandbox');
		environment['PAGERDUTY_API_HOST'] = value(lines, 'URL');
		token = value(lines, 'Token');
	});
	afterEach(async () => {
		await Promise.all(
			running.splice(0).map((child) => {
				const gone = new Promise((resolve) => child.once('close', resolve));
				child.kill();
				return gone;
			}),
		);
		rmSync(folder, { recursive: true });
	});

	/** What a command says when it has started. @param {...string} args */
	async function started(...args) {
		const child = spawn(process.execPath, [cli, ...args], { env: environment, cwd: folder });
		running.push(child);
		/** @type {string[]} */
		const lines = [];
		for await (const line of createInterface({ input: child.stdout })) {
			lines.push(line);
			if (args[0] !== 'sandbox' || line.startsWith('Token: ')) return lines;
		}
		throw new Error(`${args[0]} did not start.`);
	}

	/** @param {...string} args @returns {Promise<string>} */
	async function http(...args) {
		return value(await started('http', '--port', '0', ...args), 'URL');
	}

	/** @type {Record<string, () => Promise<Way>>} */
	const ways = {
		stdio: () => {
			const env = { ...environment, PAGERDUTY_API_TOKEN: token };
			return Promise.resolve({ command: process.execPath, args: [cli], env, cwd: folder });
		},
		'HTTP with sessions and the secret of a connection': async () => {
			const file = join(folder, 'connections.json');
			const made = await output(process.execPath, [cli, 'connection', 'create', '--connections', file], environment);
			const { secret } = JSON.parse(made);
			environment['PAGERDUTY_API_TOKEN'] = token;
			return { url: await http('--connections', file), headers: { Authorization: `Bearer ${secret}` } };
		},
		'HTTP without sessions': async () => ({ url: await http('--stateless'), headers: { 'X-PagerDuty-Token': token } }),
	};

	for (const [client, use] of Object.entries(clients))
		for (const [how, open] of Object.entries(ways))
			it(`${client} lists and calls tools over ${how}`, async () => {
				const { tools, failed, output: answer } = await use(await open());
				assert.ok(tools.includes('list_services') && !tools.includes('create_service'), tools.join());
				assert.equal(failed, false);
				assert.match(JSON.stringify(answer), /"services":\[\{"id":"P/);
			});
});

/** @param {Way} way @returns {Promise<Got>} */
async function byInspector(way) {
	const reach =
		'url' in way
			? [way.url, '--transport', 'http', ...pairs('--header', ': ', way.headers)]
			: [...pairs('-e', '=', way.env), way.command, ...way.args];
	/** @param {...string} method */
	const ask = async (...method) =>
		JSON.parse(await output(newerNode, [inspector(), '--cli', ...reach, '--method', ...method]));
	const { tools } = await ask('tools/list');
	const result = await ask('tools/call', '--tool-name', 'list_services', '--tool-arg', 'limit=1');
	return {
		tools: tools.map((/** @type {{ name: string }} */ { name }) => name),
		failed: result.isError === true,
		output: result.structuredContent,
	};
}

/** @param {string} option @param {string} between @param {Record<string, string>} values */
function pairs(option, between, values) {
	return Object.entries(values).flatMap(([name, text]) => [option, `${name}${between}${text}`]);
}

/** @param {string} program @param {Way} way @returns {Promise<Got>} */
async function byPython(program, way) {
	return JSON.parse(await output(program, [join(import.meta.dirname, 'client.py')], undefined, JSON.stringify(way)));
}

/** What a program says until it ends well. @param {string} program @param {string[]} args @param {Record<string, string>} [env] @param {string} [input] @returns {Promise<string>} */
async function output(program, args, env, input = '') {
	const child = spawn(program, args, { ...(env && { env }) });
	let [told, wrong] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (text) => (told += text));
	child.stderr.setEncoding('utf8').on('data', (text) => (wrong += text));
	child.stdin.end(input);
	const code = await new Promise((resolve) => child.once('close', resolve));
	assert.equal(code, 0, wrong);
	return told;
}

/** @param {readonly string[]} lines @param {string} name */
function value(lines, name) {
	const found = lines.find((line) => line.startsWith(`${name}: `));
	return found?.slice(name.length + 2) ?? assert.fail(`No ${name} in ${lines.join('\n')}`);
}
