import * as vscode from 'vscode';
import { classicScopes } from '../../oauth/scopes.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { covers } from '../../pagerduty/http/scopes.ts';
import { authenticationId } from '../ids.ts';
import type { AccountStore } from './account-store.ts';
import type { SignedInAccount } from './accounts.ts';
import { placeOf } from './account-in-words.ts';
import type { CurrentAccount } from './current-account.ts';
import type { OAuthSessions } from './oauth-sessions.ts';
import type { SignIn } from './sign-in.ts';

export interface AuthenticationParts {
	readonly account: CurrentAccount;
	readonly store: AccountStore;
	readonly sessions: Pick<OAuthSessions, 'current'>;
	readonly signIn: Pick<SignIn, 'ask'>;
}

/**
 * The accounts as VS Code knows them: its menu lists them and signs out of them, and it asks the person before it gives another
 * extension any of them. The demo is none.
 */
export class Authentication implements vscode.AuthenticationProvider, vscode.Disposable {
	readonly #parts: AuthenticationParts;
	readonly #changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
	readonly #disposables: { dispose(): void }[];
	readonly onDidChangeSessions = this.#changed.event;
	/** Those that VS Code knows of. */
	#known: readonly SignedInAccount[] = [];

	constructor(parts: AuthenticationParts) {
		this.#parts = parts;
		const { account, store } = parts;
		this.#known = account.accounts;
		this.#disposables = [
			this.#changed,
			account.changed.on(() => this.#tell()),
			store.onTokens((id) => void this.#tellRenewed(id)),
		];
	}

	register(): vscode.Disposable {
		return vscode.Disposable.from(
			this,
			vscode.authentication.registerAuthenticationProvider(authenticationId, 'PagerDuty', this, {
				supportsMultipleAccounts: true,
			}),
		);
	}

	/** The sessions that cover `scopes`, the account in use first. Without scopes they are only listed, and none is renewed. */
	async getSessions(
		scopes: readonly string[] | undefined,
		{ account: wanted }: vscode.AuthenticationProviderSessionOptions = {},
	): Promise<vscode.AuthenticationSession[]> {
		const { account } = this.#parts;
		// The first question may come before the secrets have been read.
		await account.ready();
		const fitting = account.accounts.filter(
			(one) =>
				(wanted === undefined || one.id === wanted.id) && (scopes ?? []).every((scope) => covers(scopesOf(one), scope)),
		);
		const sessions = await Promise.all(fitting.map((one) => this.#session(one, scopes !== undefined)));
		return sessions.filter((session) => session !== undefined);
	}

	/** Signs in to one more account. It is used for the views only where there was none. */
	async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
		const { account, signIn } = this.#parts;
		const answer = await signIn.ask(undefined, scopes);
		if (!answer) throw new vscode.CancellationError();
		const added = await account.signIn(answer.credentials, false);
		if (!scopes.every((scope) => covers(scopesOf(added), scope)))
			throw new Error(
				vscode.l10n.t('PagerDuty granted less than was asked for. Missing: {0}.', missing(added, scopes)),
			);
		const session = await this.#session(added, true);
		if (!session) throw new PagerDutyError({ kind: 'signedOut', message: 'Nobody is signed in to PagerDuty.' });
		return session;
	}

	removeSession(id: string): Promise<void> {
		return this.#parts.account.signOut(id);
	}

	dispose(): void {
		for (const disposable of this.#disposables) disposable.dispose();
	}

	async #session(account: SignedInAccount, renewed: boolean): Promise<vscode.AuthenticationSession | undefined> {
		const { store, sessions } = this.#parts;
		const token = async () => {
			if (account.method === 'token') return store.token(account.id);
			const outcome = renewed ? await sessions.current(account.id) : undefined;
			if (outcome) return outcome.ok ? outcome.value.accessToken : undefined;
			return (await store.tokens(account.id))?.accessToken;
		};
		const accessToken = await token();
		return accessToken === undefined ? undefined : sessionOf(account, accessToken);
	}

	/** An account that comes or goes gets or loses its tokens as well: that is told as what it is. */
	async #tellRenewed(id: string): Promise<void> {
		if (!this.#known.some((one) => one.id === id)) return;
		await this.#parts.account.ready();
		const renewed = this.#known.find((one) => one.id === id && one.method === 'oauth');
		if (renewed) this.#changed.fire({ added: [], removed: [], changed: [sessionOf(renewed, '')] });
	}

	#tell(): void {
		const now = this.#parts.account.accounts;
		const added = now.filter(({ id }) => !this.#known.some((one) => one.id === id));
		const removed = this.#known.filter(({ id }) => !now.some((one) => one.id === id));
		this.#known = now;
		if (added.length + removed.length === 0) return;
		// Whoever wants a token asks for it.
		const without = (accounts: readonly SignedInAccount[]) => accounts.map((one) => sessionOf(one, ''));
		this.#changed.fire({ added: without(added), removed: without(removed), changed: [] });
	}
}

function sessionOf(account: SignedInAccount, accessToken: string): vscode.AuthenticationSession {
	const label = `${account.name} · ${placeOf(account, vscode.l10n)}`;
	return { id: account.id, accessToken, account: { id: account.id, label }, scopes: scopesOf(account) };
}

/** A token may do whatever its person may. */
function scopesOf({ scopes }: SignedInAccount): readonly string[] {
	return scopes ?? classicScopes;
}

function missing(account: SignedInAccount, scopes: readonly string[]): string {
	return scopes.filter((scope) => !covers(scopesOf(account), scope)).join(', ');
}
