import { identifyAccount } from '../pagerduty/api/identify.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import { PagerDutyError } from '../pagerduty/http/errors.ts';
import { failureOf } from '../tools/core/failure.ts';
import { cleanName } from '../tools/text/names.ts';
import { fetchFor } from './fetch.ts';
import type { AccountSettings } from './settings.ts';
import { stderrLog } from './stderr-log.ts';
import { fromDotEnv } from './token.ts';
import { UsageError } from './usage-error.ts';

/** Says which token counts, why, and whose it is. @throws {Error} when there is none, or PagerDuty does not accept it. */
export async function whoami(settings: AccountSettings, folder: string, version: string): Promise<string> {
	const { token, tokenSource, apiUrl, from, proxy } = settings;
	if (token === undefined || tokenSource === undefined)
		throw new Error(
			`Nobody is signed in. Set PAGERDUTY_API_TOKEN in the environment, or write PAGERDUTY_API_TOKEN=… to a file .env in ${folder}.`,
		);
	const lines = [`Token: ${tokenSource}`, ...otherToken(tokenSource, folder), `Address: ${apiUrl}`];
	try {
		const log = stderrLog('error', [token]);
		const identity = await identifyAccount(
			{
				apiUrl,
				token,
				clock: systemClock,
				log,
				userAgent: `oncall-for-pagerduty/${version}`,
				fetch: await fetchFor(proxy),
			},
			new AbortController().signal,
		);
		return [...lines, `Signed in: ${words(identity, from)}`, ''].join('\n');
	} catch (error) {
		if (!(error instanceof PagerDutyError)) throw error;
		const { message, next } = failureOf(error, 'Check the token, and whether --region is right.');
		throw new Error([...lines, message, ...(next === undefined ? [] : [next])].join('\n'), { cause: error });
	}
}

function words(identity: Awaited<ReturnType<typeof identifyAccount>>, from: string | undefined): string {
	if (identity.kind === 'account')
		return `with an account-level key, which belongs to nobody; changes ${from === undefined ? 'need --from EMAIL' : `are made in the name of ${from}`}`;
	const { user } = identity;
	if (!user) return 'as a person whose name this token may not read';
	const details = [user.email, user.role].flatMap((detail) => (detail === undefined ? [] : [cleanName(detail)]));
	return `as ${cleanName(user.name ?? user.id)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}

/** A token that would count if the one before were not there. */
function otherToken(source: string, folder: string): string[] {
	const other = readable(folder);
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
