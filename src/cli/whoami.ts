import { identifyAccount } from '../pagerduty/api/identify.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import { PagerDutyError } from '../pagerduty/http/errors.ts';
import type { Account } from '../pagerduty/http/account.ts';
import { failureOf } from '../tools/core/failure.ts';
import { choose } from './credentials/choice.ts';
import { keptAccountSource } from './credentials/own-account.ts';
import { safeOf } from './credentials/safe.ts';
import { SecretStoreError } from './credentials/secret-store.ts';
import { fetchFor } from './fetch.ts';
import { whoSignedIn } from './identity-words.ts';
import type { CommandParts } from './login.ts';
import { accountOf } from './serve.ts';
import type { AccountSettings } from './settings.ts';
import { stderrLog } from './stderr-log.ts';
import { fromDotEnv } from './token.ts';
import { UsageError } from './usage-error.ts';

/** Says which token counts, why, and whose it is. @throws {Error} when there is none, or PagerDuty does not accept it. */
export async function whoami(settings: AccountSettings, folder: string, parts: CommandParts): Promise<string> {
	const kept = await lookAtKept(settings, parts);
	const source = settings.tokenSource ?? kept.source;
	const others = [
		...otherToken(settings.tokenSource, folder),
		...(settings.tokenSource !== undefined && kept.source !== undefined
			? [`Not used: ${kept.source}, because a token in the environment or in .env counts first`]
			: []),
		...kept.others,
		...(settings.app && settings.tokenSource !== undefined
			? ['Not used: the app of PAGERDUTY_CLIENT_ID, because a token in the environment or in .env counts first']
			: []),
	];
	if (source === undefined) throw new Error([nobody(settings, folder), ...others].join('\n'));
	const secrets: string[] = [];
	const lines = [`Token: ${source}`, ...others];
	const userAgent = `oncall-for-pagerduty/${parts.version}`;
	const fetch = await fetchFor(settings.proxy);
	try {
		const hide = (secret: string) => void secrets.push(secret);
		const account: Account | undefined =
			accountOf(settings) ?? (await keptAccountSource(settings, { ...parts, userAgent, fetch, hide })());
		if (!account) throw new Error([nobody(settings, folder), ...others].join('\n'));
		const { token, apiUrl } = account;
		lines.push(`Address: ${apiUrl}`);
		const log = stderrLog('error', [...secrets, token]);
		const identity = await identifyAccount(
			{ apiUrl, token, clock: systemClock, log, userAgent, fetch },
			new AbortController().signal,
		);
		return [...lines, `Signed in: ${whoSignedIn(identity, account.from)}`, ''].join('\n');
	} catch (error) {
		if (!(error instanceof PagerDutyError)) throw error;
		const next =
			error.kind === 'signedOut'
				? 'Run oncall-for-pagerduty login.'
				: failureOf(error, 'Check the token, and whether --region is right.').next;
		throw new Error([...lines, error.message, ...(next === undefined ? [] : [next])].join('\n'), { cause: error });
	}
}

function nobody({ app }: AccountSettings, folder: string): string {
	const how = `Run oncall-for-pagerduty login, set PAGERDUTY_API_TOKEN in the environment, or write PAGERDUTY_API_TOKEN=… to a file .env in ${folder}.`;
	return app ? `Nobody is signed in with the app of PAGERDUTY_CLIENT_ID. ${how}` : `Nobody is signed in. ${how}`;
}

interface KeptWords {
	/** What counts where nothing comes before it. */
	readonly source?: string;
	readonly others: readonly string[];
}

async function lookAtKept(settings: AccountSettings, parts: CommandParts): Promise<KeptWords> {
	try {
		const found = await safeOf(parts, settings.store).find();
		if (!found) return { others: [] };
		const choice = choose(found, settings);
		return choice.counts
			? { source: choice.source, others: [] }
			: { others: [`Not used: ${choice.source}, because ${choice.why}`] };
	} catch (error) {
		if (!(error instanceof SecretStoreError)) throw error;
		// Nobody needs it whose token is elsewhere.
		return { others: error.nowhere && settings.token !== undefined ? [] : [`Not looked at: ${error.message}`] };
	}
}

/** A token that would count if the one before were not there. */
function otherToken(source: string | undefined, folder: string): string[] {
	const other = source === undefined ? undefined : readable(folder);
	return other === undefined || other === source ? [] : [`Not used: ${other}, because the environment counts first`];
}

function readable(folder: string): string | undefined {
	try {
		return fromDotEnv(folder)?.source;
	} catch (error) {
		if (error instanceof UsageError) return undefined;
		throw error;
	}
}
