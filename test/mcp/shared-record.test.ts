import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { buildOnce, cleanEnvironment, cli, emptyFolder } from './command-line.ts';

const Line = z.looseObject({
	at: z.string(),
	tool: z.string(),
	client: z.string(),
	outcome: z.string(),
	arguments: z.looseObject({ note: z.string() }),
});

/** How much the record holds at most, beside one more line. */
const most = 4 * 1024 * 1024;

describe('a record that several programs write to', function () {
	this.timeout(120_000);

	let folder: string;
	let file: string;
	let sandbox: Sandbox;
	let agents: Agent[];

	before(buildOnce);

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'record-'));
		file = join(folder, 'record.jsonl');
		sandbox = await startSandbox();
		agents = [];
	});

	afterEach(async () => {
		await Promise.all(agents.map(({ client }) => client.close()));
		await sandbox.close();
		rmSync(folder, { recursive: true, force: true });
	});

	/** A program of its own, and somebody who has it write notes. */
	interface Agent {
		readonly client: Client;
		readonly process: StdioClientTransport;
	}

	const agent = async (name: string): Promise<Agent> => {
		const process_ = new StdioClientTransport({
			command: process.execPath,
			args: [cli, '--access', 'respond', '--record', file],
			env: {
				...cleanEnvironment(),
				PAGERDUTY_API_HOST: sandbox.url,
				PAGERDUTY_API_TOKEN: sandbox.token,
			},
			cwd: emptyFolder,
			stderr: 'ignore',
		});
		const client = new Client({ name, version: '0' });
		await client.connect(process_);
		agents.push({ client, process: process_ });
		return { client, process: process_ };
	};

	const noted = async ({ client }: Agent, note: string) => {
		const result = await client.callTool({ name: 'add_incident_note', arguments: { incident: '#4260', note } });
		assert.notEqual(result.isError, true, JSON.stringify(result.content));
	};
	/** Each with the next as soon as the one before is done. */
	const inTurn = async (one: Agent, notes: readonly string[]) => {
		for (const note of notes) await noted(one, note);
	};
	const notes = (who: string, count: number) => Array.from({ length: count }, (_, at) => `${who} ${at}`);
	const lines = () => {
		const text = readFileSync(file, 'utf8');
		assert.ok(text.endsWith('\n'), 'the last line is torn');
		return text
			.trimEnd()
			.split('\n')
			.map((line) => Line.parse(JSON.parse(line)));
	};
	const notesOf = (who: string) =>
		lines().flatMap(({ client, arguments: given }) => (client === who ? [given.note] : []));

	it('has each change once and whole, in the order of each program, whichever of them wrote between', async () => {
		const both = [await agent('first'), await agent('second')] as const;
		await Promise.all([inTurn(both[0], notes('first', 25)), inTurn(both[1], notes('second', 25))]);
		// Those who end meanwhile have written all that they did.
		await Promise.all(both.map(({ client }) => client.close()));
		assert.deepEqual(notesOf('first'), notes('first', 25));
		assert.deepEqual(notesOf('second'), notes('second', 25));
		const all = lines();
		assert.equal(all.length, 50);
		assert.ok(all.every(({ outcome }) => outcome === 'done'));
	});

	it('has what one program did many times at once, and ends with it', async () => {
		const both = [await agent('first'), await agent('second')] as const;
		await Promise.all(both.flatMap((one, at) => notes(String(at), 15).map((note) => noted(one, note))));
		await Promise.all(both.map(({ client }) => client.close()));
		const written = lines().map(({ arguments: given }) => given.note);
		assert.deepEqual(written.sort(), [...notes('0', 15), ...notes('1', 15)].sort());
	});

	it('stays within its bounds, without the oldest, and never without the newest', async () => {
		const old = await agent('old');
		await noted(old, 'old');
		await old.client.close();
		const [line = ''] = readFileSync(file, 'utf8').split('\n');
		const filling = line.replace('"note":"old"', `"note":"old ${'x'.repeat(100_000)}"`);
		writeFileSync(file, `${filling}\n`.repeat(Math.ceil(most / filling.length)));
		const both = [await agent('first'), await agent('second')] as const;
		await Promise.all([inTurn(both[0], notes('first', 15)), inTurn(both[1], notes('second', 15))]);
		await Promise.all(both.map(({ client }) => client.close()));
		assert.ok(statSync(file).size < most);
		assert.deepEqual(notesOf('first'), notes('first', 15));
		assert.deepEqual(notesOf('second'), notes('second', 15));
		assert.ok(notesOf('old').length > 10, 'more than the older half is gone');
		assert.deepEqual(readdirSync(folder), ['record.jsonl']);
	});

	it('goes on after one of them was killed', async () => {
		const [killed, other] = [await agent('killed'), await agent('other')];
		const writing = inTurn(killed, notes('killed', 100)).catch(() => undefined);
		await inTurn(other, notes('other', 10));
		const { pid } = killed.process;
		assert.ok(pid);
		process.kill(pid, 'SIGKILL');
		await writing;
		await inTurn(other, notes('other', 20).slice(10));
		await other.client.close();
		assert.deepEqual(notesOf('other'), notes('other', 20));
		const before = notesOf('killed');
		assert.ok(before.length > 0);
		assert.deepEqual(before, notes('killed', before.length));
	});
});
