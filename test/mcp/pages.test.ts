import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import assert from 'node:assert/strict';
import { pages } from '../../src/mcp/pages/catalogue.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { catalogue } from '../../src/tools/catalogue.ts';
import { pageTools } from '../../src/vscode/pages/page-tools.ts';
import { buildOnce, cleanEnvironment, cli, emptyFolder, endAll, Running } from './command-line.ts';

const incidentPage = 'ui://oncall-for-pagerduty/incident.html';
const oncallPage = 'ui://oncall-for-pagerduty/oncall.html';

describe('pages', () => {
	let sandbox: Sandbox;
	let client: Client;

	before(buildOnce);
	beforeEach(async () => {
		sandbox = await startSandbox();
		client = new Client({ name: 'test', version: '0' });
	});
	afterEach(async () => {
		await client.close();
		endAll();
		await sandbox.close();
	});

	const overStdio = (...options: string[]) =>
		client.connect(
			new StdioClientTransport({
				command: process.execPath,
				args: [cli, ...options],
				env: cleanEnvironment({ PAGERDUTY_API_HOST: sandbox.url, PAGERDUTY_API_TOKEN: sandbox.token }),
				cwd: emptyFolder,
				stderr: 'ignore',
			}),
		);
	const overHttp = async (...options: string[]) => {
		const running = new Running(['http', '--port', '0', ...options], { PAGERDUTY_API_HOST: sandbox.url });
		const [line = ''] = await running.lines(1);
		await client.connect(
			new StreamableHTTPClientTransport(new URL(line.replace('URL: ', '')), {
				requestInit: { headers: { 'X-PagerDuty-Token': sandbox.token } },
			}),
		);
	};
	/** An open incident's answer: what a page gets. */
	const answered = async () => {
		const { id } = sandbox.store.incidents.find(({ status }) => status === 'triggered') ?? assert.fail('none');
		return client.callTool({ name: 'get_incident', arguments: { incident: id } });
	};

	for (const [door, open] of [
		['stdio', overStdio],
		['HTTP without sessions', () => overHttp('--stateless')],
	] as const)
		it(`come to clients over ${door}, beside a complete answer`, async () => {
			await open();
			const { tools } = await client.listTools();
			const shown = tools.filter(({ _meta: meta }) => meta !== undefined);
			assert.deepEqual(shown.map(({ name, _meta: meta }) => [name, meta]).sort(), [
				['find_coverage_gaps', { ui: { resourceUri: oncallPage } }],
				['get_incident', { ui: { resourceUri: incidentPage } }],
				['get_schedule', { ui: { resourceUri: oncallPage } }],
				['get_service', { ui: { resourceUri: 'ui://oncall-for-pagerduty/service.html' } }],
				['list_shifts', { ui: { resourceUri: oncallPage } }],
			]);
			const { contents } = await client.readResource({ uri: incidentPage });
			const [page] = contents;
			assert.ok(page && 'text' in page);
			assert.equal(page.mimeType, 'text/html;profile=mcp-app');
			assert.deepEqual(page._meta, { ui: { permissions: { clipboardWrite: {} } } });
			// All of it stands in the file.
			assert.doesNotMatch(page.text, /<(?:script|link|img|iframe)[^>]*(?:src|href)=/);
			const { content, structuredContent } = await answered();
			assert.match(JSON.stringify(content), /title: /);
			assert.ok(structuredContent);
		});

	it('know which of their tools are offered', async () => {
		await overStdio('--access', 'read');
		const { _meta: meta } = await answered();
		assert.deepEqual(meta?.['oncall-for-pagerduty/offered'], [
			'get_incident',
			'get_incident_timeline',
			'list_incident_alerts',
			'list_change_events',
			'find_related_incidents',
		]);
	});

	it('know before what the server asks the person, and so need not ask themselves', async () => {
		await overStdio('--yes-to', 'pages,many');
		const { _meta: meta } = await answered();
		assert.deepEqual(meta?.['oncall-for-pagerduty/asks'], ['customers', 'configuration', 'off-call', 'automation']);
	});

	it('are not there where their tool is not', async () => {
		await overStdio('--toolsets', 'oncall');
		await assert.rejects(client.readResource({ uri: incidentPage }));
	});

	it('hang on tools that only read, and call tools that there are, the same as in the editor', () => {
		const byName = new Map(catalogue.map((tool) => [tool.name, tool]));
		for (const { tools, calls, uri } of pages) {
			for (const name of tools) assert.equal(byName.get(name)?.access, 'read', name);
			for (const name of calls) assert.ok(byName.has(name), name);
			const [, page = {}] = Object.entries(pageTools).find(([name]) => uri.endsWith(`/${name}.html`)) ?? [];
			// A page may hang on a tool whose input it reads, and never call it.
			const called = [...tools, ...calls].filter((name) => name in page || calls.includes(name));
			assert.deepEqual(called.sort(), Object.keys(page).sort(), uri);
		}
		assert.equal(pages.length, Object.keys(pageTools).length);
	});
});
