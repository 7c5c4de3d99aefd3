import * as vscode from 'vscode';
import { safeForLabel } from '../words/markup-safe.ts';
import { placeOf } from './account-in-words.ts';
import { demoId } from './accounts.ts';
import type { CurrentAccount } from './current-account.ts';

/** The account that a person chooses: its id, `signIn` for another one, or undefined for none. */
export async function chooseAccount(account: CurrentAccount): Promise<string | undefined> {
	const { state } = account;
	const active = state.kind === 'signedIn' ? state.id : undefined;
	const mark = (id: string, others: string) => (id === active ? vscode.l10n.t('in use · {0}', others) : others);
	const items: (vscode.QuickPickItem & { readonly id?: string })[] = [
		...account.accounts.map((one) => ({
			id: one.id,
			label: safeForLabel(one.name),
			description: safeForLabel(mark(one.id, placeOf(one, vscode.l10n))),
			iconPath: new vscode.ThemeIcon(one.kind === 'user' ? 'account' : 'organization'),
		})),
		{
			id: demoId,
			label: vscode.l10n.t('Demo account'),
			description: mark(demoId, vscode.l10n.t('a made-up company')),
			iconPath: new vscode.ThemeIcon('beaker'),
		},
		{ label: '', kind: vscode.QuickPickItemKind.Separator },
		{ id: 'signIn', label: vscode.l10n.t('Sign in to another account…'), iconPath: new vscode.ThemeIcon('add') },
	];
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Switch account'),
		placeHolder: vscode.l10n.t('Choose the account that the views, commands and agents use, in all windows'),
		matchOnDescription: true,
	});
	return chosen?.id;
}
