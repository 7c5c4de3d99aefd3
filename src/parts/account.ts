import { join } from 'node:path';
import * as vscode from 'vscode';
import { fileLock } from '../files/file-lock.ts';
import { pagerDutyIdentity, type IdentityServer } from '../oauth/identity-server.ts';
import type { Region } from '../pagerduty/http/account.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import { AccountStore } from '../vscode/account/account-store.ts';
import { Authentication } from '../vscode/account/authentication.ts';
import { CurrentAccount } from '../vscode/account/current-account.ts';
import type { Demo } from '../vscode/account/demo-account.ts';
import { DemoGuide } from '../vscode/account/demo-guide.ts';
import { OAuthApps } from '../vscode/account/oauth-apps.ts';
import { OAuthSessions } from '../vscode/account/oauth-sessions.ts';
import { RenewalReminder } from '../vscode/account/renewal-reminder.ts';
import type { SignIn } from '../vscode/account/sign-in.ts';
import { tickSignInStep } from '../vscode/account/walkthrough.ts';
import type { RedactingLog } from '../vscode/log.ts';

export interface AccountPartsOptions {
	readonly context: Pick<vscode.ExtensionContext, 'secrets' | 'globalStorageUri' | 'globalState' | 'extension'>;
	/** Where PagerDuty is. */
	readonly urls: Readonly<Record<Region, string>>;
	readonly startDemo: () => Promise<Demo>;
	readonly clock: Clock;
	readonly log: RedactingLog;
	readonly userAgent: string;
}

/** Who is signed in, and the ways in. */
export interface AccountParts {
	readonly account: CurrentAccount;
	readonly apps: OAuthApps;
	readonly guide: DemoGuide;
	readonly signIn: Pick<SignIn, 'ask'>;
	/** Where people sign in: suites put a demo account in its place. */
	readonly identity: { server: IdentityServer };
	readonly disposables: readonly Pick<vscode.Disposable, 'dispose'>[];
}

/** Builds what knows of accounts. Nothing is read or sent yet. */
export function accountParts({ context, urls, startDemo, clock, log, userAgent }: AccountPartsOptions): AccountParts {
	const { secrets, globalStorageUri, extension } = context;
	const identity = { server: pagerDutyIdentity };
	const server = () => identity.server;
	const lock = (name: string) => fileLock(join(globalStorageUri.fsPath, `${name}.lock`), clock);
	const store = new AccountStore({ secrets, log, exclusively: lock('accounts') });
	const apps = new OAuthApps(secrets, log);
	const sessions = new OAuthSessions({
		store,
		clock,
		userAgent,
		server,
		clientSecret: (clientId) => apps.secret(clientId),
		exclusively: (id) => lock(`renewal-${id}`),
	});
	const account = new CurrentAccount({ store, sessions, apiUrls: urls, startDemo, log });

	// Loaded when somebody signs in.
	const signIn: AccountParts['signIn'] = {
		ask: async (...how) => {
			const { signInWays } = await import('./sign-in-ways.ts');
			const besideFiles = extension.extensionKind === vscode.ExtensionKind.Workspace;
			return signInWays({ besideFiles, urls, apps, server, clock, log, userAgent }).ask(...how);
		},
	};
	const authentication = new Authentication({ account, store, sessions, signIn });
	const reminder = new RenewalReminder({ account, store, clock, log, memory: context.globalState });
	const guide = new DemoGuide(extension.id, context.globalState);
	const disposables = [authentication.register(), reminder, tickSignInStep()];
	return { account, apps, guide, signIn, identity, disposables };
}
