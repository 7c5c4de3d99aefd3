import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { settledWithin } from '../../src/vscode/commands/shared/slow-action.ts';
import { commandIds, settingIds, viewIds } from '../../src/vscode/ids.ts';
import { connectWith, setSetting } from './agents.ts';
import { access, happyPath, until } from './support.ts';

const accept = () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');

describe('Connections for other clients', function () {
	this.timeout(60_000);

	let parts: TestAccess;

	before(async () => {
		parts = await access();
		await vscode.commands.executeCommand(commandIds.exploreDemo);
		await vscode.commands.executeCommand(`${viewIds.connections}.focus`);
	});

	beforeEach(async () => {
		await endAll();
		await vscode.env.clipboard.writeText('');
	});

	after(async () => {
		await endAll();
		await setSetting(settingIds.mcpPort, undefined);
		await vscode.commands.executeCommand(commandIds.signOut);
	});

	const store = () => parts.connections.store();
	const rows = () => parts.connectionsView.getChildren();

	async function endAll() {
		for (const { id } of await (await store()).fresh()) await (await store()).end(id);
	}

	/** Presses Enter until the command is over. */
	async function acceptAll(command: string) {
		const running = Promise.resolve(vscode.commands.executeCommand(command));
		while (!(await settledWithin(running, 150, systemClock))) await accept();
	}

	/** A port that was free a moment ago. */
	async function freePort(): Promise<number> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		assert.ok(typeof address === 'object' && address);
		await new Promise((resolve) => server.close(resolve));
		return address.port;
	}

	const copiedSecret = async () => {
		const text = await vscode.env.clipboard.readText();
		const [, url = '', secret = ''] = /(http:\S+) --header "Authorization: Bearer (\S+)"$/.exec(text) ?? [];
		assert.ok(url && secret, text);
		return { url, secret };
	};

	it('are none at first', async () => {
		assert.deepEqual(await rows(), []);
	});

	happyPath(
		'newConnection',
		'makes one with Enter alone, copied once, that lets a client in until it is ended',
		async () => {
			const port = await freePort();
			await setSetting(settingIds.mcpPort, port);
			await acceptAll(commandIds.newConnection);
			const { url, secret } = await copiedSecret();
			assert.equal(url, `http://127.0.0.1:${port}/mcp`);
			const [row] = await rows();
			assert.ok(row);
			const { connection } = row;
			assert.equal(connection.access, 'read');
			assert.ok(Math.abs((connection.endsAt ?? 0) - Date.now() - 8 * 3_600_000) < 60_000);
			const item = await parts.connectionsView.getTreeItem(row);
			assert.equal(item.label, 'Claude Code');
			assert.match(String(item.description), /^ends in (8h|7h 59m)$/);

			const client = await connectWith(url, secret);
			const names = (await client.listTools()).tools.map(({ name }) => name);
			assert.ok(names.includes('list_incidents'));
			assert.ok(!names.includes('resolve_incidents'));
			const listed = await client.callTool({ name: 'list_incidents', arguments: {} });
			assert.notEqual(listed.isError, true);
			await (await store()).end(connection.id);
			await assert.rejects(connectWith(url, secret));
			assert.deepEqual(await rows(), []);
			await client.close();
		},
	);

	happyPath('copyMcpConfiguration', 'goes on answering, as the command that copied a configuration', async () => {
		await acceptAll(commandIds.copyMcpConfiguration);
		assert.ok((await copiedSecret()).secret.startsWith('pdmcp_'));
	});

	it('leave nothing behind when somebody leaves the dialog', async () => {
		const running = Promise.resolve(vscode.commands.executeCommand(commandIds.newConnection));
		await settledWithin(running, 150, systemClock);
		await accept();
		while (!(await settledWithin(running, 150, systemClock)))
			await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
		assert.deepEqual(await rows(), []);
	});

	happyPath('editConnection', 'shows a page of all terms, and keeps the secret', async () => {
		const { connection } = await (
			await store()
		).create({
			name: 'Nightly',
			client: 'codex',
			access: 'respond',
			toolsets: ['incidents'],
		});
		const [row] = await rows();
		const running = Promise.resolve(vscode.commands.executeCommand(commandIds.editConnection, row));
		while (!(await settledWithin(running, 150, systemClock))) await accept();
		const [after] = await (await store()).fresh();
		assert.deepEqual(after, connection);
	});

	it('say so when another program has their port, and take it when it is free', async () => {
		const port = await freePort();
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
		await (await store()).create({ name: 'Waits', client: 'other', access: 'read', toolsets: [] });
		await setSetting(settingIds.mcpPort, port);
		await until('the port is taken', () => parts.port.state.kind === 'taken');
		await until('the view says so', () => /Another program has port/.test(parts.connectionsView.view.message ?? ''));
		await new Promise((resolve) => other.close(resolve));
		await until('the port is ours', () => parts.port.state.kind === 'here');
		await until('the view is silent', () => parts.connectionsView.view.message === '');
	});
});
