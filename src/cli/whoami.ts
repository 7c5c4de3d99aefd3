import { identifyAccount } from '../pagerduty/api/identify.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import { PagerDutyError } from '../pagerduty/http/errors.ts';
import type { Account } from '../pagerduty/http/account.ts';
import { failureOf } from '../tools/core/failure-text.ts';
import { waysIn, whatCounts } from './credentials/counting.ts';
import { keptAccountSource } from './credentials/own-account.ts';
import { fetchFor } from './fetch.ts';
import { whoSignedIn } from './identity-words.ts';
import type { CommandParts } from './login.ts';
import { accountOf } from './serve.ts';
import type { AccountSettings } from './settings.ts';
import { stderrLog } from './stderr-log.ts';

/** Says which token counts, why, and whose it is. @throws {Error} when there is none, or PagerDuty does not accept it. */
export async function whoami(settings: AccountSettings, folder: string, parts: CommandParts): Promise<string> {
	const { source, others } = await whatCounts(settings, folder, parts);
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
	const how = waysIn(folder);
	return app ? `Nobody is signed in with the app of PAGERDUTY_CLIENT_ID. ${how}` : `Nobody is signed in. ${how}`;
}
