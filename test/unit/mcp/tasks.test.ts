import assert from 'node:assert/strict';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { Tasks } from '../../../src/mcp/methods/tasks.ts';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const Begun = z.object({ task: z.object({ taskId: z.string(), ttl: z.number() }) });

describe('What came of a task', () => {
	const done: CallToolResult = { content: [] };
	const begin = (tasks: Tasks, wanted: object) => Begun.parse(tasks.begin(wanted, () => Promise.resolve(done))).task;
	const get = async (tasks: Tasks, taskId: string) => tasks.methods['tasks/get']({ taskId });

	it('is kept as long as the client wants, from its end, and half an hour at most', async () => {
		const clock = new FakeClock();
		const tasks = new Tasks(clock);
		const [short, usual, long] = [{ ttl: 1000 }, {}, { ttl: 1e12 }].map((wanted) => begin(tasks, wanted));
		assert.ok(short && usual && long);
		assert.deepEqual([short.ttl, usual.ttl, long.ttl], [1000, 300_000, 1_800_000]);
		await settle();
		await clock.advance(999);
		assert.ok(await get(tasks, short.taskId));
		await clock.advance(1);
		await assert.rejects(get(tasks, short.taskId), /no longer kept/);
		assert.ok(await get(tasks, usual.taskId));
		await clock.advance(300_000);
		await assert.rejects(get(tasks, usual.taskId), /no longer kept/);
		assert.ok(await get(tasks, long.taskId));
	});

	it('gives way to new tasks where there are many', async () => {
		const tasks = new Tasks(new FakeClock());
		const first = begin(tasks, {});
		await settle();
		for (let one = 0; one < 20; one++) {
			begin(tasks, {});
			await settle();
		}
		await assert.rejects(get(tasks, first.taskId), /no longer kept/);
	});

	it('refuses what is no time to keep it', () => {
		for (const wanted of [{ ttl: -1 }, { ttl: 'long' }, 5])
			assert.throws(() => new Tasks(new FakeClock()).begin(wanted, () => Promise.resolve(done)), /ttl/);
	});
});

describe('Tools that may run as a task', () => {
	it('change nothing and ask nobody whether they agree', () => {
		const long = catalogue.filter((tool) => tool.long);
		assert.ok(long.length >= 8);
		for (const { name, access, consent } of long) assert.deepEqual([access, consent], ['read', undefined], name);
	});
});
