import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import { toastText } from '../plain-text.ts';
import type { Session } from '../session.ts';
import { regionName, type SignIn } from '../sign-in.ts';
import type { Handlers } from './register.ts';

export interface AccountCommandsParts {
	readonly session: Session;
	readonly signIn: SignIn;
}

/** The commands about who is signed in. */
export function accountCommands({
	session,
	signIn,
}: AccountCommandsParts): Pick<Handlers, 'signIn' | 'signOut' | 'exploreDemo'> {
	return {
		signIn: async () => {
			const answer = await signIn.ask();
			if (!answer) return;
			const { credentials, otherRegion } = answer;
			await session.signIn(credentials);
			const name = toastText(credentials.name);
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
			await session.signOut();
			vscode.window.setStatusBarMessage(vscode.l10n.t('Signed out of PagerDuty'), 4_000);
		},

		exploreDemo: async () => {
			await session.exploreDemo();
			await vscode.commands.executeCommand(`${viewIds.incidents}.focus`);
		},
	};
}
