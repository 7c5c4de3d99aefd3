import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import type { Figure } from '../measure.ts';

/** The extension's parts, in the editor that this program runs in. */
export async function extensionParts(): Promise<TestAccess> {
	const found = vscode.extensions.getExtension<TestAccess | undefined>('oncall-for-pagerduty.oncall-for-pagerduty');
	const parts = await found?.activate();
	if (!parts) throw new Error('The extension is not there.');
	return parts;
}

/** Signs in to the demo account whose address stands in the environment. @param name of its variables */
export async function signIn({ urls, account }: TestAccess, name: string): Promise<void> {
	urls.us = fromEnvironment(`${name}_URL`);
	const token = fromEnvironment(`${name}_TOKEN`);
	await account.signIn({ region: 'us', token, kind: 'user', name: 'Bench' });
}

/** Says something to the program outside that runs the bench. */
export function tell(kind: 'figure' | 'word', content: Figure | string): void {
	console.log(`${process.env['HOST_TEST_MARK'] ?? ''}${JSON.stringify({ kind, content })}`);
}

/** Waits until `probe` gives true; gives the milliseconds that it took. */
export async function until(probe: () => boolean, seconds = 60): Promise<number> {
	const started = performance.now();
	while (!probe()) {
		if (performance.now() - started > seconds * 1000) throw new Error(`Not within ${seconds} s.`);
		await pause(1);
	}
	return performance.now() - started;
}

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** MiB that this process holds once what nobody needs is gone. */
export function heldMemory(): number {
	setFlagsFromString('--expose_gc');
	runInNewContext('gc()');
	return process.memoryUsage().rss / 2 ** 20;
}

/** How many requests leave this process while `run` is going on. */
export async function requestsDuring(run: () => Promise<unknown>): Promise<number> {
	let count = 0;
	const counting = () => {
		count++;
	};
	subscribe('undici:request:create', counting);
	try {
		await run();
		return count;
	} finally {
		unsubscribe('undici:request:create', counting);
	}
}

function fromEnvironment(name: string): string {
	const value = process.env[name];
	if (value === undefined) throw new Error(`${name} is not set: run "npm run bench:editor".`);
	return value;
}
