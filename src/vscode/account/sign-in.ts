import * as vscode from 'vscode';
import type { Region } from '../../pagerduty/http/account.ts';
import type { BrowserSignIn, Return } from './browser-sign-in.ts';
import { regionName } from './account-in-words.ts';
import type { SignInAnswer } from './sign-in-answer.ts';
import type { TokenSignIn } from './token-sign-in.ts';

export interface SignInParts {
	readonly token: TokenSignIn;
	readonly browser: BrowserSignIn;
	/** Whether the person's browser is on another computer than the extension. */
	readonly browserElsewhere: () => boolean;
}

/** `browser` leaves it open how it comes back. */
export type Straight = Return | 'browser';

type Way = { readonly region: Region } | { readonly back: Return };

/** Asks a person how they want to sign in, and goes that way with them. Nothing is stored. */
export class SignIn {
	readonly #parts: SignInParts;

	constructor(parts: SignInParts) {
		this.#parts = parts;
	}

	/**
	 * The checked credentials, or undefined when the person thinks better of it.
	 * @param straight goes to the browser without asking how
	 * @param scopes that the browser way asks for beside those of the settings
	 */
	async ask(straight?: Straight, scopes?: readonly string[]): Promise<SignInAnswer | undefined> {
		const back = straight === 'browser' ? (this.#parts.browserElsewhere() ? 'paste' : 'wait') : straight;
		for (;;) {
			const way = back ? { back } : await this.#askWay();
			if (way === undefined) return undefined;
			if ('back' in way) return this.#parts.browser.ask(way.back, scopes);
			const answer = await this.#parts.token.ask(way.region);
			if (answer !== 'back') return answer;
		}
	}

	async #askWay(): Promise<Way | undefined> {
		const wait = {
			way: { back: 'wait' as const },
			label: vscode.l10n.t('Browser'),
			iconPath: new vscode.ThemeIcon('globe'),
			description: vscode.l10n.t('approve access in PagerDuty'),
		};
		const paste = {
			way: { back: 'paste' as const },
			label: vscode.l10n.t('Browser on another computer'),
			iconPath: new vscode.ThemeIcon('clippy'),
			description: vscode.l10n.t('approve access, then paste the address'),
		};
		const key = (region: Region, address: string) => ({
			way: { region },
			label: vscode.l10n.t('API token, {0} region', regionName(region, vscode.l10n)),
			iconPath: new vscode.ThemeIcon('key'),
			description: address,
		});
		const items: (vscode.QuickPickItem & { readonly way?: Way })[] = [
			key('us', 'pagerduty.com'),
			key('eu', 'eu.pagerduty.com'),
			{ label: 'OAuth', kind: vscode.QuickPickItemKind.Separator },
			...(this.#parts.browserElsewhere() ? [paste, wait] : [wait, paste]),
		];
		const chosen = await vscode.window.showQuickPick(items, {
			title: vscode.l10n.t('Sign in to PagerDuty'),
			placeHolder: vscode.l10n.t("Choose the region in your account's web address, or sign in with the browser"),
			ignoreFocusOut: true,
		});
		return chosen?.way;
	}
}
