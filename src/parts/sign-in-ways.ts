import * as vscode from 'vscode';
import type { IdentityServer } from '../oauth/identity-server.ts';
import { findSender, identifyAccount, subdomainOf } from '../pagerduty/api/identify.ts';
import type { Region } from '../pagerduty/http/account.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import { BrowserSignIn } from '../vscode/account/browser-sign-in.ts';
import type { OAuthApps } from '../vscode/account/oauth-apps.ts';
import { SignIn } from '../vscode/account/sign-in.ts';
import { TokenSignIn } from '../vscode/account/token-sign-in.ts';
import type { FindSender, Identify } from '../vscode/account/token.ts';
import type { RedactingLog } from '../vscode/log.ts';

export interface SignInWaysOptions {
	/** Whether the extension runs where the files are, rather than where the person sits. */
	readonly besideFiles: boolean;
	/** Where PagerDuty is. */
	readonly urls: Readonly<Record<Region, string>>;
	readonly apps: OAuthApps;
	readonly server: () => IdentityServer;
	readonly clock: Clock;
	readonly log: RedactingLog;
	readonly userAgent: string;
}

/** Builds the ways in. They ask PagerDuty whose tokens are, which views and commands never do. */
export function signInWays({ besideFiles, urls, apps, server, clock, log, userAgent }: SignInWaysOptions): SignIn {
	const request = (region: Region, token: string) => {
		log.hide(token);
		return { apiUrl: urls[region], token, clock, log, userAgent };
	};
	const identify: Identify = async (region, token, signal) => {
		const identity = await identifyAccount(request(region, token), signal);
		if (identity.kind === 'account' || !identity.user) return { kind: identity.kind };
		const { name, email, id } = identity.user;
		return { kind: 'user', name: name ?? email ?? id, userId: id, ...subdomainOf(identity.user) };
	};
	const sender: FindSender = async (region, token, email, signal) => {
		const user = await findSender(request(region, token), email, signal);
		return user && { name: user.name ?? email, userId: user.id, ...subdomainOf(user) };
	};
	return new SignIn({
		token: new TokenSignIn(identify, sender),
		browser: new BrowserSignIn({ apps, identify, server, clock, log, userAgent }),
		browserElsewhere: () =>
			vscode.env.uiKind === vscode.UIKind.Web || (besideFiles && vscode.env.remoteName !== undefined),
	});
}
