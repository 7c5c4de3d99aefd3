import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { buildOnce, cleanEnvironment, cli, emptyFolder, endAll, Running } from './command-line.ts';

const Listed = z.array(
	z.looseObject({
		id: z.string(),
		tool: z.string(),
		client: z.string(),
		outcome: z.string(),
		request_ids: z.array(z.string()),
		undo: z.string().optional(),
		undone_by: z.string().optional(),
		undoes: z.string().optional(),
	}),
);

describe('the record of changes on the command line', () => {
	let folder: string;
	let file: string;
	let sandbox: Sandbox;
	const run = (args: readonly string[], environment: Record<string, string>) => new Running(args, environment).finished;
	const client = () => new Client({ name: 'test-agent', version: '0' });

	before(buildOnce);

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'record-'));
		file = join(folder, 'record.jsonl');
		sandbox = await startSandbox();
	});

	afterEach(async () => {
		endAll();
		await sandbox.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const account = () => ({ PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_API_TOKEN: sandbox.token });
	const record = (...args: string[]) => run(['record', ...args, '--record', file], account());
	const listed = async () => Listed.parse(JSON.parse((await record('list')).stdout));

	it('is written by stdio, listed, taken back once, and deleted', async () => {
		const agent = client();
		await agent.connect(
			new StdioClientTransport({
				command: process.execPath,
				args: [cli, '--access', 'respond', '--record', file],
				env: { ...cleanEnvironment(), ...account() },
				cwd: emptyFolder,
				stderr: 'ignore',
			}),
		);
		await agent.callTool({ name: 'list_incidents', arguments: {} });
		const changed = await agent.callTool({
			name: 'update_incidents',
			arguments: { incidents: ['#4260'], priority: 'P3' },
		});
		assert.notEqual(changed.isError, true);
		await agent.close();

		const [entry, ...more] = await listed();
		assert.ok(entry);
		assert.equal(more.length, 0);
		assert.deepEqual(
			[entry.tool, entry.client, entry.outcome, entry.undo],
			['update_incidents', 'test-agent', 'done', 'possible'],
		);
		assert.equal(entry.request_ids.length, 1);

		const { code, stdout, stderr } = await record('undo', entry.id);
		assert.equal(code, 0, stderr);
		assert.match(stdout, /"priority": "P1"/);
		const [first, second] = await listed();
		assert.equal(first?.undone_by, second?.id);
		assert.equal(second?.undoes, entry.id);
		const again = await record('undo', entry.id);
		assert.equal(again.code, 64);
		assert.match(again.stderr, /was taken back by \w+ already/);

		assert.equal((await record('delete')).code, 0);
		assert.match((await record('list')).stderr, /There is no record/);
	});

	it('is written by http too', async () => {
		const running = new Running(['http', '--port', '0', '--access', 'respond', '--record', file], account());
		const [line = ''] = await running.lines(1);
		const agent = client();
		await agent.connect(new StreamableHTTPClientTransport(new URL(line.replace('URL: ', ''))));
		const arguments_ = { incident: '#4260', note: 'Looking.' };
		await agent.callTool({ name: 'add_incident_note', arguments: arguments_ });
		await agent.close();
		for (let tries = 0; tries < 20 && (await listed()).length === 0; tries++);
		assert.deepEqual(
			(await listed()).map(({ tool, client: who, undo }) => [tool, who, undo]),
			[['add_incident_note', 'test-agent', 'possible']],
		);
	});

	it('says what is wrong with a command', async () => {
		writeFileSync(file, '');
		for (const [args, words] of [
			[[], /Say what to do: record list, record undo ID or record delete/],
			[['lst'], /There is no command lst/],
			[['list', 'x'], /record list takes no "x"/],
			[['undo'], /Say which change: record undo ID/],
			[['undo', 'nothing'], /There is no change nothing\. There are no changes in .*\.$/m],
		] as const) {
			const { code, stderr } = await record(...args);
			assert.equal(code, 64, stderr);
			assert.match(stderr, words);
		}
		const { code, stderr } = await run(['record', 'list'], {});
		assert.equal(code, 64);
		assert.match(stderr, /Say where the record is: --record FILE/);
	});

	it('says where there is no record, and deletes nothing that is none', async () => {
		const asked = async (path: string, ...args: string[]) => {
			const { code, stdout, stderr } = await run(['record', ...args, '--record', path], account());
			return [code, stdout, stderr.replace(path, '…')];
		};
		const other = join(folder, 'notes.txt');
		writeFileSync(other, 'my notes\n');
		const empty = join(folder, 'empty.jsonl');
		writeFileSync(empty, '');
		for (const args of [['list'], ['undo', 'abcdef12'], ['delete']]) {
			assert.deepEqual(await asked(file, ...args), [64, '', 'There is no record in ….\n']);
			assert.deepEqual(await asked(other, ...args), [64, '', '… is no record of changes.\n']);
			assert.deepEqual(await asked(folder, ...args), [64, '', '… cannot be read (it is no file).\n']);
		}
		assert.equal(readFileSync(other, 'utf8'), 'my notes\n');
		assert.deepEqual(await asked(empty, 'list'), [0, '[]\n', '']);
		const newer = join(folder, 'newer.jsonl');
		writeFileSync(newer, '{"version":2}\n');
		const [code, stdout, stderr] = await asked(newer, 'list');
		assert.deepEqual([code, stdout], [0, '[]\n']);
		assert.match(String(stderr), /^1 of the lines in … cannot be read/);
	});

	for (const mode of ['stdio', 'http'])
		it(`is made when ${mode} starts, which warns where it cannot be`, async () => {
			const start = async (path: string) => {
				const args = mode === 'http' ? ['http', '--port', '0'] : [];
				const server = new Running([...args, '--record', path], account());
				if (mode === 'http') {
					await server.lines(1);
					server.process.kill('SIGTERM');
				} else server.process.stdin.end();
				return (await server.finished).stderr;
			};
			assert.doesNotMatch(await start(file), /recorded|holds something/);
			assert.deepEqual(JSON.parse((await record('list')).stdout), []);
			writeFileSync(join(folder, 'notes.txt'), 'my notes\n');
			assert.match(await start(join(folder, 'notes.txt')), /notes\.txt holds something other than a record/);
			assert.match(await start(folder), /Changes cannot be recorded in .+ \(it is no file\)/);
			assert.match(await start(join(folder, 'notes.txt', 'x.jsonl')), /Changes cannot be recorded in .+ \(/);
		});
});
