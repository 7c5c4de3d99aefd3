import {
	authorizationCodeGrantRequest,
	clockSkew,
	getValidatedIdTokenClaims,
	processAuthorizationCodeResponse,
	processRefreshTokenResponse,
	refreshTokenGrantRequest,
	validateApplicationLevelSignature,
	type TokenEndpointResponse,
} from 'oauth4webapi';
import * as z from 'zod';
import { apiUrls, type Region } from '../pagerduty/http/account.ts';
import type { Authorization } from './authorization.ts';
import { serverMetadata, type IdentityServer } from './identity-server.ts';
import { authenticationOf, type OAuthClient } from './oauth-client.ts';
import { ended, signInErrorOf, type Attempted } from './problem.ts';
import { requestOptions, type Wire } from './request-options.ts';
import { grantedScopes } from './scopes.ts';
import { failure, SignInError, success, type Outcome } from './sign-in-error.ts';
import { lifeFrom, type Tokens } from './tokens.ts';

/** Exchanges the code of an approved authorization for tokens. @param params as `readCallback` gave them */
export async function exchangeCode(
	{ server, client, redirectUri, codeVerifier, scopes }: Authorization,
	params: URLSearchParams,
	wire: Wire,
): Promise<Outcome<Tokens>> {
	const secrets = secretsOf(client, params.get('code'), codeVerifier);
	const hasSecret = client.clientSecret !== undefined;
	let attempted: Attempted = { step: 'code', secrets, hasSecret };
	try {
		const options = requestOptions(server, wire, secrets);
		const [metadata, id] = [serverMetadata(server), { client_id: client.clientId }];
		const proof = authenticationOf(client);
		const response = await authorizationCodeGrantRequest(
			metadata,
			id,
			proof,
			params,
			redirectUri,
			codeVerifier,
			options,
		);
		const text = await response.clone().text();
		attempted = { ...attempted, secrets: [...secrets, ...secretsIn(text)] };
		const obtained = wire.clock.now();
		const issuer = serverMetadata(server, idTokenIn(text));
		if (response.ok && idTokenIn(text) !== undefined) attempted = { ...attempted, step: 'identity' };
		const reply = await processAuthorizationCodeResponse(
			issuer,
			{ ...id, [clockSkew]: skew(response, wire) },
			response,
		);
		const granted = grantedScopes(reply.scope, scopes);
		if (granted.length === 0) return nothingGranted(scopes);
		attempted = { ...attempted, step: 'identity' };
		if (reply.id_token === undefined) throw new Error('The reply holds no ID token.');
		await validateApplicationLevelSignature(issuer, response, options);
		return success({
			clientId: client.clientId,
			...keptOf(reply, client),
			scopes: granted,
			...lifeFrom(obtained, reply.expires_in),
			...whoIn(getValidatedIdTokenClaims(reply)),
		});
	} catch (problem) {
		return { ok: false, error: signInErrorOf(problem, attempted) };
	}
}

/** Exchanges a refresh token for new tokens; PagerDuty takes it once. It must not be given up half-way, or both are lost. */
export async function renewTokens(
	server: IdentityServer,
	client: OAuthClient,
	tokens: Tokens,
	wire: Omit<Wire, 'signal'>,
): Promise<Outcome<Tokens>> {
	const { refreshToken } = tokens;
	if (refreshToken === undefined || client.clientSecret === undefined) return failure(ended);
	const secrets = secretsOf(client, refreshToken, tokens.accessToken);
	let attempted: Attempted = { step: 'refresh', secrets, hasSecret: true };
	try {
		const options = requestOptions(server, wire, secrets);
		const id = { client_id: client.clientId };
		const proof = authenticationOf(client);
		const metadata = serverMetadata(server);
		const response = await refreshTokenGrantRequest(metadata, id, proof, refreshToken, options);
		const text = await response.text();
		attempted = { ...attempted, secrets: [...secrets, ...secretsIn(text)] };
		const obtained = wire.clock.now();
		const reply = await processRefreshTokenResponse(metadata, id, withoutIdToken(response, text));
		const granted = grantedScopes(reply.scope, tokens.scopes);
		if (granted.length === 0) return nothingGranted(tokens.scopes);
		const life = lifeFrom(obtained, reply.expires_in);
		return success({ ...tokens, ...keptOf(reply, client), scopes: granted, ...life });
	} catch (problem) {
		return { ok: false, error: signInErrorOf(problem, attempted) };
	}
}

/** Who signed in is known already: an ID token that is not valid must not cost us the tokens beside it. */
function withoutIdToken({ status, headers }: Response, text: string): Response {
	const idToken = idTokenIn(text);
	return new Response(idToken === undefined ? text : text.replace(/"id_token"\s*:/, '"ignored":'), { status, headers });
}

/** A refresh token is of use, and worth the risk of keeping it, only beside a secret. */
function keptOf(reply: TokenEndpointResponse, { clientSecret }: OAuthClient) {
	const refreshToken = clientSecret === undefined ? undefined : reply.refresh_token;
	return { accessToken: reply.access_token, ...(refreshToken !== undefined && { refreshToken }) };
}

function nothingGranted(asked: readonly string[]) {
	return failure({
		kind: 'scope',
		message: 'PagerDuty granted no access: the app is not registered for all of the scopes that were asked for.',
		nextStep: `Register the app in PagerDuty for ${asked.join(' ')}, or ask for the scopes that it is registered for.`,
	});
}

/** How far PagerDuty's clock is ahead of the machine's, in seconds: whether an ID token is valid is told by PagerDuty's. */
function skew(response: Response, { clock }: Pick<Wire, 'clock'>): number {
	const told = Date.parse(response.headers.get('date') ?? '');
	return Math.round(((Number.isNaN(told) ? clock.now().getTime() : told) - Date.now()) / 1000);
}

const Claims = z.object({
	aud: z.union([z.string(), z.array(z.string())]),
	user_id: z.string(),
	region: z.string().optional(),
	subdomain: z.string().optional(),
	account_id: z.string().optional(),
});

function whoIn(content: unknown): Pick<Tokens, 'region' | 'userId' | 'subdomain' | 'accountId'> {
	const claims = Claims.parse(content);
	const region = regionOf(claims);
	if (region === undefined) {
		throw new SignInError({
			kind: 'identity',
			message: 'PagerDuty did not say in which service region your account is.',
			nextStep: 'Sign in with an API token instead.',
		});
	}
	const { user_id: userId, subdomain, account_id: accountId } = claims;
	return {
		region,
		userId,
		...(subdomain !== undefined && { subdomain }),
		...(accountId !== undefined && { accountId }),
	};
}

function regionOf({ aud, region }: z.output<typeof Claims>): Region | undefined {
	const audience = [aud].flat();
	if (audience.includes(apiUrls.eu)) return 'eu';
	if (audience.includes(apiUrls.us)) return 'us';
	if (region === undefined) return undefined;
	return /^eu/i.test(region) ? 'eu' : /^(us|united ?states)$/i.test(region) ? 'us' : undefined;
}

function secretsOf({ clientSecret }: OAuthClient, ...more: readonly (string | null)[]): string[] {
	return [clientSecret, ...more].filter((text) => typeof text === 'string');
}

/** The tokens of a reply that may turn out to be of no use. */
function secretsIn(text: string): string[] {
	return [...text.matchAll(/"(?:access|refresh|id)_token"\s*:\s*"([^"]+)"/g)].flatMap(([, token]) => token ?? []);
}

function idTokenIn(text: string): string | undefined {
	return /"id_token"\s*:\s*"([^"]+)"/.exec(text)?.[1];
}
