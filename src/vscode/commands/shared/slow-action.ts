import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import type { Caller } from '../../../tools/tool-runs.ts';

/** Below this nobody wonders whether anything happens. */
const noticeableMs = 700;

/**
 * Runs something for a person. If it takes long, a notification shows since when and lets them cancel. What a call says of its
 * progress is worded for agents: here it only shows that something moves.
 */
export async function slowAction<Result>(
	clock: Clock,
	title: string,
	action: (caller: Caller) => Promise<Result>,
): Promise<Result> {
	const abort = new AbortController();
	const began = clock.now().getTime();
	let report: (() => void) | undefined;
	const running = action({
		signal: abort.signal,
		priority: 'person',
		progress: () => report?.(),
	});
	if (await settledWithin(running, noticeableMs, clock)) return running;
	return vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title, cancellable: true },
		(progress, token) => {
			report = () => {
				const seconds = Math.round((clock.now().getTime() - began) / 1000);
				progress.report({ message: vscode.l10n.t('{0} seconds so far', seconds) });
			};
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
