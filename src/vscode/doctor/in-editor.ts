import * as vscode from 'vscode';
import type { DoorWords, SignInFacts, Subject } from '../../doctor/subject.ts';
import type { Region } from '../../pagerduty/http/account.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import { catalogue } from '../../tools/catalogue.ts';
import { accountInWords } from '../account/account-in-words.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import { agentPolicy } from '../settings.ts';

export interface InEditorParts {
	readonly account: CurrentAccount;
	/** Where PagerDuty is. */
	readonly urls: Readonly<Record<Region, string>>;
	readonly clock: Clock;
	readonly log: Log;
	readonly userAgent: string;
}

/** In English like the whole report, which is made to be passed on. */
const words: DoorWords = {
	signIn: 'Run the command "PagerDuty: Sign in".',
	sender: 'Run "PagerDuty: Sign in" again with the key, and enter the e-mail address of a PagerDuty user.',
	region: 'Run "PagerDuty: Sign in" again; it finds the region by itself.',
	certificate:
		'Let the computer trust the certificate of whoever signs it, leave the setting http.systemCertificates on, and start VS Code again; or name a file with it, in PEM, in NODE_EXTRA_CA_CERTS.',
	proxy:
		"Put the address of a proxy that lets requests through into the setting http.proxy, with user name and password if it wants them, or name PagerDuty's host in http.noProxy.",
	widen:
		'Choose more in the settings pagerduty.agentAccess and pagerduty.toolsets, or sign in with a token that may do more.',
};

/** The sign-in of this editor and its way to PagerDuty. */
export function inEditor({ account, urls, clock, log, userAgent }: InEditorParts): Subject {
	return {
		account: account.source,
		signIn: () => signIn(account),
		apiUrl: urls.us,
		apiUrls: urls,
		proxy: proxyHost(vscode.workspace.getConfiguration('http').get('proxy')),
		policy: agentPolicy(),
		tools: catalogue,
		words,
		clock,
		log,
		userAgent,
	};
}

async function signIn(account: CurrentAccount): Promise<SignInFacts> {
	await account.ready();
	const { state, accounts } = account;
	const others = accounts
		.filter(({ id }) => state.kind !== 'signedIn' || id !== state.id)
		.map(({ name }) => `Not used: the account of ${name}. "PagerDuty: Switch account" changes to it`);
	if (state.kind !== 'signedIn') {
		const unreadable =
			state.kind === 'unreadable' ? ['VS Code cannot read its secret store, where tokens are kept'] : [];
		return { source: undefined, others: [...unreadable, ...others] };
	}
	const source = state.demo
		? 'the demo account on this computer, whose key is kept nowhere,'
		: `the account ${accountInWords(state)}, whose token VS Code keeps in its secret store,`;
	return { source, others };
}

/** Without user name and password. */
function proxyHost(setting: unknown): string | undefined {
	return typeof setting === 'string' && URL.canParse(setting) ? new URL(setting).host || undefined : undefined;
}
