import * as vscode from 'vscode';
import type { IdentityServer } from '../../oauth/identity-server.ts';
import type { OAuthClient } from '../../oauth/oauth-client.ts';
import { redirectUriOf } from '../../oauth/redirect-uri.ts';
import type { SignInError } from '../../oauth/sign-in-error.ts';
import type { BrowserSignIn as Begun } from '../../oauth/sign-in.ts';
import type { Tokens } from '../../oauth/tokens.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import { covers } from '../../pagerduty/http/scopes.ts';
import { oauthSettings } from '../settings.ts';
import { DescribedError } from '../words/problem.ts';
import { describeSignInError, type Tried } from '../words/sign-in-problem.ts';
import { askClientId } from './ask-app.ts';
import { askText } from './ask-text.ts';
import type { OAuthApps } from './oauth-apps.ts';
import type { SignInAnswer } from './sign-in-answer.ts';
import type { Identify, TokenOwner } from './token.ts';

/** Whether the browser comes back by itself, or the person brings its address. */
export type Return = 'wait' | 'paste';

export interface BrowserSignInParts {
	readonly apps: OAuthApps;
	readonly identify: Identify;
	readonly server: () => IdentityServer;
	readonly clock: Clock;
	readonly log: Log;
	readonly userAgent: string;
}

/** Sends a person's browser to PagerDuty, where they let an app in that they or their company have registered. */
export class BrowserSignIn {
	readonly #parts: BrowserSignInParts;

	constructor(parts: BrowserSignInParts) {
		this.#parts = parts;
	}

	/**
	 * The tokens that PagerDuty gave, or undefined when the person thinks better of it.
	 * @param more scopes to ask for beside those of the settings
	 * @throws {DescribedError} when it did not work
	 */
	async ask(back: Return, more: readonly string[] = []): Promise<SignInAnswer | undefined> {
		const clientId = await askClientId(this.#parts.apps);
		if (clientId === undefined) return undefined;
		const client = await this.#parts.apps.client(clientId);
		const { port, scopes } = oauthSettings();
		const asked = [...scopes, ...more.filter((scope) => !covers(scopes, scope))];
		const tried = {
			redirectUri: redirectUriOf(port),
			port,
			scopes: asked,
			hasSecret: client.clientSecret !== undefined,
		};
		const tokens = await (back === 'wait' ? this.#wait(client, tried) : this.#paste(client, tried));
		return tokens && this.#answer(tokens, asked);
	}

	async #wait(client: OAuthClient, tried: Tried): Promise<Tokens | undefined> {
		const options = {
			location: vscode.ProgressLocation.Notification,
			title: vscode.l10n.t('Waiting for you to approve access to PagerDuty in the browser'),
			cancellable: true,
		};
		return vscode.window.withProgress(options, async (_progress, token) => {
			const begun = await this.#begin(client, tried, 'wait');
			token.onCancellationRequested(() => begun.cancel());
			if (token.isCancellationRequested) begun.cancel();
			await open(begun);
			return this.#finished(begun, tried);
		});
	}

	/** The browser ends at an address that it cannot load, because it is on another computer than we are. */
	async #paste(client: OAuthClient, tried: Tried): Promise<Tokens | undefined> {
		const begun = await this.#begin(client, tried, 'paste');
		await open(begun);
		const pasted = askText({
			title: vscode.l10n.t('Sign in with the browser'),
			placeholder: `${tried.redirectUri}?code=…`,
			prompt: vscode.l10n.t(
				'Approve access in the browser. It then shows a page that does not load: paste its address here within 30 seconds.',
			),
			problem: (text) => (text.trim() === '' ? vscode.l10n.t('Paste the address first.') : undefined),
			accept: async (address) => {
				const problem = begun.paste(address);
				if (problem) return describeSignInError(problem, tried, vscode.l10n).message;
				await begun.finished;
				return { value: undefined };
			},
			// It may end by itself: nobody came back in time.
			shown: (end) => void begun.finished.then(end),
		});
		// Once it is over, this changes nothing.
		void pasted.then(() => begun.cancel());
		return this.#finished(begun, tried);
	}

	async #begin(client: OAuthClient, tried: Tried, back: Return): Promise<Begun> {
		const { server, clock, userAgent } = this.#parts;
		const { BrowserSignIn: OAuthSignIn } = await import('../../oauth/sign-in.ts');
		const { scopes, port } = tried;
		const options = { server: server(), client, scopes, port, listen: back === 'wait', clock, userAgent };
		const begun = await OAuthSignIn.begin(options);
		if (begun.ok) return begun.value;
		throw this.#described(begun.error, tried);
	}

	/** Undefined when the person called it off. */
	async #finished(begun: Begun, tried: Tried): Promise<Tokens | undefined> {
		const outcome = await begun.finished;
		if (outcome.ok) return outcome.value;
		if (outcome.error.kind === 'cancelled') return undefined;
		throw this.#described(outcome.error, tried);
	}

	#described(error: SignInError, tried: Tried): DescribedError {
		const { cause } = error;
		this.#parts.log.warn(`Sign-in: ${error.kind}${cause instanceof Error ? `, ${cause.message}` : ''}`);
		return new DescribedError(describeSignInError(error, tried, vscode.l10n), { cause: error });
	}

	async #answer(tokens: Tokens, asked: readonly string[]): Promise<SignInAnswer> {
		const { region, userId, subdomain, scopes } = tokens;
		const owner = await this.#owner(tokens);
		const name = owner?.kind === 'user' ? owner.name : undefined;
		const missing = asked.filter((scope) => !covers(scopes, scope));
		const remarks = [
			...(name === undefined
				? [vscode.l10n.t('Your name is not known, because the scopes do not let users be read.')]
				: []),
			...(missing.length > 0
				? [vscode.l10n.t('PagerDuty granted less than was asked for. Missing: {0}.', missing.join(', '))]
				: []),
		];
		return {
			credentials: {
				oauth: tokens,
				region,
				kind: 'user',
				name: name ?? vscode.l10n.t('Name unknown'),
				userId,
				...(subdomain !== undefined && { subdomain }),
			},
			remarks,
		};
	}

	/** Who it is decides nothing: the tokens count without it. */
	async #owner({ region, accessToken }: Tokens): Promise<TokenOwner | undefined> {
		try {
			return await this.#parts.identify(region, accessToken, AbortSignal.timeout(20_000));
		} catch (error) {
			this.#parts.log.warn(`Who signed in could not be read: ${error instanceof Error ? error.message : 'unknown'}`);
			return undefined;
		}
	}
}

/** What the person does with the dialog before it, or copies out of it, decides nothing: they may still come back. */
async function open(begun: Begun): Promise<void> {
	try {
		await vscode.env.openExternal(vscode.Uri.parse(begun.url));
	} catch (error) {
		begun.cancel();
		throw error;
	}
}
