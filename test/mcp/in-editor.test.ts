import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terms } from '../../src/connections/connection.ts';
import { connect, startServer, startWithConnections } from './support.ts';

const name = 'open_in_editor';
const withPages = { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } } };

describe('The way from a page in a chat to the editor', () => {
	const opened: unknown[] = [];
	const editor = { open: (...what: unknown[]) => Promise.resolve(void opened.push(what)) };
	const ends: (() => Promise<unknown>)[] = [];
	beforeEach(() => void opened.splice(0));
	afterEach(async () => {
		for (const end of ends.splice(0).reverse()) await end();
	});

	const start = async (own: typeof editor | undefined, capabilities: object) => {
		const { server } = await startServer({}, own);
		ends.push(() => server.dispose());
		return (await connect(server, capabilities)).client;
	};
	const listed = async (client: Awaited<ReturnType<typeof start>>) =>
		(await client.listTools()).tools.find((tool) => tool.name === name);

	it('is a tool for pages alone, which opens the page of one thing', async () => {
		const client = await start(editor, withPages);
		const tool = await listed(client);
		assert.deepEqual(tool?._meta, { ui: { visibility: ['app'] } });
		assert.equal(tool.annotations?.readOnlyHint, true);
		for (const input of [
			{ page: 'incident', id: 'Q1' },
			{ page: 'service', id: 'P1' },
			{ page: 'oncall', id: 'P2' },
			{ page: 'oncall' },
			{ page: 'report' },
		])
			assert.ok(!(await client.callTool({ name, arguments: input })).isError);
		assert.deepEqual(opened, [
			['incident', { incident: 'Q1' }],
			['service', { service: 'P1' }],
			['oncall', { schedule: 'P2' }],
			['oncall', {}],
			['report', {}],
		]);
	});

	it('opens nothing else', async () => {
		const client = await start(editor, withPages);
		for (const input of [
			{},
			{ page: 'incident' },
			{ page: 'service' },
			{ page: 'report', id: 'P1' },
			{ page: 'settings' },
			{ page: 'incident', id: '../x' },
			{ page: 'incident', id: 'Q1', run: 'resolve' },
			{ page: 'incident', id: 7 },
		])
			await assert.rejects(client.callTool({ name, arguments: input }), /needs a page/, JSON.stringify(input));
		assert.deepEqual(opened, []);
	});

	it('is not there for a client without pages, which would offer it to the model', async () => {
		for (const capabilities of [{}, { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/plain'] } } }]) {
			const client = await start(editor, capabilities);
			assert.equal(await listed(client), undefined);
			assert.ok((await client.callTool({ name, arguments: { page: 'oncall' } })).isError);
		}
		assert.deepEqual(opened, []);
	});

	it('is not there outside of an editor, nor for clients that work elsewhere', async () => {
		assert.equal(await listed(await start(undefined, withPages)), undefined);
		const folder = await mkdtemp(join(tmpdir(), 'in-editor-'));
		ends.push(() => rm(folder, { recursive: true }));
		const { server, store } = await startWithConnections(folder, {}, editor);
		ends.push(() => server.dispose());
		const terms: Terms = { name: 'Other', client: 'other', access: 'read', toolsets: ['incidents'] };
		const { secret } = await store.create(terms, false);
		const { client } = await connect({ url: server.url, bearer: secret }, withPages);
		assert.equal(await listed(client), undefined);
		const own = await connect(server, withPages);
		assert.ok(await listed(own.client));
	});
});
