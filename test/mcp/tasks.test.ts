import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
	CallToolResultSchema,
	CreateTaskResultSchema,
	type ClientCapabilities,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { buildOnce, cleanEnvironment, cli, emptyFolder } from './command-line.ts';
import { connect, startServer } from './support.ts';

/** Clients that know of tasks say so, also where they only begin some. */
const capabilities: ClientCapabilities = { tasks: {} };

/** Begins a call as a task. */
async function begin(client: Client, name: string, args: Record<string, unknown> = {}, ttl?: number) {
	const task = ttl === undefined ? {} : { ttl };
	const call = { method: 'tools/call', params: { name, arguments: args, task } } as const;
	return (await client.request(call, CreateTaskResultSchema)).task;
}

/** The tools of which the client is told that they may run as a task. */
async function offered(client: Client): Promise<string[]> {
	const { tools } = await client.listTools();
	return tools.flatMap(({ name, execution }) => (execution?.taskSupport === 'optional' ? [name] : []));
}

describe('Tasks', () => {
	describe('over HTTP', () => {
		let started: Awaited<ReturnType<typeof startServer>>;
		let client: Client;

		beforeEach(async () => {
			started = await startServer();
			({ client } = await connect(started.server, capabilities));
		});
		afterEach(() => started.server.dispose());

		const running = (count: number) => started.tools.waiting.until(() => started.tools.waiting.running === count);

		it('are offered to clients that know of them, and to no others', async () => {
			assert.deepEqual(await offered(client), ['echo_text', 'fail_always', 'wait_forever']);
			const { client: other } = await connect(started.server);
			assert.deepEqual(await offered(other), []);
			assert.deepEqual(client.getServerCapabilities()?.tasks, {
				list: {},
				cancel: {},
				requests: { tools: { call: {} } },
			});
		});

		it('run on after their request, tell how far they are, and give their result as often as it is asked for', async () => {
			await client.listTools();
			const messages: string[] = [];
			const stream = client.experimental.tasks.callToolStream(
				{ name: 'echo_text', arguments: { text: 'Hello' } },
				CallToolResultSchema,
				{ task: {} },
			);
			for await (const message of stream) {
				messages.push(message.type);
				if (message.type === 'result') assert.deepEqual(message.result.structuredContent, { text: 'Hello', count: 5 });
			}
			assert.deepEqual([messages[0], messages.at(-1)], ['taskCreated', 'result']);
			const { tasks } = await client.experimental.tasks.listTasks();
			assert.deepEqual(
				tasks.map(({ status }) => status),
				['completed'],
			);
			const again = await client.experimental.tasks.getTaskResult(tasks[0]?.taskId ?? '', CallToolResultSchema);
			assert.deepEqual(again.structuredContent, { text: 'Hello', count: 5 });
			assert.deepEqual(again._meta?.['io.modelcontextprotocol/related-task'], { taskId: tasks[0]?.taskId });
		});

		it('stop what they do when they are cancelled, and when their client is gone', async () => {
			const task = await begin(client, 'wait_forever');
			await running(1);
			const { status, statusMessage } = await client.experimental.tasks.getTask(task.taskId);
			assert.deepEqual([status, statusMessage], ['working', 'Nearly']);
			const cancelled = await client.experimental.tasks.cancelTask(task.taskId);
			assert.equal(cancelled.status, 'cancelled');
			await running(0);
			await assert.rejects(client.experimental.tasks.cancelTask(task.taskId), /cannot be cancelled any more/);
			await assert.rejects(client.experimental.tasks.getTaskResult(task.taskId, CallToolResultSchema));
			await begin(client, 'wait_forever');
			await running(1);
			await started.server.dispose();
			await running(0);
		});

		it('tell a failure as one, with what to do next', async () => {
			const task = await begin(client, 'fail_always');
			const result = await client.experimental.tasks.getTaskResult(task.taskId, CallToolResultSchema);
			assert.equal(result.isError, true);
			assert.match(JSON.stringify(result.content), /There is no service/);
			const { status, statusMessage } = await client.experimental.tasks.getTask(task.taskId);
			assert.equal(status, 'failed');
			assert.match(statusMessage ?? '', /There is no service/);
		});

		it('are of the session that began them', async () => {
			const task = await begin(client, 'wait_forever');
			const { client: other } = await connect(started.server, capabilities);
			assert.deepEqual((await other.experimental.tasks.listTasks()).tasks, []);
			await assert.rejects(other.experimental.tasks.cancelTask(task.taskId), /no such task/);
		});

		it('are refused for what asks the person or is no tool, and bounded', async () => {
			await assert.rejects(begin(client, 'ask_person'), /ask_person cannot run as a task/);
			await assert.rejects(begin(client, 'nothing'), /cannot run as a task/);
			for (let one = 0; one < 20; one++) await begin(client, 'wait_forever');
			await assert.rejects(begin(client, 'wait_forever'), /20 tasks run already/);
		});
	});

	it('run over stdio, for the tools that read much and change nothing', async () => {
		buildOnce();
		const client = new Client({ name: 'test', version: '0' }, { capabilities });
		const args = [cli, 'stdio', '--demo', '--access', 'administer', '--toolsets=all'];
		const environment = {
			command: process.execPath,
			args,
			env: cleanEnvironment(),
			cwd: emptyFolder,
			stderr: 'ignore',
		} as const;
		await client.connect(new StdioClientTransport(environment));
		try {
			const { tools } = await client.listTools();
			const long = await offered(client);
			assert.ok(
				['find_coverage_gaps', 'review_oncall_load', 'report_busiest'].every((name) => long.includes(name)),
				long.join(),
			);
			for (const { name, annotations } of tools) if (long.includes(name)) assert.equal(annotations?.readOnlyHint, true);
			await assert.rejects(
				begin(client, 'create_incident', { title: 'Down', service: 'Checkout' }),
				/cannot run as a task/,
			);
			const task = await begin(client, 'find_coverage_gaps');
			const result = await client.experimental.tasks.getTaskResult(task.taskId, CallToolResultSchema);
			assert.ok(z.object({ returned: z.number() }).parse(result.structuredContent).returned > 0);
			assert.equal((await client.experimental.tasks.getTask(task.taskId)).status, 'completed');
		} finally {
			await client.close();
		}
	});
});
