import * as vscode from 'vscode';
import type { Entry } from '../../record/entry.ts';
import { isElsewhere, undoAsOne } from '../../record/one-undo.ts';
import { undoPlan } from '../../record/undo.ts';
import { NotUndone, type Ask } from '../../record/undo-plan.ts';
import { parseInput } from '../../tools/core/input.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { Toolbox, ToolboxOptions } from '../../tools/toolbox.ts';
import { toolsets } from '../../tools/core/access.ts';
import { isSameAccount, type Account } from '../../pagerduty/http/account.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { Recorder } from '../../tools/core/recorder.ts';
import { said } from '../../tools/text/said.ts';
import { saidIn } from '../words/said.ts';
import { describeProblem, isCancellation } from '../words/problem.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import type { ActivityRecord } from './activity-record.ts';
import { changeInWords } from './present.ts';

type Offer = Pick<ToolboxOptions, 'policy' | 'consent' | 'recorder'>;

export interface UndoParts {
	readonly record: ActivityRecord;
	/** Gives what makes a toolbox on the account that is signed in. */
	readonly toolboxes: () => Promise<(offer: Offer) => Pick<Toolbox, 'run'>>;
	readonly signedIn: () => Promise<Account | undefined>;
	readonly clock: Clock;
	readonly log: Pick<Log, 'debug'>;
}

/** Takes a change back once the person has agreed, unless somebody has changed it since. Tells what became of it. */
export async function undoChange(entry: Entry, { record, toolboxes, signedIn, clock, log }: UndoParts): Promise<void> {
	const { window, l10n } = vscode;
	const plan = undoPlan(entry);
	const what = await changeInWords(entry, l10n);
	if (!plan.possible) {
		void window.showInformationMessage(
			safeForNotification(l10n.t('"{0}" cannot be undone. {1}', what, saidIn(plan.why, l10n))),
		);
		return;
	}
	const account = await signedIn();
	if (isElsewhere(entry, account)) {
		void window.showWarningMessage(l10n.t('That change was made in another account: sign in to it first.'));
		return;
	}
	const yes = l10n.t('Undo it');
	const where = account?.demo === true ? undefined : (account?.subdomain ?? entry.account);
	const detail = [
		...(plan.warning === undefined ? [] : [saidIn(plan.warning, l10n)]),
		l10n.t('It is undone only if nobody has changed it since.'),
		...(where === undefined ? [] : [l10n.t('In the account {0}.', where)]),
	].join('\n');
	const question = safeForNotification(l10n.t('Undo "{0}"?', what), 300);
	if ((await window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
	const toolboxFor = await toolboxes();
	const keep = await record.recorder({ undoes: entry.id });
	const toolbox = (recorder: Recorder) =>
		toolboxFor({
			policy: () => ({ access: 'administer', toolsets }),
			// The person has just agreed.
			consent: { own: true },
			recorder,
		});
	const progress = { location: vscode.ProgressLocation.Notification, title: l10n.t('Undoing'), cancellable: true };
	const undone = await window.withProgress(progress, (_, token) => {
		const cancelling = new AbortController();
		token.onCancellationRequested(() => cancelling.abort());
		const caller = { signal: cancelling.signal, priority: 'person' } as const;
		const askVia = (recorder: Recorder): Ask => {
			const tools = toolbox(recorder);
			return async (tool, input) => {
				const now = await signedIn();
				if (now && !isSameAccount(account, now))
					throw new NotUndone(said`Another PagerDuty account or token is in use now.`);
				return answerOf(tools, tool, input, caller, log);
			};
		};
		return undoAsOne(entry, askVia, keep, clock).catch((error: unknown) => {
			if (!(error instanceof NotUndone)) throw error;
			void window.showWarningMessage(safeForNotification(l10n.t('Not undone: {0}', saidIn(error.said, l10n)), 500));
			return undefined;
		});
	});
	if (!undone) return;
	void window.setStatusBarMessage(safeForLabel(l10n.t('Undone: {0}', what)), 5000);
}

/** What a tool gives to whoever undoes a change, or why not in their language. */
async function answerOf(
	tools: Pick<Toolbox, 'run'>,
	name: string,
	input: Readonly<Record<string, unknown>>,
	caller: Caller,
	log: UndoParts['log'],
): ReturnType<Ask> {
	const { catalogue } = await import('../../tools/catalogue.ts');
	try {
		const tool = catalogue.find((one) => one.name === name);
		if (!tool) throw new Error(`There is no tool ${name}.`);
		const read = parseInput(tool.input, input);
		const output = await tools.run(tool, read, caller);
		return { ok: true, output: tool.present?.(output, read) ?? output };
	} catch (error) {
		if (isCancellation(error)) throw error;
		if (error instanceof Error) log.debug(error.stack ?? error.message);
		throw new NotUndone(describeProblem(error, vscode.l10n).message);
	}
}
