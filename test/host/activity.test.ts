import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { TestAccess } from '../../src/extension.ts';
import { commandIds, settingIds, viewIds } from '../../src/vscode/ids.ts';
import { connectWith, setSetting } from './agents.ts';
import { AnsweringPerson, yes } from './answering-person.ts';
import { access, happyPath, incidentRows } from './support.ts';

describe('Agent activity', function () {
	this.timeout(60_000);

	let parts: TestAccess;
	let person: AnsweringPerson;
	/** Cannot show questions. */
	let client: Client;
	let incident: { readonly id: string; readonly number: number };

	before(async () => {
		parts = await access();
		await vscode.commands.executeCommand(commandIds.exploreDemo);
		await vscode.commands.executeCommand(`${viewIds.activity}.focus`);
		await parts.record.delete();
		person = new AnsweringPerson();
		const store = await parts.connections.store();
		const { secret } = await store.create(
			{ name: 'Laptop', client: 'other', access: 'respond', toolsets: ['incidents', 'oncall'] },
			false,
		);
		client = await connectWith((await parts.mcp.running()).url, secret);
		const found = (await incidentRows())
			.flatMap(({ items }) => items)
			.flatMap(({ node }) => (node.kind === 'incident' ? [node.incident] : []))
			.find(({ status }) => status === 'triggered');
		assert.ok(found?.number !== undefined);
		incident = { id: found.id, number: found.number };
	});

	after(async () => {
		await client.close();
		person.leave();
		const store = await parts.connections.store();
		for (const { id } of await store.fresh()) await store.end(id);
		await parts.record.delete();
		await setSetting(settingIds.recordEnabled, undefined);
		await vscode.commands.executeCommand(commandIds.signOut);
	});

	const rows = async () => {
		await (await parts.record.file()).settled();
		const nodes = await parts.activityView.getChildren();
		return Promise.all(nodes.map(async (node) => ({ node, item: await parts.activityView.getTreeItem(node) })));
	};
	const newest = async () => {
		const [row] = await rows();
		assert.ok(row);
		return row;
	};
	const call = (name: string, input: Record<string, unknown>) => client.callTool({ name, arguments: input });

	it('is empty at first', async () => assert.deepEqual(await rows(), []));

	it('asks in a dialog that names the client, with what is safe first, and leaves everything as it was without a yes', async () => {
		const input = { incident: incident.id, users: ['Diego Fuentes'] };
		for (const answer of ['Page nobody', 'Cancel']) {
			const refused = await person.during('the client', () => call('request_responders', input), [answer]);
			assert.equal(refused.isError, true);
			assert.match(
				JSON.stringify(refused.content),
				/Nothing was changed: the person (was asked and said no|closed the question)/,
			);
			assert.match(
				person.asked[0] ?? '',
				/^Page "Diego Fuentes" now and ask for help with #\d+ .*\?\n.*host-test.*Laptop/s,
			);
		}
		assert.deepEqual(await rows(), []);
		const paged = await person.during('the client', () => call('request_responders', input), ['Page them']);
		assert.notEqual(paged.isError, true, JSON.stringify(paged.content));
		const { item } = await newest();
		assert.match(labelOf(item), new RegExp(`^Page people for help: .*${incident.id}`));
		assert.match(String(item.description), /^"host-test" \(Laptop\) · /);
		assert.doesNotMatch(String(item.contextValue), /undoable/);
	});

	happyPath('undoActivity', 'takes back what a client has resolved, once, and says so', async () => {
		const resolved = await call('resolve_incidents', { incidents: [incident.id] });
		assert.notEqual(resolved.isError, true, JSON.stringify(resolved.content));
		const { node, item } = await newest();
		assert.equal(item.label, `Resolve incidents: #${incident.number}`);
		assert.ok(typeof item.tooltip === 'string');
		assert.match(item.tooltip, new RegExp(`^Resolve incidents: #${incident.number} \\S`));
		assert.match(String(item.contextValue), /\bundoable\b/);
		await person.run(commandIds.undoActivity, [node], [yes]);
		assert.match(person.asked[0] ?? '', /^Undo "Resolve incidents: .*It pages people\.\nIt is undone only if/s);
		const [undoing, undone] = await rows();
		assert.match(String(undoing?.item.description), /^You, undoing · /);
		assert.match(String(undone?.item.description), /undone$/);
		assert.equal(parts.incidents.get(incident.id)?.status, 'triggered');
		await person.run(commandIds.undoActivity, [undone?.node]);
		assert.ok(person.told.includes('It has been undone.'), person.told.join());
	});

	it('says in notes by which client they came, where the setting says so', async () => {
		const added = async () => {
			await call('add_incident_note', { incident: incident.id, note: 'Looking' });
			const { structuredContent } = await call('list_incident_notes', { incident: incident.id, limit: 100 });
			const { notes } = z.object({ notes: z.array(z.object({ content: z.string() })) }).parse(structuredContent);
			return notes.map(({ content }) => content);
		};
		assert.ok(!(await added()).includes('Looking\n\nvia host-test'));
		await setSetting(settingIds.notesVia, true);
		assert.ok((await added()).includes('Looking\n\nvia host-test'));
		await setSetting(settingIds.notesVia, undefined);
		assert.equal((await added()).filter((text) => text.includes('via')).length, 1);
	});

	it('does not take back what somebody has changed since', async () => {
		await call('update_incidents', { incidents: [incident.id], title: 'One' });
		const { node } = await newest();
		await call('update_incidents', { incidents: [incident.id], title: 'Two' });
		await person.run(commandIds.undoActivity, [node], [yes]);
		assert.match(person.told.join(), /Since then somebody has changed title/);
		assert.equal(parts.incidents.get(incident.id)?.title, 'Two');
	});

	it('also lists what the person did', async () => {
		await person.run(commandIds.acknowledge, [incident.id]);
		const { item } = await newest();
		assert.match(String(item.description), /^You · /);
		assert.match(labelOf(item), /^Acknowledge incidents: /);
	});

	happyPath('openActivity', 'shows all that is kept of a change, as plain text', async () => {
		const { node } = await newest();
		await vscode.commands.executeCommand(commandIds.openActivity, node);
		const { document } = vscode.window.activeTextEditor ?? assert.fail('no document is open');
		assert.equal(document.uri.scheme, 'pagerduty-activity');
		assert.match(document.getText(), /^Who: /m);
		assert.match(document.getText(), /^Result: done$/m);
	});

	happyPath('copyActivity', 'copies a change', async () => {
		await person.run(commandIds.copyActivity, [(await newest()).node]);
		assert.match(await vscode.env.clipboard.readText(), /^Tool: \w+$/m);
	});

	happyPath('exportActivity', 'writes a line of JSON for each change, the oldest first', async () => {
		const file = join(tmpdir(), `activity-${process.pid}.jsonl`);
		await person.run(commandIds.exportActivity, [], [file]);
		const lines = (await readFile(file, 'utf8')).trim().split('\n');
		await rm(file);
		assert.equal(lines.length, (await rows()).length);
		assert.match(lines[0] ?? '', /"tool":"request_responders"/);
	});

	it('keeps nothing while the setting is off', async () => {
		await setSetting(settingIds.recordEnabled, false);
		const before = (await rows()).length;
		await call('update_incidents', { incidents: [incident.id], title: 'Three' });
		assert.equal((await rows()).length, before);
		await setSetting(settingIds.recordEnabled, true);
	});

	happyPath('deleteActivity', 'deletes the record once the person has agreed', async () => {
		await person.run(commandIds.deleteActivity, [], [yes]);
		assert.deepEqual(await rows(), []);
	});
});

function labelOf({ label }: vscode.TreeItem): string {
	return typeof label === 'string' ? label : assert.fail('a row without a label');
}
