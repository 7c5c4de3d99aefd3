import * as vscode from 'vscode';
import { commandIds } from '../../src/vscode/ids.ts';
import { middle } from '../measure.ts';
import { extensionParts, pause, requestsDuring, signIn, tell, until } from './inside.ts';

/** Minutes that the requests are counted for. */
const minutes = 2;

/** What a responder waits for, and what it costs PagerDuty. */
export async function run(): Promise<void> {
	const parts = await extensionParts();
	const { incidents, oncall, sidebar, urls } = parts;
	await vscode.commands.executeCommand('pagerduty.incidents.focus');
	await signIn(parts, 'SMALL');
	await until(() => incidents.load.completeAt !== undefined && oncall.load.completeAt !== undefined);

	const icon = (id: string) => {
		const row = sidebar.incidentsTree.rowOf(id);
		const { iconPath } = row ? sidebar.incidentsTree.getTreeItem(row) : {};
		return iconPath instanceof vscode.ThemeIcon ? iconPath.id : undefined;
	};
	const waiting = incidents.open.filter(({ status }) => status === 'triggered').slice(0, 7);
	const times: number[] = [];
	for (const { id } of waiting) {
		const before = icon(id);
		const started = performance.now();
		const done = vscode.commands.executeCommand(commandIds.acknowledge, id);
		await until(() => icon(id) !== before);
		times.push(performance.now() - started);
		await done;
	}
	tell('figure', { what: 'Acknowledge until the row shows it', value: middle(times), unit: 'ms', atMost: 50 });

	const opened = await trigger(urls.us);
	const row = await until(() => incidents.get(opened) !== undefined, 60);
	tell('figure', { what: 'new incident until its row is there, on call', value: row, unit: 'ms', atMost: 21_000 });

	const requests = await requestsDuring(() => pause(minutes * 60_000));
	tell('figure', { what: 'requests a minute, on call', value: requests / minutes, unit: 'requests', atMost: 4.2 });
	await vscode.commands.executeCommand(commandIds.signOut);

	await signIn(parts, 'QUIET');
	await until(() => incidents.load.completeAt !== undefined && oncall.load.completeAt !== undefined);
	await pause(1000);
	const idle = await requestsDuring(() => pause(minutes * 60_000));
	tell('figure', { what: 'requests a minute, nothing open', value: idle / minutes, unit: 'requests', atMost: 1.2 });
	await vscode.commands.executeCommand(commandIds.signOut);
}

/** Somebody opens an incident with PagerDuty's own app. */
async function trigger(url: string): Promise<string> {
	const headers = {
		Authorization: `Token token=${process.env['SMALL_TOKEN'] ?? ''}`,
		'Content-Type': 'application/json',
	};
	const list = await fetch(`${url}/services?limit=1`, { headers });
	const service = JSON.stringify(await list.json()).match(/"id":"(\w+)"/)?.[1];
	const made = await fetch(`${url}/incidents`, {
		method: 'POST',
		headers,
		body: JSON.stringify({
			incident: { type: 'incident', title: 'Bench', service: { id: service, type: 'service_reference' } },
		}),
	});
	const id = JSON.stringify(await made.json()).match(/"id":"(Q\w+)"/)?.[1];
	if (id === undefined) throw new Error('No incident was opened.');
	return id;
}
