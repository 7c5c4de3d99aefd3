import { policyOf as policyOfConnection } from '../connections/connection.ts';
import { examine } from '../doctor/examine.ts';
import { worstOf } from '../doctor/finding.ts';
import { reportJson, reportText } from '../doctor/report.ts';
import type { DoorWords, Subject } from '../doctor/subject.ts';
import { apiUrls } from '../pagerduty/http/account.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import { catalogue } from '../tools/catalogue.ts';
import type { Policy } from '../tools/core/access.ts';
import { waysIn, whatCounts } from './credentials/counting.ts';
import { keptAccountSource, type OwnAccountParts } from './credentials/own-account.ts';
import { findConnection } from './connection.ts';
import { connectionStore } from './connection-file.ts';
import { fetchFor } from './fetch.ts';
import type { CommandParts } from './login.ts';
import { accountOf, startDemo } from './serve.ts';
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
	const policy = await offerOf(flags, parts.environment);
	const demo = settings.demo ? await startDemo() : undefined;
	try {
		const secrets: string[] = [];
		const userAgent = `oncall-for-pagerduty/${parts.version}`;
		const wire = { userAgent, fetch: await fetchFor(settings.proxy) };
		const hide = (secret: string) => void secrets.push(secret);
		const findings = await examine(
			{
				...(demo ? ofDemo(demo) : ofPerson(settings, folder, { ...parts, ...wire, hide })),
				apiUrls,
				proxy: proxyOf(settings),
				policy,
				tools: catalogue,
				words: words(folder),
				clock: systemClock,
				// The findings say what there is to say.
				log: stderrLog('error', secrets),
				...wire,
			},
			new AbortController().signal,
		);
		const host = `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
		const head = { version: parts.version, host, at: systemClock.now() };
		const report = flags.has('json') ? reportJson(findings, head) : reportText(findings, head);
		return { report, problem: worstOf(findings) === 'problem' };
	} finally {
		await demo?.close();
	}
}

/** What a client is offered: by options, or by a connection. @throws {UsageError} */
async function offerOf(flags: Flags, environment: CommandParts['environment']): Promise<Policy> {
	const name = flags.get('connection');
	if (name === undefined) return policyOf(flags);
	return policyOfConnection(await findConnection(name, connectionStore(flags.get('connections'), environment)));
}

type Whose = Pick<Subject, 'account' | 'signIn' | 'apiUrl'>;

function ofDemo({ url, token }: Awaited<ReturnType<typeof startDemo>>): Whose {
	const account = { apiUrl: url, token, kind: 'user', demo: true } as const;
	return {
		account: () => Promise.resolve(account),
		signIn: () => Promise.resolve({ source: 'the demo account', others: [] }),
		apiUrl: url,
	};
}

function ofPerson(settings: AccountSettings, folder: string, parts: OwnAccountParts): Whose {
	const own = accountOf(settings);
	return {
		account: own ? () => Promise.resolve(own) : keptAccountSource(settings, parts),
		signIn: () => whatCounts(settings, folder, parts),
		apiUrl: settings.apiUrl,
	};
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
			"Set HTTPS_PROXY to the address of a proxy that lets requests through, with user name and password if it wants them (http://USER:PASSWORD@HOST:PORT), or name PagerDuty's host in NO_PROXY.",
		widen: 'Offer more with --access and --toolsets, or sign in with a token that may do more.',
	};
}
