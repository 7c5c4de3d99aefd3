import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { buildOnce, cleanEnvironment, Running } from './command-line.ts';

const Packed = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);
const Built = z.object({
	outputs: z.record(z.string(), z.object({ imports: z.array(z.object({ path: z.string() })) })),
});

describe('the npm package', function () {
	this.timeout(120_000);

	let folder: string;
	let files: string[];
	let program: string;

	before(() => {
		buildOnce();
		folder = mkdtempSync(join(tmpdir(), 'package-'));
		// Building again would take away what the other suites run.
		const [{ filename, files: packed }] = Packed.parse(
			JSON.parse(npm(resolve('.'), 'pack', '--ignore-scripts', '--json', '--pack-destination', folder)),
		);
		files = packed.map(({ path }) => path).sort();
		writeFileSync(join(folder, 'package.json'), '{}');
		// Nothing is fetched: what the package needs must be in it.
		npm(
			folder,
			...['install', '--offline', '--ignore-scripts', '--omit=optional', '--cache', join(folder, 'cache')],
			join(folder, filename),
		);
		program = join(folder, 'node_modules', 'oncall-for-pagerduty', 'dist', 'cli.js');
	});
	after(() => rmSync(folder, { recursive: true }));

	function npm(cwd: string, ...args: string[]): string {
		// On Windows npm is a batch file, which only a shell can run.
		const { status, stdout, stderr } = spawnSync('npm', args, {
			cwd,
			encoding: 'utf8',
			shell: process.platform === 'win32',
		});
		assert.equal(status, 0, stderr);
		return stdout;
	}

	it('holds what the command line loads, and nothing else', () => {
		const { outputs } = Built.parse(JSON.parse(readFileSync('dist/meta.json', 'utf8')));
		const loaded = new Set(['dist/cli.js', 'dist/keyring.js']);
		for (const file of loaded)
			for (const { path } of outputs[file]?.imports ?? []) if (path in outputs) loaded.add(path);
		const beside = ['LICENSE', 'README.md', 'package.json', 'dist/THIRD-PARTY-NOTICES.txt'];
		assert.deepEqual(files, [...loaded, ...beside].sort());
		assert.ok(loaded.size < Object.keys(outputs).length);
	});

	it('serves, and signs in to a file, although nothing else is installed', async () => {
		assert.deepEqual(
			readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')),
			['oncall-for-pagerduty'],
		);
		const client = new Client({ name: 'test', version: '0' });
		await client.connect(
			new StdioClientTransport({
				command: process.execPath,
				args: [program, '--demo'],
				env: cleanEnvironment(),
				stderr: 'ignore',
			}),
		);
		const { isError } = await client.callTool({ name: 'list_services', arguments: {} });
		await client.close();
		assert.notEqual(isError, true);
		const { stderr } = await new Running(['login'], { PAGERDUTY_MCP_STORE: 'keyring' }, folder, program).finished;
		assert.match(
			stderr,
			/^The system keyring cannot be used, because the package @napi-rs\/keyring is not installed here/,
		);
		const help = await new Running(['--help'], {}, folder, join(folder, 'node_modules', '.bin', 'oncall-for-pagerduty'))
			.finished;
		if (process.platform !== 'win32') assert.match(help.stdout, /^Usage: oncall-for-pagerduty/);
	});
});
