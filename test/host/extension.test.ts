import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { commandIds, settingIds } from '../../src/vscode/ids.ts';
import { callTool, connect, setSetting, startMcpServer, toolNamed } from './agents.ts';
import { access, extension, extensionId, incidentRows, until } from './support.ts';

async function exploreDemo(): Promise<TestAccess> {
	const parts = await access();
	await vscode.commands.executeCommand(commandIds.exploreDemo);
	await until('the incidents are read', () => parts.incidents.load.completeAt);
	await until('the on-call list is read', () => parts.oncall.load.completeAt);
	return parts;
}

describe('The extension', () => {
	after(() => vscode.commands.executeCommand(commandIds.signOut));

	it('starts by itself', async () => {
		await until('it is active', () => extension().isActive);
	});

	it('activates', async function () {
		const { activationMs } = await access();
		// The bench reads the figure from the title and holds it to its bound; here it only must not be absurd.
		if (this.test) this.test.title = `activates in ${activationMs.toFixed(1)} ms`;
		assert.ok(activationMs < 1000);
	});

	it('registers every command it contributes', async () => {
		const registered = new Set(await vscode.commands.getCommands(true));
		for (const command of Object.values(commandIds)) assert.ok(registered.has(command), command);
	});

	describe('while nobody is signed in', () => {
		before(() => vscode.commands.executeCommand(commandIds.signOut));

		it('shows no rows and no badge, and asks PagerDuty nothing', async () => {
			const { account, sidebar, incidents } = await access();
			assert.equal(account.state.kind, 'signedOut');
			assert.deepEqual(await incidentRows(), []);
			assert.deepEqual(sidebar.oncallTree.getChildren(), []);
			assert.equal(sidebar.incidents.badge, undefined);
			assert.equal(incidents.load.problem, undefined);
		});

		it('lets VS Code start the MCP server, whose tools say how to sign in', async () => {
			await startMcpServer();
			assert.match(await callTool('list_incidents', {}), /PagerDuty: Sign in/);
		});
	});

	describe('in the demo account', () => {
		let parts: TestAccess;
		before(async () => (parts = await exploreDemo()));

		it('shows my incidents first, then those of the services, and counts mine in the badge', async () => {
			const [mine, ...services] = await incidentRows();
			assert.equal(mine?.top.label, 'Assigned to me');
			assert.ok(services.length > 0);
			for (const { top, items } of services)
				assert.equal(top.id?.startsWith('group service:'), items.length > 1, top.id);
			assert.equal(parts.sidebar.incidents.badge?.value, mine.items.length);
			const triggered = parts.incidents.open.filter(({ status }) => status === 'triggered').length;
			assert.equal(parts.sidebar.incidents.description, `Demo · ${triggered} triggered`);
			for (const { item } of mine.items) {
				assert.ok(item.accessibilityInformation?.label.includes('Assigned to'));
				assert.ok(item.iconPath instanceof vscode.ThemeIcon && item.iconPath.color);
				assert.equal(item.tooltip, undefined);
			}
		});

		it('makes hovers when somebody hovers, which run nothing but its own commands', async () => {
			const [first] = (await incidentRows()).flatMap(({ items }) => items);
			assert.ok(first);
			const { tooltip } = await parts.sidebar.incidentsTree.resolveTreeItem(first.item, first.node);
			assert.ok(tooltip instanceof vscode.MarkdownString && typeof tooltip.isTrusted === 'object');
			assert.ok(tooltip.isTrusted.enabledCommands.every((command) => command.startsWith('pagerduty.')));
		});

		it('shows who is on call for each escalation policy', () => {
			const { oncallTree: tree } = parts.sidebar;
			const [me, ...policies] = tree.getChildren();
			assert.ok(me && policies.length > 0);
			const { label } = tree.getTreeItem(me);
			assert.ok(typeof label === 'string' && label.startsWith('You: '));
			const turns = policies.flatMap((policy) => tree.getChildren(policy)).map((turn) => tree.getTreeItem(turn));
			assert.ok(turns.some(({ label }) => typeof label === 'string' && label.endsWith('(you)')));
			for (const { description } of turns) assert.match(String(description), /^L\d/);
			const about = turns.filter(({ contextValue = '' }) => /\bperson\b/.test(contextValue));
			assert.deepEqual(
				about.map(({ contextValue = '' }) => /^turn\b/.test(contextValue)),
				about.map(() => true),
			);
		});

		it('shows who is on call by team, when that is chosen, and remembers it', async () => {
			const { oncallTree: tree } = parts.sidebar;
			const labels = () => tree.getChildren().map((node) => tree.getTreeItem(node).contextValue);
			await vscode.commands.executeCommand(commandIds.groupOncall, 'team');
			await until('teams are shown', () => labels().includes('team'));
			assert.match(parts.sidebar.oncall.description ?? '', /by team$/);
			await vscode.commands.executeCommand(commandIds.groupOncall, 'policy');
			await until('policies are shown', () => !labels().includes('team'));
		});

		it('acknowledges, resolves and reopens an incident, and shows it at once', async () => {
			const incident = parts.incidents.open.find(({ status }) => status === 'triggered');
			assert.ok(incident);
			const capabilities = async () =>
				(await incidentRows()).flatMap(({ items }) => items).find(({ item }) => item.id === `incident ${incident.id}`)
					?.item.contextValue;
			assert.match((await capabilities()) ?? '', /\backnowledgeable\b/);
			await vscode.commands.executeCommand(commandIds.acknowledge, incident.id);
			assert.equal(parts.incidents.get(incident.id)?.status, 'acknowledged');
			assert.doesNotMatch((await capabilities()) ?? '', /\backnowledgeable\b/);
			await vscode.commands.executeCommand(commandIds.resolve, incident.id);
			assert.match((await capabilities()) ?? '', /\breopenable\b/);
			await vscode.commands.executeCommand(commandIds.reopen, incident.id);
			assert.equal(parts.incidents.get(incident.id)?.status, 'triggered');
			await vscode.commands.executeCommand(commandIds.refresh);
			assert.equal(parts.incidents.get(incident.id)?.status, 'triggered');
		});

		it('copies a link to an incident that leads back into this editor', async () => {
			const [node] = (await incidentRows()).flatMap(({ items }) => items).map(({ node: row }) => row);
			assert.ok(node && 'incident' in node);
			await vscode.commands.executeCommand(commandIds.copyEditorLink, node, [node]);
			assert.equal(
				await vscode.env.clipboard.readText(),
				`${vscode.env.uriScheme}://${extensionId}/incident/${node.incident.id}`,
			);
		});

		it('acknowledges the rows that are selected', async () => {
			const nodes = (await incidentRows())
				.flatMap(({ items }) => items)
				.filter(({ item }) => item.contextValue?.includes('acknowledgeable'))
				.map(({ node }) => node)
				.slice(0, 2);
			assert.equal(nodes.length, 2);
			const open = parts.incidents.open.filter(({ status }) => status === 'triggered').length;
			await vscode.commands.executeCommand(commandIds.acknowledge, nodes[0], nodes);
			assert.equal(parts.incidents.open.filter(({ status }) => status === 'triggered').length, open - 2);
		});

		it('shows at once what an agent changed through VS Code', async () => {
			await startMcpServer();
			const incident = parts.incidents.open[0];
			assert.ok(incident);
			await vscode.commands.executeCommand(commandIds.addNote, incident.id, 'Seen from the host suite.');
			assert.match(await callTool('list_incident_notes', { incident: incident.id }), /Seen from the host suite/);
			await callTool('resolve_incidents', { incidents: [incident.id] });
			assert.equal(parts.incidents.get(incident.id)?.status, 'resolved');
		});

		it('serves the client of the window, and nobody without its key', async () => {
			const { url } = await parts.mcp.running();
			assert.equal(new URL(url).hostname, '127.0.0.1');
			const refused = await fetch(url, { method: 'POST', body: '{}', headers: { Authorization: 'Bearer wrong' } });
			assert.equal(refused.status, 401);
			const client = await connect();
			try {
				const incident = parts.incidents.open.find(({ status }) => status === 'acknowledged');
				assert.ok(incident);
				const result = await client.callTool({ name: 'resolve_incidents', arguments: { incidents: [incident.id] } });
				assert.notEqual(result.isError, true);
				assert.equal(parts.incidents.get(incident.id)?.status, 'resolved');
			} finally {
				await client.close();
			}
			assert.equal((await parts.mcp.running()).url, url);
		});

		it('offers agents only what the setting allows, at once and without a restart', async () => {
			const { url } = await parts.mcp.running();
			const client = await connect();
			const offered = async () => (await client.listTools()).tools.map(({ name }) => name);
			try {
				assert.ok((await offered()).includes('resolve_incidents'));
				await setSetting(settingIds.agentAccess, 'read');
				assert.ok(!(await offered()).includes('resolve_incidents'));
				const result = await client.callTool({ name: 'resolve_incidents', arguments: { incidents: ['Q1'] } });
				assert.equal(result.isError, true);
				await until('VS Code knows it too', () => !toolNamed('resolve_incidents'));
				assert.match(await callTool('list_incidents', {}), /incidents/);
				assert.equal((await parts.mcp.running()).url, url);
			} finally {
				await setSetting(settingIds.agentAccess, undefined);
				await client.close();
			}
		});
	});

	it('forgets everything when somebody signs out', async () => {
		const parts = await exploreDemo();
		await vscode.commands.executeCommand(commandIds.signOut);
		assert.equal(parts.account.state.kind, 'signedOut');
		assert.deepEqual(await incidentRows(), []);
		assert.deepEqual(parts.sidebar.oncallTree.getChildren(), []);
		assert.equal(parts.sidebar.incidents.badge, undefined);
		await startMcpServer();
		assert.match(await callTool('list_incidents', {}), /PagerDuty: Sign in/);
	});
});
