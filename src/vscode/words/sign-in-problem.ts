import type { SignInError } from '../../oauth/sign-in-error.ts';
import type { L10n } from './situation.ts';
import type { Problem, Remedy } from './problem.ts';

/** What a sign-in with the browser was tried with. */
export interface Tried {
	/** The address that PagerDuty sends the browser to. */
	readonly redirectUri: string;
	readonly port: number;
	readonly scopes: readonly string[];
	readonly hasSecret: boolean;
}

/** Describes a sign-in with the browser that did not work: what happened, and the next step. */
export function describeSignInError(error: SignInError, tried: Tried, l10n: L10n): Problem {
	return { kind: 'other', message: wordsOf(error, tried, l10n), remedy: remedyOf(error) };
}

function remedyOf({ kind }: SignInError): Remedy {
	switch (kind) {
		case 'portTaken':
		case 'port':
			return 'paste';
		case 'client':
		case 'scope':
		case 'refused':
			return 'oauthSettings';
		case 'reply':
			return 'log';
		default:
			return 'retry';
	}
}

function wordsOf({ kind, message }: SignInError, tried: Tried, l10n: L10n): string {
	const { redirectUri, port, scopes, hasSecret } = tried;
	switch (kind) {
		case 'denied':
			return l10n.t(
				'Access to PagerDuty was denied in the browser. Sign in again and approve it, or use an API token.',
			);
		case 'cancelled':
			return l10n.t('The sign-in was cancelled.');
		case 'late':
			return l10n.t(
				'The browser did not come back from PagerDuty in time. If its page spoke of redirect_uri, register the app with {0}.',
				redirectUri,
			);
		case 'portTaken':
			return l10n.t(
				'Another program uses port {0}. Close it, choose another port that your app is registered with, or paste the address.',
				port,
			);
		case 'port':
			return l10n.t(
				'The extension cannot wait for the browser on port {0}. Choose another port that your app is registered with, or paste the address.',
				port,
			);
		case 'address':
			return l10n.t(
				'This is not the address of this sign-in. Copy the whole address where your browser ended: it begins with {0}?code=',
				redirectUri,
			);
		case 'code':
			return l10n.t(
				"PagerDuty did not accept the browser's code, which works once and for 30 seconds only. Sign in again.",
			);
		case 'client':
			return hasSecret
				? l10n.t(
						"PagerDuty does not accept the client ID with its secret. Copy both again from your app's registration in PagerDuty.",
					)
				: l10n.t(
						'PagerDuty does not accept the client ID without a client secret. Check it, or add the secret with "PagerDuty: Set OAuth client secret".',
					);
		case 'scope':
			return l10n.t(
				'PagerDuty granted no access, because the app is not registered for all of these scopes: {0}. Ask for fewer, or register the app for them.',
				scopes.join(' '),
			);
		case 'identity':
			return l10n.t('PagerDuty did not say who signed in. Sign in again; if that does not help, use an API token.');
		case 'clock':
			return l10n.t(
				"This computer's clock is wrong, so the sign-in cannot be checked. Set it right, then sign in again.",
			);
		case 'refused':
			// PagerDuty's own words are in it.
			return l10n.t(
				"{0} Compare the app's client ID, redirect URL and scopes with its registration in PagerDuty.",
				message,
			);
		case 'server':
			return l10n.t("PagerDuty's sign-in has a problem at the moment. Try again in a minute.");
		case 'network':
			return l10n.t("PagerDuty's sign-in cannot be reached. Check the network or the proxy.");
		case 'reply':
			return l10n.t(
				"Something unexpected came in place of PagerDuty's reply. Sign in again; if that does not help, use an API token.",
			);
		case 'signedOut':
		case 'ended':
			return l10n.t('Your PagerDuty sign-in has ended. Sign in again.');
		case 'store':
			return l10n.t('VS Code cannot keep the sign-in. Unlock its secret store, then try again.');
	}
}
