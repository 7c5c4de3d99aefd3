import type { AuthorizationServer } from 'oauth4webapi';

/** Where people sign in, and who signs what says that they have. */
export interface IdentityServer {
	/** Origin without a trailing slash. */
	readonly url: string;
	/** Issuers that an ID token may name. */
	readonly issuers: readonly string[];
}

const issuerPath = '/global/oauth/anonymous';

/** PagerDuty's, which is one for both regions. Its documentation names the first issuer; the token it shows, the second. */
export const pagerDutyIdentity: IdentityServer = {
	url: 'https://identity.pagerduty.com',
	issuers: [`https://identity.pagerduty.com${issuerPath}`, `https://app.pagerduty.com${issuerPath}`],
};

/** That of a demo account at `url`. */
export function demoIdentity(url: string): IdentityServer {
	return { url, issuers: [`${url}${issuerPath}`] };
}

/** The server as the library wants it. Made anew for each sign-in: PagerDuty's keys may change at any time. */
export function serverMetadata({ url, issuers }: IdentityServer, idToken?: string): AuthorizationServer {
	const named = idToken === undefined ? undefined : issuers.find((issuer) => issuer === claimedIssuer(idToken));
	return {
		issuer: named ?? issuers[0] ?? url,
		authorization_endpoint: `${url}/oauth/authorize`,
		token_endpoint: `${url}/oauth/token`,
		jwks_uri: `${url}${issuerPath}/jwks`,
	};
}

/** Only a demo account on this machine does without TLS. */
export function isLoopback({ url }: IdentityServer): boolean {
	return /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(url);
}

/** Whom a token claims to be from: read to choose between issuers, before the library checks it. */
function claimedIssuer(idToken: string): unknown {
	try {
		const claims: unknown = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
		return typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined;
	} catch {
		return undefined;
	}
}
