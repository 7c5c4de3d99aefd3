import { ClientSecretPost, None, type ClientAuth } from 'oauth4webapi';

/** An app as it is registered with PagerDuty. */
export interface OAuthClient {
	readonly clientId: string;
	/** Scoped apps need it, and so does every app that renews its tokens. Never logged. */
	readonly clientSecret?: string;
}

/** How the app shows who it is. PagerDuty takes the secret in the body only. */
export function authenticationOf({ clientSecret }: OAuthClient): ClientAuth {
	return clientSecret === undefined ? None() : ClientSecretPost(clientSecret);
}
