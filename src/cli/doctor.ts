import { examine } from '../doctor/examine.ts';
import { worstOf } from '../doctor/finding.ts';
import { reportJson, reportText } from '../doctor/report.ts';
import type { DoorWords } from '../doctor/subject.ts';
import { apiUrls, type AccountSource } from '../pagerduty/http/account.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import { catalogue } from '../tools/catalogue.ts';
import { waysIn, whatCounts } from './credentials/counting.ts';
import { keptAccountSource } from './credentials/own-account.ts';
import { fetchFor } from './fetch.ts';
import type { CommandParts } from './login.ts';
import { accountOf } from './serve.ts';
import { accountSettings, type AccountSettings } from './settings.ts';
import { stderrLog } from './stderr-log.ts';
import { policyOf } from './terms.ts';

type Flags = ReadonlyMap<string, string | undefined>;

/** Looks at everything between here and PagerDuty, reading only. @throws {UsageError} */
export async function doctor(
	flags: Flags,
	folder: string,
	parts: CommandParts,
): Promise<{ readonly report: string; readonly problem: boolean }> {
	const settings = accountSettings(flags, parts.environment, folder);
	const policy = await policyOf(flags);
	const fetch = await fetchFor(settings.proxy);
	const userAgent = `oncall-for-pagerduty/${parts.version}`;
	const secrets: string[] = [];
	const own = accountOf(settings);
	const account: AccountSource = own
		? () => Promise.resolve(own)
		: keptAccountSource(settings, { ...parts, userAgent, fetch, hide: (secret) => void secrets.push(secret) });
	const findings = await examine(
		{
			account,
			signIn: () => whatCounts(settings, folder, parts),
			apiUrl: settings.apiUrl,
			apiUrls,
			proxy: proxyOf(settings),
			policy,
			tools: catalogue,
			words: words(folder),
			clock: systemClock,
			// The findings say what there is to say.
			log: stderrLog('error', secrets),
			userAgent,
			fetch,
		},
		new AbortController().signal,
	);
	const host = `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
	const head = { version: parts.version, host, at: systemClock.now() };
	const report = flags.has('json') ? reportJson(findings, head) : reportText(findings, head);
	return { report, problem: worstOf(findings) === 'problem' };
}

/** Without user name and password. */
function proxyOf({ proxy }: AccountSettings): string | undefined {
	return proxy && new URL(proxy.address).host;
}

function words(folder: string): DoorWords {
	return {
		signIn: waysIn(folder),
		sender: 'Name the e-mail address of a PagerDuty user with --from EMAIL or PAGERDUTY_FROM_EMAIL.',
		region: 'Name the other region with --region, or run oncall-for-pagerduty login again.',
		certificate:
			'Set NODE_EXTRA_CA_CERTS to a file with the certificate of whoever signs it, in PEM, before the program starts; the company that runs the proxy has it.',
		proxy:
			'Set HTTPS_PROXY to the address of a proxy that lets requests through, with user name and password if it wants them (http://USER:PASSWORD@HOST:PORT), or name PagerDuty’s host in NO_PROXY.',
		widen: 'Offer more with --access and --toolsets, or sign in with a token that may do more.',
	};
}
