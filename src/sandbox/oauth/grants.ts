import { createHash } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { Random } from '../random.ts';
import { lives, type OAuthApp } from './app.ts';

/** That the demo user lets an app in: what was agreed to, and since when. */
export interface Delegation {
	readonly id: string;
	readonly app: OAuthApp;
	readonly scopes: readonly string[];
	readonly since: number;
	revoked: boolean;
}

/** What the person is asked to agree to. */
export interface AuthorizationRequest {
	readonly app: OAuthApp;
	readonly redirectUri: string;
	readonly scopes: readonly string[];
	readonly state: string | undefined;
	readonly codeChallenge: string | undefined;
}

interface Code {
	readonly request: AuthorizationRequest;
	readonly ends: number;
	/** What it was exchanged for. */
	delegation?: Delegation;
}

interface Token {
	readonly delegation: Delegation;
	readonly ends: number;
}

interface RefreshToken extends Token {
	used: boolean;
}

/** What an app gets for a code or a refresh token. */
export interface Issued {
	readonly delegation: Delegation;
	readonly accessToken: string;
	readonly refreshToken: string;
	readonly expiresIn: number;
}

/** A code with what proves that it is in the right hands. */
export interface Redemption {
	readonly code: string;
	readonly redirectUri: string | undefined;
	readonly codeVerifier: string | undefined;
	readonly hasSecret: boolean;
}

/** Codes and tokens of all apps. */
export class Grants {
	readonly #clock: SandboxClock;
	readonly #random: Random;
	readonly #region: () => 'us' | 'eu';
	readonly #codes = new Map<string, Code>();
	readonly #access = new Map<string, Token>();
	readonly #refresh = new Map<string, RefreshToken>();

	constructor(clock: SandboxClock, random: Random, region: () => 'us' | 'eu') {
		this.#clock = clock;
		this.#random = random;
		this.#region = region;
	}

	/** The code of somebody who has agreed. */
	code(request: AuthorizationRequest): string {
		const code = this.#text(32);
		this.#codes.set(code, { request, ends: this.#clock.ms + lives.code * 1000 });
		return code;
	}

	/** Tokens for a code; undefined when it is not, or no longer, good for any. One that comes twice ends what it gave. */
	redeem(app: OAuthApp, { code, redirectUri, codeVerifier, hasSecret }: Redemption): Issued | undefined {
		const found = this.#codes.get(code);
		if (found?.request.app.clientId !== app.clientId) return undefined;
		if (found.delegation) found.delegation.revoked = true;
		const { request } = found;
		if (found.delegation || found.ends < this.#clock.ms || request.redirectUri !== redirectUri) return undefined;
		if (!isProof(request.codeChallenge, codeVerifier, hasSecret)) return undefined;
		const { scopes } = request;
		const delegation = { id: this.uuid(), app, scopes, since: this.#clock.ms, revoked: false };
		found.delegation = delegation;
		return this.#issue(delegation);
	}

	/** New tokens for a refresh token, which is used up by this; undefined when it is not, or no longer, good for any. */
	renew(app: OAuthApp, refreshToken: string): Issued | undefined {
		const found = this.#refresh.get(refreshToken);
		if (found?.delegation.app.clientId !== app.clientId) return undefined;
		const { delegation } = found;
		// Somebody else has it too.
		if (found.used) delegation.revoked = true;
		const windowEnds = delegation.since + lives[app.kind].window * 1000;
		if (delegation.revoked || found.ends < this.#clock.ms || windowEnds < this.#clock.ms) return undefined;
		found.used = true;
		return this.#issue(delegation);
	}

	/** What an access token stands for, as long as it lives. */
	delegationOf(accessToken: string): Delegation | undefined {
		const found = this.#access.get(accessToken);
		return found && !found.delegation.revoked && found.ends > this.#clock.ms ? found.delegation : undefined;
	}

	/** As by "Revoke All Tokens" of the app's registration. */
	revokeAll(clientId: string): void {
		for (const { delegation } of this.#refresh.values())
			if (delegation.app.clientId === clientId) delegation.revoked = true;
	}

	uuid(): string {
		const digits = Array.from({ length: 32 }, () => this.#random.int(0, 15).toString(16)).join('');
		return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
	}

	#issue(delegation: Delegation): Issued {
		const life = lives[delegation.app.kind];
		const prefix = `pd${this.#region()}+_`;
		const accessToken = `${prefix}0XLMNOK_${this.uuid()}`;
		const refreshToken = `${prefix}1XLMNOK_${this.uuid()}`;
		const now = this.#clock.ms;
		this.#access.set(accessToken, { delegation, ends: now + life.access * 1000 });
		this.#refresh.set(refreshToken, { delegation, ends: now + life.refresh * 1000, used: false });
		return { delegation, accessToken, refreshToken, expiresIn: life.access };
	}

	#text(length: number): string {
		const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
		return Array.from({ length }, () => letters.charAt(this.#random.int(0, letters.length - 1))).join('');
	}
}

/** Whether whoever has the code also began the flow. Without a secret there is nothing else to tell by. */
function isProof(challenge: string | undefined, verifier: string | undefined, hasSecret: boolean): boolean {
	if (challenge === undefined) return hasSecret && verifier === undefined;
	return verifier !== undefined && createHash('sha256').update(verifier).digest('base64url') === challenge;
}
