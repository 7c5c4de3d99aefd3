import {
	AuthorizationResponseError,
	calculatePKCECodeChallenge,
	generateRandomCodeVerifier,
	generateRandomState,
	validateAuthResponse,
} from 'oauth4webapi';
import { visibleLine } from '../pagerduty/http/visible-line.ts';
import { serverMetadata, type IdentityServer } from './identity-server.ts';
import type { OAuthClient } from './oauth-client.ts';
import { failure, success, type Outcome } from './sign-in-error.ts';

/** What the person is asked to agree to, and what only we know of it. */
export interface Authorization {
	readonly server: IdentityServer;
	readonly client: OAuthClient;
	readonly scopes: readonly string[];
	readonly redirectUri: string;
	/** Where the browser goes. */
	readonly url: string;
	readonly state: string;
	readonly codeVerifier: string;
}

/** Begins an authorization: an address with a state and an S256 challenge of its own. */
export async function beginAuthorization(
	wanted: Pick<Authorization, 'server' | 'client' | 'scopes' | 'redirectUri'>,
): Promise<Authorization> {
	const { server, client, scopes, redirectUri } = wanted;
	const [state, codeVerifier] = [generateRandomState(), generateRandomCodeVerifier()];
	const url = new URL(`${server.url}/oauth/authorize`);
	url.search = new URLSearchParams({
		client_id: client.clientId,
		redirect_uri: redirectUri,
		response_type: 'code',
		scope: scopes.join(' '),
		state,
		code_challenge: await calculatePKCECodeChallenge(codeVerifier),
		code_challenge_method: 'S256',
	}).toString();
	return { ...wanted, url: url.href, state, codeVerifier };
}

/** What an address says that a browser was sent back to. */
export type Callback =
	/** The parameters, which hold the code, as the library has checked them. */
	| { readonly kind: 'approved'; readonly params: URLSearchParams }
	| { readonly kind: 'refused'; readonly outcome: Outcome<never> }
	/** Not an answer to this authorization: a stray request, or one that somebody made up. */
	| { readonly kind: 'stray' };

/** Reads such an address. Only who knows the state may end an authorization. */
export function readCallback({ server, client, state }: Authorization, params: URLSearchParams): Callback {
	try {
		const checked = validateAuthResponse(serverMetadata(server), { client_id: client.clientId }, params, state);
		const code = checked.get('code') ?? '';
		return /^[\x21-\x7e]+$/.test(code) ? { kind: 'approved', params: checked } : { kind: 'stray' };
	} catch (problem) {
		if (!(problem instanceof AuthorizationResponseError)) return { kind: 'stray' };
		return { kind: 'refused', outcome: refusal(problem) };
	}
}

function refusal({ error, error_description }: AuthorizationResponseError): Outcome<never> {
	if (error === 'access_denied') {
		return failure({
			kind: 'denied',
			message: 'Access to PagerDuty was denied in the browser.',
			nextStep: 'Sign in again and approve it, or sign in with an API token.',
		});
	}
	if (error === 'server_error' || error === 'temporarily_unavailable') {
		return failure({ kind: 'server', message: "PagerDuty's sign-in failed.", nextStep: 'Try again in a minute.' });
	}
	return failure({
		kind: 'refused',
		message: `PagerDuty refused the sign-in: ${visibleLine(error_description ?? error, 200).replace(/[.!?]*$/, '.')}`,
		nextStep: "Compare the app's client ID, redirect URL and scopes with its registration in PagerDuty.",
	});
}

const longestAddress = 8192;

/** The address that a person has pasted: all of it must be the one that PagerDuty sent their browser to. */
export function readPasted({ redirectUri, server }: Authorization, pasted: string): Outcome<URLSearchParams> {
	const text = pasted.trim();
	const refuse = (message: string) =>
		failure({
			kind: 'address',
			message,
			nextStep: `Copy the whole address from the browser's address bar after you approved: it begins with ${redirectUri}?code=.`,
		});
	// The parser of addresses would drop line breaks in silence.
	if (/[\s\p{Cc}]/u.test(text) || text.length > longestAddress) return refuse('The pasted text is not one address.');
	if (!URL.canParse(text)) return refuse('The pasted text is not an address.');
	const url = new URL(text);
	if (url.origin === server.url) return refuse("This is the address of PagerDuty's own page.");
	const ours = new URL(redirectUri);
	if (url.origin !== ours.origin || url.pathname !== ours.pathname || url.username !== '' || url.password !== '')
		return refuse('The pasted address is not the one that PagerDuty sends your browser to.');
	return success(url.searchParams);
}
