import * as z from 'zod';
import { tokensFromText, tokensToText, type Tokens } from '../../oauth/tokens.ts';

/** A token that somebody has pasted. */
export interface KeptToken {
	readonly kind: 'token';
	/** The address that took the token, and the only one that it is sent to. */
	readonly apiUrl: string;
	readonly token: string;
	/** In whose name an account-level key makes changes. */
	readonly from?: string | undefined;
}

/** A sign-in with a browser. */
export interface KeptSignIn {
	readonly kind: 'oauth';
	readonly apiUrl: string;
	/** Of this sign-in, whatever its tokens are by now. */
	readonly id: string;
	readonly tokens: Tokens;
	/** Of the app, for the renewal of the tokens. */
	readonly clientSecret?: string | undefined;
}

/** What `login` keeps: all of it is secret. */
export type Kept = KeptToken | KeptSignIn;

const Stored = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('token'), apiUrl: z.string(), token: z.string(), from: z.string().optional() }),
	z.object({
		kind: z.literal('oauth'),
		apiUrl: z.string(),
		id: z.string(),
		tokens: z.string(),
		clientSecret: z.string().optional(),
	}),
]);

export function keptToText(kept: Kept): string {
	return JSON.stringify(kept.kind === 'token' ? kept : { ...kept, tokens: tokensToText(kept.tokens) });
}

/** What a text keeps; undefined when it is not ours. */
export function keptFromText(text: string): Kept | undefined {
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch {
		return undefined;
	}
	const { data } = Stored.safeParse(content);
	if (data?.kind !== 'oauth') return data;
	const tokens = tokensFromText(data.tokens);
	return tokens && { ...data, tokens };
}

/** The secrets in it, which no log may hold. */
export function secretsOf(kept: Kept): string[] {
	if (kept.kind === 'token') return [kept.token];
	const { tokens, clientSecret } = kept;
	return [tokens.accessToken, tokens.refreshToken, clientSecret].filter((secret) => secret !== undefined);
}
