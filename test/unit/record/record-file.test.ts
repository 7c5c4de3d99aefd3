import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '../../../src/pagerduty/http/clock.ts';
import { RecordFile } from '../../../src/record/record-file.ts';
import type { RecordedCall } from '../../../src/tools/core/recorder.ts';

const call = (tool: string): RecordedCall => ({
	at: new Date('2026-03-10T10:00:00Z'),
	tool,
	client: 'agent',
	outcome: 'done',
	incidents: [],
	requestIds: ['r-1'],
	account: 'https://api.pagerduty.com',
	arguments: { incident: '#1', note: 'x'.repeat(100) },
	output: {},
});

describe('the file of a record', () => {
	let folder: string;
	const warned: string[] = [];
	const log = { warn: (line: string) => void warned.push(line) };
	const path = () => join(folder, 'deeper', 'record.jsonl');
	const open = (bytes = 1_000_000) => new RecordFile(path(), systemClock, log, { bytes });

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'record-'));
		warned.splice(0);
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('keeps what several windows write at the same time, each line whole, for its owner only', async () => {
		assert.deepEqual(await open().read(), []);
		const files = [open(), open(), open()];
		for (const [at, file] of files.entries())
			for (let one = 0; one < 20; one++) file.recorder({ connection: `window ${at}` }).record(call(`tool_${one}`));
		await Promise.all(files.map((file) => file.settled()));
		const entries = await open().read();
		assert.equal(entries.length, 60);
		assert.equal(new Set(entries.map(({ id }) => id)).size, 60);
		for (const at of files.keys()) {
			const mine = entries.filter(({ connection }) => connection === `window ${at}`);
			assert.deepEqual(
				mine.map(({ tool }) => tool),
				Array.from({ length: 20 }, (_, one) => `tool_${one}`),
			);
		}
		if (process.platform !== 'win32') assert.equal(statSync(path()).mode & 0o777, 0o600);
		assert.deepEqual(warned, []);
	});

	it('tears no line where one window shortens what others write to', async () => {
		const files = [open(8_000), open(8_000)];
		for (let one = 0; one < 40; one++)
			for (const [at, file] of files.entries())
				file.recorder({ connection: `window ${at}` }).record(call(`tool_${one}`));
		await Promise.all(files.map((file) => file.settled()));
		const lines = readFileSync(path(), 'utf8').trimEnd().split('\n');
		const kept = await open().read();
		assert.equal(kept.length, lines.length);
		for (const at of files.keys()) {
			const mine = kept.filter(({ connection }) => connection === `window ${at}`).map(({ tool }) => tool);
			const all = Array.from({ length: 40 }, (_, one) => `tool_${one}`);
			// All of those that wrote first may be gone.
			assert.deepEqual(mine, all.slice(all.length - mine.length), 'the newest, without a hole');
		}
		assert.deepEqual(warned, []);
	});

	it('loses its older half where it grows too large', async () => {
		const file = open(4_000);
		for (let one = 0; one < 60; one++) file.recorder().record(call(`tool_${one}`));
		await file.settled();
		assert.ok(statSync(path()).size < 4_800);
		const tools = (await file.read()).map(({ tool }) => tool);
		assert.equal(tools.at(-1), 'tool_59');
		assert.deepEqual(
			tools,
			Array.from({ length: tools.length }, (_, at) => `tool_${60 - tools.length + at}`),
		);
	});

	it('passes over lines that it does not understand, and keeps them', async () => {
		const file = open();
		file.recorder().record(call('first_one'));
		await file.settled();
		writeFileSync(path(), '{"version":2}\nnot JSON\n', { flag: 'a' });
		file.recorder().record(call('second_one'));
		await file.settled();
		assert.deepEqual(
			(await file.read()).map(({ tool }) => tool),
			['first_one', 'second_one'],
		);
		assert.match(readFileSync(path(), 'utf8'), /"version":2/);
	});

	it('loses no change to a program that was killed in the middle of a line', async () => {
		const file = open();
		file.recorder().record(call('first_one'));
		await file.settled();
		writeFileSync(path(), '{"version":1,"tool":"torn', { flag: 'a' });
		file.recorder().record(call('second_one'));
		await file.settled();
		assert.deepEqual(
			(await file.read()).map(({ tool }) => tool),
			['first_one', 'second_one'],
		);
	});

	it('gives the oldest first, whoever wrote when', async () => {
		for (const minute of [2, 1, 3]) {
			const file = open();
			file.recorder().record({ ...call(`tool_${minute}`), at: new Date(`2026-03-10T10:0${minute}:00Z`) });
			await file.settled();
		}
		assert.deepEqual(
			(await open().read()).map(({ tool }) => tool),
			['tool_1', 'tool_2', 'tool_3'],
		);
	});

	it('tells the log of all that could not be written', async () => {
		writeFileSync(join(folder, 'deeper'), 'a file');
		const file = open();
		for (let one = 0; one < 3; one++) file.recorder().record(call('first_one'));
		await file.settled();
		file.recorder().record(call('second_one'));
		await file.settled();
		assert.deepEqual(
			warned.map((line) => line.replace(/ not recorded.*/, '')),
			['3 changes were', 'A change was'],
		);
	});

	it('counts no change as lost that was written before one failed', async () => {
		const file = open();
		file.recorder().record(call('first_one'));
		file.recorder().record({ ...call('second_one'), arguments: { unwritable: 1n } });
		file.recorder().record(call('third_one'));
		await file.settled();
		assert.deepEqual(
			warned.map((line) => line.replace(/ not recorded.*/, '')),
			['2 changes were'],
		);
		assert.deepEqual(
			(await file.read()).map(({ tool }) => tool),
			['first_one'],
		);
	});

	it('waits for the lock as long for a change that comes later', async () => {
		mkdirSync(join(folder, 'deeper'));
		writeFileSync(`${path()}.lock`, 'somebody');
		let sleeps = 0;
		const clock: Clock = {
			now: () => new Date(),
			async sleep() {
				sleeps++;
				if (sleeps === 1100) file.recorder().record(call('late_one'));
				if (sleeps === 1300) rmSync(`${path()}.lock`);
				await new Promise((resolve) => setImmediate(resolve));
			},
		};
		const file = new RecordFile(path(), clock, log);
		file.recorder().record(call('first_one'));
		await file.settled();
		assert.deepEqual(
			warned.map((line) => line.replace(path(), '…')),
			['A change was not recorded in … (Another process holds the lock)'],
		);
		assert.deepEqual(
			(await file.read()).map(({ tool }) => tool),
			['late_one'],
		);
	});

	it('is gone when it is deleted', async () => {
		const file = open();
		file.recorder().record(call('first_one'));
		await file.delete();
		assert.deepEqual(await file.read(), []);
		await file.delete();
	});

	it('tells the log where nothing can be written', async () => {
		writeFileSync(join(folder, 'deeper'), 'a file');
		const file = open();
		file.recorder().record(call('first_one'));
		await file.settled();
		assert.equal(warned.length, 1);
		assert.match(warned[0] ?? '', /^A change was not recorded in /);
	});
});
