import { randomUUID } from 'node:crypto';
import { identifyAccount, type Identity } from '../pagerduty/api/identify.ts';
import { listUsers } from '../pagerduty/api/users.ts';
import { apiUrls } from '../pagerduty/http/account.ts';
import { PagerDutyClient } from '../pagerduty/http/client.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import { PagerDutyError } from '../pagerduty/http/errors.ts';
import type { Fetch } from '../pagerduty/http/transport.ts';
import { isTokenLike } from '../mcp/http/request-token.ts';
import { failureOf } from '../tools/core/failure-text.ts';
import { signInWithBrowser, type BrowserOptions } from './browser-login.ts';
import type { Kept, KeptToken } from './credentials/kept.ts';
import { safeOf, type SafeParts } from './credentials/safe.ts';
import { fetchFor } from './fetch.ts';
import { whoSignedIn } from './identity-words.ts';
import type { AccountSettings } from './settings.ts';
import { stderrLog } from './stderr-log.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

type Flags = ReadonlyMap<string, string | undefined>;

export interface CommandParts extends SafeParts {
	readonly version: string;
}

interface Wire {
	readonly userAgent: string;
	readonly fetch: Fetch;
}

/** Signs in: asks for a token or goes through the browser, has PagerDuty say whose it is, and only then keeps it. */
export async function login(settings: AccountSettings, flags: Flags, parts: CommandParts): Promise<string> {
	const byBrowser = browserOptions(settings, flags);
	const safe = safeOf(parts, settings.store);
	// Before anybody takes the trouble of finding a token.
	await safe.check();
	const wire: Wire = { userAgent: `oncall-for-pagerduty/${parts.version}`, fetch: await fetchFor(settings.proxy) };
	const terminal = openTerminal();
	try {
		const kept = byBrowser
			? await signInWithBrowser(settings, byBrowser, { ...wire, terminal })
			: await pasted(settings, terminal);
		const { identity, verified } = await verify(kept, settings, wire);
		const store = await safe.keep(verified);
		const from = verified.kind === 'token' ? verified.from : undefined;
		return [
			`Signed in: ${whoSignedIn(identity, from)}`,
			`Address: ${verified.apiUrl}`,
			`Kept in ${store.name}`,
			'',
		].join('\n');
	} finally {
		terminal.dispose();
	}
}

function browserOptions({ app }: AccountSettings, flags: Flags): BrowserOptions | undefined {
	const wanted = ['oauth', 'no-browser', 'scopes'].find((name) => flags.has(name));
	if (!app) {
		if (wanted === undefined) return undefined;
		throw new UsageError(
			`--${wanted} needs the client ID of an app that is registered with PagerDuty: set PAGERDUTY_CLIENT_ID, and PAGERDUTY_CLIENT_SECRET if the app has a secret.`,
		);
	}
	return { app, id: randomUUID(), browser: !flags.has('no-browser'), scopes: flags.get('scopes') };
}

async function pasted(settings: AccountSettings, terminal: Terminal): Promise<KeptToken> {
	const token = await terminal.secret('API token of PagerDuty (My Profile > User Settings > Create API User Token): ');
	if (token === undefined || token === '') throw new Error('No token was entered, so nobody was signed in.');
	if (!isTokenLike(token))
		throw new Error('What was entered holds a space or another character that is in no token. Enter the token alone.');
	return { kind: 'token', apiUrl: settings.apiUrl, token, from: settings.from };
}

/** Whose it is, with the address that takes it. @throws {Error} when PagerDuty does not accept it */
async function verify<Of extends Kept>(
	kept: Of,
	settings: AccountSettings,
	wire: Wire,
): Promise<{ readonly identity: Identity; readonly verified: Of }> {
	const token = kept.kind === 'token' ? kept.token : kept.tokens.accessToken;
	const options = { ...wire, clock: systemClock, log: stderrLog('error', [token]), token };
	const signal = new AbortController().signal;
	// A pasted token does not say of which region it is.
	const others = kept.kind === 'token' && !settings.addressGiven ? [apiUrls.eu] : [];
	let refusal: unknown;
	for (const apiUrl of [kept.apiUrl, ...others]) {
		try {
			const identity = await identifyAccount({ ...options, apiUrl }, signal);
			const verified = { ...kept, apiUrl };
			if (kept.kind === 'token' && kept.from !== undefined)
				await checkSender({ ...options, apiUrl }, identity, kept.from);
			return { identity, verified };
		} catch (error) {
			if (!(error instanceof PagerDutyError)) throw error;
			refusal ??= error;
			if (error.kind !== 'unauthorized') break;
		}
	}
	const { message, next } = failureOf(refusal, '');
	const unaccepted = refusal instanceof PagerDutyError && refusal.kind === 'unauthorized';
	const step = unaccepted ? 'Check that it is complete and not deleted, and whether --region is right.' : (next ?? '');
	throw new Error([message, step, 'Nothing was kept.'].join('\n'), { cause: refusal });
}

/** An account-level key makes changes in the name of somebody whom PagerDuty knows. */
async function checkSender(
	options: Wire & { readonly apiUrl: string; readonly token: string; readonly log: ReturnType<typeof stderrLog> },
	identity: Identity,
	from: string,
): Promise<void> {
	if (identity.kind === 'user')
		throw new UsageError(
			'This token is of a person, in whose name changes are made: leave out --from. Nothing was kept.',
		);
	const { apiUrl, token, ...rest } = options;
	const client = new PagerDutyClient({
		...rest,
		clock: systemClock,
		account: () => Promise.resolve({ apiUrl, token, kind: 'account', from }),
	});
	const { items } = await listUsers(client.for(new AbortController().signal, 'person'), { query: from, limit: 100 });
	if (!items.some(({ email }) => email?.toLowerCase() === from.toLowerCase()))
		throw new UsageError(`PagerDuty knows no user with the e-mail address of --from. Nothing was kept.`);
}
