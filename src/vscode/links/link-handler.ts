import * as vscode from 'vscode';
import type { CurrentAccount } from '../account/current-account.ts';
import { commandIds } from '../ids.ts';
import type { PresentError } from '../commands/shared/present-error.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { linkAccount, parseEditorLink, type EditorLink, type LinkTarget, type UriParts } from './editor-link.ts';

export interface LinkHandlerParts {
	readonly account: CurrentAccount;
	readonly show: (target: LinkTarget) => Promise<void>;
	readonly present: PresentError;
}

/** Opens links of the editor, which anybody can write: they show something in an account that is known, and do nothing else. */
export class LinkHandler implements vscode.UriHandler {
	readonly #parts: LinkHandlerParts;

	constructor(parts: LinkHandlerParts) {
		this.#parts = parts;
	}

	async handleUri(uri: UriParts): Promise<void> {
		try {
			const link = parseEditorLink(uri);
			if (!link) {
				void vscode.window.showErrorMessage(
					vscode.l10n.t('This link does not lead to anything in PagerDuty, so nothing was opened.'),
				);
				return;
			}
			await this.#parts.account.ready();
			if (await this.#isInAccount(link)) await this.#parts.show(link.target);
		} catch (error) {
			this.#parts.present(error, () => void this.handleUri(uri));
		}
	}

	/** Whether the link's account is in use; if not, the person may have it used, which counts from then on. */
	async #isInAccount({ account: wanted }: EditorLink): Promise<boolean> {
		const { account } = this.#parts;
		const { state } = account;
		if (state.kind !== 'signedIn') {
			const words = vscode.l10n.t('Sign in to PagerDuty to open this link.');
			return (await this.#signIn(words)) && this.#isUsed(wanted);
		}
		if (this.#isUsed(wanted) || wanted === undefined) return true;
		const known = account.accounts.find((one) => linkAccount(one) === wanted);
		if (!known) {
			const words = vscode.l10n.t('This link is about the account {0}, which you are not signed in to.', wanted);
			return (await this.#signIn(words)) && this.#isUsed(wanted);
		}
		const switching = vscode.l10n.t('Switch account');
		const words = vscode.l10n.t(
			'This link is about the account {0}; PagerDuty now shows {1}.',
			wanted,
			safeForNotification(linkAccount(state) ?? state.name),
		);
		if ((await vscode.window.showInformationMessage(words, switching)) !== switching) return false;
		await account.switchTo(known.id);
		return this.#isUsed(wanted);
	}

	#isUsed(wanted: string | undefined): boolean {
		const { state } = this.#parts.account;
		return state.kind === 'signedIn' && (wanted === undefined || linkAccount(state) === wanted);
	}

	async #signIn(words: string): Promise<boolean> {
		const signIn = vscode.l10n.t('Sign in');
		if ((await vscode.window.showInformationMessage(words, signIn)) !== signIn) return false;
		await vscode.commands.executeCommand(commandIds.signIn);
		return true;
	}
}
