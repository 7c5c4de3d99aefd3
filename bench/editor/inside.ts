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

declare global {
	// eslint-disable-next-line @typescript-eslint/no-namespace -- so Node's own types are extended
	namespace NodeJS {
		interface Process {
			/** Of the editor's Node, which is newer than that of our types. */
			threadCpuUsage?(): CpuUsage;
		}
	}
}

/** MiB of objects that are still needed. */
export function heldMemory(): number {
	setFlagsFromString('--expose_gc');
	runInNewContext('gc()');
	return process.memoryUsage().heapUsed / 2 ** 20;
}

/** MiB of memory that this process has, for whatever it is. */
export function residentMemory(): number {
	return process.memoryUsage.rss() / 2 ** 20;
}

/** The longest that the host worked at one go while `run` was going on, in ms; not counted while the machine did something else. */
export async function longestWork(run: () => Promise<unknown>): Promise<number> {
	const worked = () => {
		const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
		return (user + system) / 1000;
	};
	let last = worked();
	let longest = 0;
	const timer = setInterval(() => {
		const now = worked();
		longest = Math.max(longest, now - last);
		last = now;
	}, 1);
	try {
		await run();
		await pause(5);
		return longest;
	} finally {
		clearInterval(timer);
	}
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
