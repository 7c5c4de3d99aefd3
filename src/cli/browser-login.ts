import { redirectUriOf, defaultPort } from '../oauth/redirect-uri.ts';
import { classicScopes, scopesFromText } from '../oauth/scopes.ts';
import { BrowserSignIn } from '../oauth/sign-in.ts';
import type { SignInError } from '../oauth/sign-in-error.ts';
import { apiUrls } from '../pagerduty/http/account.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import type { Fetch } from '../pagerduty/http/transport.ts';
import { isLoopback } from '../oauth/identity-server.ts';
import { identityFor } from './credentials/identity.ts';
import type { KeptSignIn } from './credentials/kept.ts';
import type { AccountSettings, App } from './settings.ts';
import type { Terminal } from './terminal.ts';

export interface BrowserOptions {
	readonly app: App;
	/** Of the new sign-in. */
	readonly id: string;
	/** Whether the browser is on this computer; otherwise the address where it ends up is entered. */
	readonly browser: boolean;
	/** Separated by spaces or commas; undefined for those of classic apps. */
	readonly scopes: string | undefined;
}

interface Parts {
	readonly userAgent: string;
	readonly fetch: Fetch;
	readonly terminal: Terminal;
}

/** Signs in with a browser. @throws {Error} with a sentence and the next step */
export async function signInWithBrowser(
	settings: AccountSettings,
	{ app, id, browser, scopes }: BrowserOptions,
	{ terminal, ...wire }: Parts,
): Promise<KeptSignIn> {
	const server = identityFor(settings.apiUrl);
	const { clientId, clientSecret, port = defaultPort } = app;
	const begun = await BrowserSignIn.begin({
		...wire,
		clock: systemClock,
		server,
		client: { clientId, ...(clientSecret !== undefined && { clientSecret }) },
		scopes: scopes === undefined ? classicScopes : scopesFromText(scopes),
		port,
		listen: browser,
	});
	if (!begun.ok) throw explained(begun.error);
	const signIn = begun.value;
	const stop = () => signIn.cancel();
	process.once('SIGINT', stop).once('SIGTERM', stop);
	try {
		if (browser) await sendBrowser(signIn.url, terminal);
		else await askForAddress(signIn, redirectUriOf(port), terminal);
		const outcome = await signIn.finished;
		if (!outcome.ok) throw explained(outcome.error);
		const tokens = outcome.value;
		const apiUrl = isLoopback(server) ? settings.apiUrl : apiUrls[tokens.region];
		if (settings.addressGiven && apiUrl !== settings.apiUrl)
			throw new Error(
				`Your account is at ${apiUrl}, not at ${settings.apiUrl}. Leave out --region and PAGERDUTY_API_HOST.`,
			);
		return { kind: 'oauth', apiUrl, id, tokens, ...(clientSecret !== undefined && { clientSecret }) };
	} finally {
		process.off('SIGINT', stop).off('SIGTERM', stop);
		signIn.cancel();
	}
}

async function sendBrowser(url: string, terminal: Terminal): Promise<void> {
	terminal.tell(`Sign in with your browser at this address:\n${url}\n`);
	const { openBrowser } = await import('./browser.ts');
	if (!(await openBrowser(url)))
		terminal.tell(
			'No browser opened by itself: open the address in one on this computer, or start again with --no-browser.\n',
		);
}

/** Until it is the right one: what is not ends nothing. */
async function askForAddress(signIn: BrowserSignIn, redirectUri: string, terminal: Terminal): Promise<void> {
	terminal.tell(
		`Sign in with a browser at this address:\n${signIn.url}\n\nIt ends at a page that cannot be shown, whose address begins with ${redirectUri}?code=.\n`,
	);
	const over = signIn.finished.then(() => undefined);
	for (;;) {
		const address = await Promise.race([terminal.secret('Paste that address here: '), over]);
		if (address === undefined) {
			signIn.cancel();
			return;
		}
		const problem = signIn.paste(address);
		if (!problem) return;
		terminal.tell(`${problem.message} ${problem.nextStep}\n`);
	}
}

function explained(error: SignInError): Error {
	return new Error(`${error.message}\n${error.nextStep}`, { cause: error });
}
