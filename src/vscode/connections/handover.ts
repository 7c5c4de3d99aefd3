import * as vscode from 'vscode';
import { clientConfiguration, clientLabel, type ConfigurationBlock } from '../../connections/client-configuration.ts';
import type { Connection } from '../../connections/connection.ts';
import type { WithSecrets } from '../../connections/connection-store.ts';
import { safeForNotification } from '../words/markup-safe.ts';

/** What to copy, and what was copied. */
interface CopyItem extends vscode.QuickPickItem {
	/** Undefined: all is copied. */
	readonly text?: string;
}

/**
 * Hands a connection's secret over through the clipboard, the only place where it can be found. Nothing shows it: an editor
 * would be kept over a restart, and a screen may be shared.
 * @returns whether something was copied
 */
export async function handOver({ connection, secret, second }: WithSecrets, url: string): Promise<boolean> {
	const blocks = clientConfiguration(connection.client, { url, secret, second });
	const items: CopyItem[] = [
		...blocks.map((block) => ({
			label: `$(copy) ${copyWords(block)}`,
			detail: placeWords(block, connection),
			text: block.text,
		})),
		{ label: `$(check) ${vscode.l10n.t('Done')}` },
	];
	const pick = vscode.window.createQuickPick<CopyItem>();
	pick.title = vscode.l10n.t(
		'Connection for {0}: copy it now, because it is not shown again',
		clientLabel(connection.client),
	);
	pick.placeholder = vscode.l10n.t('Choose what to copy');
	pick.ignoreFocusOut = true;
	pick.items = items;
	let copied = false;
	await new Promise<void>((resolve) => {
		pick.onDidAccept(() => {
			const [chosen] = pick.activeItems;
			if (chosen?.text === undefined) {
				pick.hide();
				return;
			}
			const told = items.map((item) =>
				item.text === chosen.text ? { ...item, description: vscode.l10n.t('copied') } : item,
			);
			const done = () => {
				copied = true;
				pick.items = told;
				// Enter once more is the way out.
				pick.activeItems = told.slice(-1);
			};
			// The rows do not say that it was copied then.
			vscode.env.clipboard.writeText(chosen.text).then(done, () => undefined);
		});
		pick.onDidHide(() => {
			pick.dispose();
			resolve();
		});
		pick.show();
	});
	return copied;
}

/** Says where the address works, and for how long the secret counts. */
export function sayHandedOver({ name }: Connection, copied: boolean, stable: boolean): void {
	const shown = safeForNotification(name);
	if (!copied) {
		void vscode.window.showWarningMessage(
			vscode.l10n.t(
				'The secret of "{0}" was not copied, and is not shown again. Give the connection a new secret when you need it.',
				shown,
			),
		);
		return;
	}
	const told = [
		vscode.l10n.t('The connection "{0}" is ready. What you copied holds its secret: keep it to that client.', shown),
		...(stable ? [] : [vscode.l10n.t('Its address works until this window closes.')]),
		...(vscode.env.remoteName === undefined
			? []
			: [vscode.l10n.t('Its address works on the remote machine only, unless you forward the port.')]),
	];
	void vscode.window.showInformationMessage(told.join(' '));
}

function copyWords({ kind }: ConfigurationBlock): string {
	switch (kind) {
		case 'file':
			return vscode.l10n.t('Copy configuration');
		case 'command':
			return vscode.l10n.t('Copy command');
		case 'address':
			return vscode.l10n.t('Copy address');
		case 'header':
			return vscode.l10n.t('Copy header');
	}
}

function placeWords({ kind, file }: ConfigurationBlock, { client }: Connection): string {
	switch (kind) {
		case 'file':
			return client === 'vscode'
				? vscode.l10n.t('Paste it into the file that "MCP: Open User Configuration" opens.')
				: vscode.l10n.t('Paste it into {0}.', file ?? '');
		case 'command':
			return vscode.l10n.t('Paste it into a terminal. Your shell may keep it in its history.');
		case 'address':
			return client === 'other'
				? vscode.l10n.t('It is useless without the header.')
				: vscode.l10n.t('Paste it where the client asks for the address of a connector. It holds the secret.');
		case 'header':
			return vscode.l10n.t('The client sends it with each request. It holds a secret.');
	}
}
