import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import type { Caller } from '../../../tools/toolbox.ts';

/** Below this nobody wonders whether anything happens. */
const noticeableMs = 700;

/** Runs something for a person. If it takes long, a notification shows how far it is and lets them cancel. */
export async function slowAction<Result>(
	clock: Clock,
	title: string,
	action: (caller: Caller) => Promise<Result>,
): Promise<Result> {
	const abort = new AbortController();
	let report: ((message: string) => void) | undefined;
	const running = action({
		signal: abort.signal,
		priority: 'person',
		progress: (message) => report?.(message),
	});
	if (await settledWithin(running, noticeableMs, clock)) return running;
	return vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title, cancellable: true },
		(progress, token) => {
			report = (message) => progress.report({ message });
			token.onCancellationRequested(() => abort.abort());
			return running;
		},
	);
}

/** Whether something settles, well or not, within `ms`. */
export async function settledWithin(running: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
	const stop = new AbortController();
	const late = clock.sleep(ms, stop.signal).then(
		() => false,
		() => true,
	);
	const settled = running.then(
		() => true,
		() => true,
	);
	try {
		return await Promise.race([settled, late]);
	} finally {
		stop.abort();
	}
}
