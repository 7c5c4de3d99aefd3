import * as vscode from 'vscode';
import { demoId } from '../account/accounts.ts';
import type { AccountState, CurrentAccount } from '../account/current-account.ts';
import type { DemoGuide } from '../account/demo-guide.ts';
import type { OAuthApps } from '../account/oauth-apps.ts';
import type { SignIn, Straight } from '../account/sign-in.ts';
import { viewIds } from '../ids.ts';
import { oauthSettings } from '../settings.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { sayDone } from './shared/say-done.ts';

export interface AccountCommandsParts {
	readonly account: CurrentAccount;
	readonly signIn: Pick<SignIn, 'ask'>;
	readonly apps: OAuthApps;
	readonly guide: Pick<DemoGuide, 'showOnce'>;
}

type Names = 'signIn' | 'signOut' | 'switchAccount' | 'exploreDemo' | 'setClientSecret';

/** The commands about who is signed in. */
export function accountCommands({ account, signIn, apps, guide }: AccountCommandsParts): Pick<Handlers, Names> {
	const ask = async (straight?: Straight) => {
		const answer = await signIn.ask(straight);
		if (!answer) return;
		const { name } = await account.signIn(answer.credentials);
		const done = vscode.l10n.t('Signed in to PagerDuty as {0}.', name);
		void vscode.window.showInformationMessage(safeForNotification([done, ...answer.remarks].join(' '), 400));
	};

	const exploreDemo = async () => {
		const { state } = account;
		await account.switchTo(demoId);
		if (state.kind === 'signedIn' && !state.demo)
			void vscode.window.showInformationMessage(
				vscode.l10n.t('This is the demo account. Sign out of it to come back as {0}.', safeForNotification(state.name)),
			);
		await vscode.commands.executeCommand(`${viewIds.incidents}.focus`);
		await guide.showOnce();
	};

	return {
		// Buttons of other messages lead straight to the browser.
		signIn: (way) => ask(way === 'browser' || way === 'paste' ? way : undefined),

		signOut: async () => {
			const before = account.state;
			await account.signOut();
			sayDone(signedOutOf(before, account.state));
		},

		switchAccount: async () => {
			const { chooseAccount } = await import('../account/choose-account.ts');
			const chosen = await chooseAccount(account);
			if (chosen === undefined) return;
			if (chosen === 'signIn') return ask();
			if (chosen === demoId) return exploreDemo();
			await account.switchTo(chosen);
			const { state } = account;
			if (state.kind === 'signedIn') sayDone(vscode.l10n.t('PagerDuty now shows {0}', safeForLabel(state.name)));
		},

		exploreDemo,

		setClientSecret: async () => {
			const { askClientId, askClientSecret } = await import('../account/ask-app.ts');
			const known = oauthSettings().clientId;
			if (known === undefined) {
				await askClientId(apps);
				return;
			}
			if (await askClientSecret(apps, known)) sayDone(vscode.l10n.t('The client secret is kept for the next sign-in'));
		},
	};
}

function signedOutOf(before: AccountState, now: AccountState): string {
	if (now.kind !== 'signedIn') return vscode.l10n.t('Signed out of PagerDuty');
	const name = safeForLabel(now.name);
	return before.kind === 'signedIn' && before.demo
		? vscode.l10n.t('Left the demo account; signed in to PagerDuty as {0} again', name)
		: vscode.l10n.t('Signed out; PagerDuty now shows {0}', name);
}
