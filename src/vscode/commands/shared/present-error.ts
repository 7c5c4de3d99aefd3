import * as vscode from 'vscode';
import type { Log } from '../../../pagerduty/http/log.ts';
import { commandIds } from '../../ids.ts';
import { safeForNotification } from '../../words/markup-safe.ts';
import { describeProblem, isCancellation, type Remedy } from '../../words/problem.ts';

/**
 * Tells a person about an error of something they did: one sentence, the next step, one button. Cancellation is silent.
 * Errors of polls do not come here: the views show them.
 */
export type PresentError = (error: unknown, retry?: () => void) => void;

/** The one way in which errors reach a person as a notification. */
export function errorPresenter(log: Log): PresentError {
	const tell = async (error: unknown, retry?: () => void) => {
		const problem = describeProblem(error, vscode.l10n);
		log.warn(`Told: ${problem.message}`);
		if (error instanceof Error) log.debug(error.stack ?? error.message);
		const remedy = problem.remedy === 'retry' && !retry ? 'log' : problem.remedy;
		const button = remedy && buttonOf(remedy);
		const message = safeForNotification(problem.message, 400);
		const chosen = await vscode.window.showErrorMessage(message, ...(button ? [button] : []));
		if (!remedy || chosen !== button) return;
		if (remedy === 'retry') retry?.();
		else await vscode.commands.executeCommand(...commandOf(remedy));
	};
	return (error, retry) => {
		if (isCancellation(error)) return;
		tell(error, retry).catch((problem: unknown) => log.warn(`An error could not be shown: ${String(problem)}`));
	};
}

function commandOf(remedy: Exclude<Remedy, 'retry'>): [command: string, ...args: string[]] {
	switch (remedy) {
		case 'signIn':
			return [commandIds.signIn];
		case 'paste':
			return [commandIds.signIn, 'paste'];
		case 'oauthSettings':
			return ['workbench.action.openSettings', 'pagerduty.oauth'];
		case 'refresh':
			return [commandIds.refresh];
		case 'log':
			return [commandIds.showLog];
	}
}

function buttonOf(remedy: Remedy): string {
	switch (remedy) {
		case 'signIn':
			return vscode.l10n.t('Sign in');
		case 'retry':
			return vscode.l10n.t('Try again');
		case 'paste':
			return vscode.l10n.t('Paste the address');
		case 'oauthSettings':
			return vscode.l10n.t('Open settings');
		case 'refresh':
			return vscode.l10n.t('Refresh');
		case 'log':
			return vscode.l10n.t('Show log');
	}
}
