import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import type { Session } from '../session.ts';
import type { SignIn } from '../sign-in.ts';
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
			const credentials = await signIn.ask();
			if (!credentials) return;
			await session.signIn(credentials);
			void vscode.window.showInformationMessage(vscode.l10n.t('Signed in to PagerDuty as {0}.', credentials.name));
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
