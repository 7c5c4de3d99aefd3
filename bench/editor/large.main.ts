import * as vscode from 'vscode';
import { commandIds } from '../../src/vscode/ids.ts';
import {
	extensionParts,
	heldMemory,
	longestWork,
	pause,
	requestsDuring,
	residentMemory,
	signIn,
	tell,
	until,
} from './inside.ts';

/** An account with 5,000 open incidents. */
export async function run(): Promise<void> {
	const parts = await extensionParts();
	const { incidents } = parts;
	await vscode.commands.executeCommand('pagerduty.incidents.focus');
	// The editor's own extensions start meanwhile, and share the host.
	await pause(15_000);
	const others = await longestWork(() => pause(15_000));
	tell('figure', { what: 'longest work at one go while nobody is signed in', value: others, unit: 'ms' });
	// The editor reads the certificates of this machine before the first request of any extension.
	const editors = await longestWork(() => fetch(`${process.env['LARGE_URL'] ?? ''}/abilities`));
	tell('figure', { what: 'longest work at one go of the first request in the editor', value: editors, unit: 'ms' });
	const before = heldMemory();
	const residentBefore = residentMemory();
	let first = 0;
	let all = 0;
	const work = await longestWork(async () => {
		const started = performance.now();
		await signIn(parts, 'LARGE');
		await until(() => incidents.openCount > 0);
		first = performance.now() - started;
		await until(() => incidents.load.completeAt !== undefined);
		all = performance.now() - started;
	});
	await pause(3000);
	const memory = heldMemory() - before;
	const resident = residentMemory() - residentBefore;
	const { openCount, rest } = incidents;
	const count = openCount + (rest?.count ?? 0);
	tell('figure', { what: `${count} open: first rows after signing in`, value: first, unit: 'ms', atMost: 500 });
	tell('figure', { what: `the newest ${openCount} of them and all of mine`, value: all, unit: 'ms', atMost: 10_000 });
	tell('figure', { what: 'objects that the host holds more than before', value: memory, unit: 'MiB', atMost: 60 });
	tell('figure', { what: 'memory that the host has more than before', value: resident, unit: 'MiB', atMost: 60 });
	tell('figure', { what: 'longest work at one go meanwhile', value: work, unit: 'ms', atMost: 50 });

	// Looks by themselves, one after another, while the person has open incidents.
	let looks = 0;
	const looked = incidents.read.on(() => looks++);
	let requests = 0;
	const workOfLooks = await longestWork(async () => {
		requests = await requestsDuring(() => until(() => looks === 3, 120));
	});
	looked.dispose();
	tell('figure', { what: 'a look with nothing new', value: requests / looks, unit: 'requests', atMost: 2 });
	tell('figure', { what: 'longest work at one go in three of them', value: workOfLooks, unit: 'ms', atMost: 50 });
	await vscode.commands.executeCommand(commandIds.signOut);
}
