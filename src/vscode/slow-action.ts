import * as vscode from 'vscode';
import type { Caller } from '../tools/toolbox.ts';

/** Below this nobody wonders whether anything happens. */
const noticeableMs = 700;

/** Runs something for a person. If it takes long, a notification shows how far it is and lets them cancel. */
export async function slowAction<Result>(title: string, action: (caller: Caller) => Promise<Result>): Promise<Result> {
	const abort = new AbortController();
	let report: ((message: string) => void) | undefined;
	const running = action({
		signal: abort.signal,
		priority: 'person',
		progress: (message) => report?.(message),
	});
	if (await settledWithin(running, noticeableMs)) return running;
	return vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title, cancellable: true },
		(progress, token) => {
			report = (message) => progress.report({ message });
			token.onCancellationRequested(() => abort.abort());
			return running;
		},
	);
}

async function settledWithin(running: Promise<unknown>, ms: number): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
	const settled = running.then(
		() => true,
		() => true,
	);
	try {
		return await Promise.race([settled, late]);
	} finally {
		clearTimeout(timer);
	}
}
