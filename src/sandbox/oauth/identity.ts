import { createHash } from 'node:crypto';
import type { World } from '../model/world.ts';
import { Random } from '../random.ts';
import { classicApp, scopedApp, type OAuthApp } from './app.ts';
import { consentPage, errorPage } from './consent-page.ts';
import { Grants, type AuthorizationRequest, type Delegation, type Issued } from './grants.ts';
import { SigningKey } from './signing-key.ts';

/** A request to identity.pagerduty.com. */
export interface IdentityRequest {
	readonly method: string;
	readonly path: string;
	/** Without the question mark. */
	readonly query: string;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export interface IdentityReply {
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly text: string;
}

/** An ID token lives this long, in seconds. */
const idTokenLife = 3600;
const issuerPath = '/global/oauth/anonymous';

/**
 * PagerDuty's side of OAuth, which the real one serves at identity.pagerduty.com: consent, codes, tokens, ID tokens. What
 * PagerDuty has not documented, the words of the token endpoint's errors above all, is as in RFC 6749.
 */
export class Identity {
	/** Mutable: where the account's ID tokens say that it is. */
	region: 'us' | 'eu' = 'us';
	readonly #world: World;
	readonly #apps = new Map<string, OAuthApp>();
	readonly #grants: Grants;
	/** Of its own, so that a sign-in changes nothing about the account's history. */
	readonly #random: Random;
	readonly #asked = new Map<string, AuthorizationRequest>();
	#key: SigningKey | undefined;

	constructor(world: World, seed: number) {
		this.#world = world;
		this.#random = new Random(seed ^ 0x0a07);
		this.#grants = new Grants(world.clock, this.#random, () => this.region);
		for (const app of [classicApp, scopedApp]) this.register(app);
	}

	/** Registers an app, or changes the registration of the one with this client id. */
	register(app: OAuthApp): void {
		this.#apps.set(app.clientId, app);
	}

	/** Ends all tokens of an app. */
	revokeAll(clientId: string): void {
		this.#grants.revokeAll(clientId);
	}

	/** What the token of an `Authorization` header stands for, as long as it lives. */
	delegationOf(header: string | undefined): Delegation | undefined {
		const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
		return token === undefined ? undefined : this.#grants.delegationOf(token);
	}

	/** The reply, if the request is one about identity. */
	answer(request: IdentityRequest): IdentityReply | undefined {
		const { method, path, query } = request;
		switch (`${method} ${path}`) {
			case 'GET /oauth/authorize':
				return this.#ask(new URLSearchParams(query));
			case 'POST /oauth/authorize':
				return this.#decide(new URLSearchParams(request.body));
			case 'POST /oauth/token':
				return this.#token(request);
			case `GET ${issuerPath}/jwks`:
				return this.#json(200, this.#signingKey.published);
			case `GET ${issuerPath}/.well-known/openid-configuration`:
				return this.#json(200, configuration(originOf(request)));
			default:
				return undefined;
		}
	}

	#ask(params: URLSearchParams): IdentityReply {
		const app = this.#apps.get(params.get('client_id') ?? '');
		if (!app) return this.#page(400, errorPage('Invalid or missing value for client_id parameter'));
		const redirectUri = params.get('redirect_uri') ?? '';
		if (!app.redirectUris.includes(redirectUri))
			return this.#page(400, errorPage('Invalid or missing value for redirect_uri parameter'));
		const state = params.get('state') ?? undefined;
		const refuse = (error: string, about: string) =>
			this.#redirect(redirectUri, { error, error_description: about, state });
		if (params.get('response_type') !== 'code')
			return refuse('unsupported_response_type', 'Unsupported value for response_type parameter');
		const codeChallenge = params.get('code_challenge') ?? undefined;
		if (app.kind === 'scoped' && codeChallenge === undefined)
			return refuse('invalid_request', 'Missing code_challenge parameter');
		if (codeChallenge !== undefined && params.get('code_challenge_method') !== 'S256')
			return refuse('invalid_request', 'Unsupported value for code_challenge_method parameter');
		const request = { app, redirectUri, state, codeChallenge, scopes: granted(app, params.get('scope') ?? '') };
		const id = this.#grants.uuid();
		this.#asked.set(id, request);
		return this.#page(200, consentPage(id, request, this.#person, this.#world.account.subdomain));
	}

	#decide(form: URLSearchParams): IdentityReply {
		const id = form.get('request') ?? '';
		const request = this.#asked.get(id);
		if (!request) return this.#page(400, errorPage('This request has been answered already'));
		this.#asked.delete(id);
		const { redirectUri, state } = request;
		if (form.get('decision') === 'approve')
			return this.#redirect(redirectUri, { code: this.#grants.code(request), state });
		const error_description = 'The resource owner or authorization server denied the request.';
		return this.#redirect(redirectUri, { error: 'access_denied', error_description, state });
	}

	#token(request: IdentityRequest): IdentityReply {
		const type = request.headers['content-type'] ?? '';
		if (!/^application\/x-www-form-urlencoded\b/i.test(type))
			return this.#error(400, 'invalid_request', 'The request must be form-encoded');
		const form = new URLSearchParams(request.body);
		const secret = form.get('client_secret') ?? undefined;
		const app = this.#apps.get(form.get('client_id') ?? '');
		if (
			!app ||
			(secret !== undefined && secret !== app.clientSecret) ||
			(app.kind === 'scoped' && secret === undefined)
		)
			return this.#error(401, 'invalid_client', 'Client authentication failed');
		switch (form.get('grant_type')) {
			case 'authorization_code': {
				const issued = this.#grants.redeem(app, {
					code: form.get('code') ?? '',
					redirectUri: form.get('redirect_uri') ?? undefined,
					codeVerifier: form.get('code_verifier') ?? undefined,
					hasSecret: secret !== undefined,
				});
				if (!issued) return this.#error(400, 'invalid_grant', 'The code is invalid, expired or used');
				return this.#issued(issued, { client_info: 'prefix_legacy_app', id_token: this.#idToken(issued, request) });
			}
			case 'refresh_token': {
				if (secret === undefined) return this.#error(401, 'invalid_client', 'Client authentication failed');
				const issued = this.#grants.renew(app, form.get('refresh_token') ?? '');
				return issued
					? this.#issued(issued)
					: this.#error(400, 'invalid_grant', 'The refresh token is invalid or expired');
			}
			default:
				return this.#error(400, 'unsupported_grant_type', 'Unsupported value for grant_type parameter');
		}
	}

	#issued({ accessToken, refreshToken, expiresIn, delegation }: Issued, more: Record<string, string> = {}) {
		return this.#json(200, {
			...more,
			token_type: 'bearer',
			access_token: accessToken,
			refresh_token: refreshToken,
			scope: ['openid', ...delegation.scopes].join(' '),
			expires_in: expiresIn,
		});
	}

	#idToken({ delegation, accessToken }: Issued, request: IdentityRequest): string {
		const { account, clock } = this.#world;
		const now = Math.floor(clock.ms / 1000);
		const { clientId } = delegation.app;
		const context = `acr:html-form:${this.region === 'eu' ? 'europe' : 'unitedstates'}`;
		return this.#signingKey.token({
			exp: now + idTokenLife,
			nbf: now,
			jti: this.#grants.uuid(),
			iss: `${originOf(request)}${issuerPath}`,
			aud: [this.region === 'eu' ? 'https://api.eu.pagerduty.com' : 'https://api.pagerduty.com', clientId],
			sub: account.demoUserId,
			auth_time: now,
			iat: now,
			purpose: 'id',
			at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
			acr: context,
			delegation_id: delegation.id,
			account_id: 'PLMNOAK',
			user_id: account.demoUserId,
			azp: clientId,
			amr: context,
			subdomain: account.subdomain,
			region: this.region === 'eu' ? 'Europe' : 'UnitedStates',
		});
	}

	get #person(): string {
		return this.#world.store.users.get(this.#world.account.demoUserId)?.name ?? '';
	}

	/** Made when first needed: it takes a moment. */
	get #signingKey(): SigningKey {
		return (this.#key ??= new SigningKey(this.#random));
	}

	#redirect(to: string, params: Record<string, string | undefined>): IdentityReply {
		const url = new URL(to);
		for (const [name, value] of Object.entries(params)) if (value !== undefined) url.searchParams.set(name, value);
		return this.#reply(302, { location: url.href }, '');
	}

	#page(status: number, text: string): IdentityReply {
		return this.#reply(status, { 'content-type': 'text/html; charset=utf-8' }, text);
	}

	#error(status: number, error: string, description: string): IdentityReply {
		return this.#json(status, { error, error_description: description });
	}

	#json(status: number, body: unknown): IdentityReply {
		return this.#reply(status, { 'content-type': 'application/json' }, JSON.stringify(body));
	}

	/** Replies about identity tell the account's time, which may be another than the machine's. */
	#reply(status: number, headers: Record<string, string>, text: string): IdentityReply {
		const date = this.#world.clock.now().toUTCString();
		return { status, headers: { ...headers, date, 'cache-control': 'no-store' }, text };
	}
}

/** What is granted of what is asked for: one scope that the app may not have, and there is none but `openid`. */
function granted(app: OAuthApp, scope: string): readonly string[] {
	const asked = [...new Set(scope.split(' '))].filter((each) => each !== '' && each !== 'openid');
	return asked.every((each) => app.scopes.includes(each)) ? asked : [];
}

/** As whoever stands in front of it is called. */
function originOf({ headers }: IdentityRequest): string {
	return `${headers['x-forwarded-proto'] ?? 'http'}://${headers['host'] ?? '127.0.0.1'}`;
}

function configuration(origin: string): unknown {
	return {
		issuer: `${origin}${issuerPath}`,
		authorization_endpoint: `${origin}/oauth/authorize`,
		token_endpoint: `${origin}/oauth/token`,
		jwks_uri: `${origin}${issuerPath}/jwks`,
		response_types_supported: ['code'],
		code_challenge_methods_supported: ['S256'],
		id_token_signing_alg_values_supported: ['RS256'],
	};
}
