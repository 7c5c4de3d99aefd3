import * as vscode from 'vscode';
import { DescribedError } from '../../words/problem.ts';

/** Stands for a row that was clicked while the editor drew its view anew: the editor passes nothing then, and nobody knows which one it was. */
export const lostRow = Symbol('lost row');

/** What the editor passed to a command as the row that was clicked; the palette and keys without a row pass no argument at all. */
export function rowOfCall(passed: readonly unknown[]): unknown {
	return passed.length > 0 && (passed[0] ?? undefined) === undefined ? lostRow : passed[0];
}

/** @throws DescribedError for a lost row: to ask which one is meant would tick another one than that under the pointer. */
export function refuseLostRow(clicked: unknown): void {
	if (clicked !== lostRow) return;
	throw new DescribedError({
		kind: 'other',
		message: vscode.l10n.t('The list changed just as you clicked, so nothing was done. Click again.'),
		remedy: undefined,
	});
}
