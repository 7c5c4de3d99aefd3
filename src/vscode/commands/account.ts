import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import { regionName, type SignIn } from '../account/sign-in.ts';
import { sayDone } from './shared/say-done.ts';
import type { Handlers } from './register.ts';

export interface AccountCommandsParts {
	readonly account: CurrentAccount;
	readonly signIn: SignIn;
}

/** The commands about who is signed in. */
export function accountCommands({
	account,
	signIn,
}: AccountCommandsParts): Pick<Handlers, 'signIn' | 'signOut' | 'exploreDemo'> {
	return {
		signIn: async () => {
			const answer = await signIn.ask();
			if (!answer) return;
			const { credentials, otherRegion } = answer;
			await account.signIn(credentials);
			const name = safeForNotification(credentials.name);
			void vscode.window.showInformationMessage(
				otherRegion
					? vscode.l10n.t(
							'Signed in to PagerDuty as {0}, in the {1} region: your token belongs there.',
							name,
							regionName(credentials.region),
						)
					: vscode.l10n.t('Signed in to PagerDuty as {0}.', name),
			);
		},

		signOut: async () => {
			await account.signOut();
			const { state } = account;
			sayDone(
				state.kind === 'signedIn'
					? vscode.l10n.t('Left the demo account; signed in to PagerDuty as {0} again', safeForLabel(state.name))
					: vscode.l10n.t('Signed out of PagerDuty'),
			);
		},

		exploreDemo: async () => {
			const { state } = account;
			await account.exploreDemo();
			if (state.kind === 'signedIn' && !state.demo)
				void vscode.window.showInformationMessage(
					vscode.l10n.t(
						'This is the demo account. Sign out of it to come back as {0}.',
						safeForNotification(state.name),
					),
				);
			await vscode.commands.executeCommand(`${viewIds.incidents}.focus`);
		},
	};
}
