import { resolve } from 'node:path';
import * as z from 'zod';
import type { Account, AccountSource } from '../pagerduty/http/account.ts';
import { PagerDutyClient } from '../pagerduty/http/client.ts';
import { systemClock } from '../pagerduty/http/clock.ts';
import type { Log } from '../pagerduty/http/log.ts';
import type { RecordFile } from '../record/record-file.ts';
import { Ending } from '../mcp/ending.ts';
import { LimitedTools } from '../mcp/limited-tools.ts';
import { newsOfChanges } from '../mcp/resources/news.ts';
import { Changes } from '../tools/core/changes.ts';
import { Toolbox } from '../tools/toolbox.ts';
import type { OwnAccountParts } from './credentials/own-account.ts';
import { fetchFor } from './fetch.ts';
import type { CommandParts } from './login.ts';
import { stderrLog } from './stderr-log.ts';
import type { AccountSettings, ServeSettings } from './settings.ts';

const signIn =
	'Run oncall-for-pagerduty login in a terminal, or set PAGERDUTY_API_TOKEN to a PagerDuty API token in the environment of this MCP server and start it again.';
const sender =
	'An account-level key needs the e-mail address of a PagerDuty user: start this MCP server with --from EMAIL or with PAGERDUTY_FROM_EMAIL in its environment.';

/** Serves the tools on stdin and stdout until the client leaves. Asks PagerDuty nothing before the first call. */
export async function serve(settings: ServeSettings, { version, ...safe }: CommandParts): Promise<void> {
	// Compiled readers of each kind of reply would cost more than they save.
	z.config({ jitless: true });
	const { policy, limits, identity, consent, logLevel, token, proxy } = settings;
	const clock = systemClock;
	const secrets = token === undefined ? [] : [token];
	const log = stderrLog(logLevel, secrets);
	const fetch = await fetchFor(proxy);
	if (settings.tokenSource !== undefined) log.info(`The token is ${settings.tokenSource}`);
	const options = { clock, log, userAgent: `oncall-for-pagerduty/${version}`, fetch };
	const demo = settings.demo ? await startDemo() : undefined;
	const account: Account | undefined = demo
		? { apiUrl: demo.url, token: demo.token, kind: 'user', demo: true }
		: accountOf(settings);
	const hide = (secret: string) => void secrets.push(secret);
	const source = account ? () => Promise.resolve(account) : await keptSource(settings, { ...safe, ...options, hide });
	const client = new PagerDutyClient({ ...options, account: source });
	const changes = new Changes();
	const record = await recordFile(settings.record, log);
	const toolbox = new Toolbox({
		client,
		changes,
		clock,
		log,
		policy: () => policy,
		signIn,
		widen: 'by starting this MCP server with other --toolsets or --access',
		sender,
		consent,
		maxWaitMs: limits.maxWaitMs,
		recorder: record?.recorder(),
	});
	const ending = new Ending(limits.expiresAt, clock);
	const tools = new LimitedTools(toolbox, { ending, callsPerMinute: limits.callsPerMinute }, clock);
	try {
		const { serveStdio } = await import('../mcp/stdio/stdio.ts');
		await serveStdio({ tools, version, identity, news: newsOfChanges(changes), log });
	} finally {
		ending.dispose();
		await record?.settled();
		await demo?.close();
	}
}

/** The record of changes, whose parts are loaded only where somebody wants one. */
export async function recordFile(path: string | undefined, log: Log): Promise<RecordFile | undefined> {
	if (path === undefined) return undefined;
	const { RecordFile: File } = await import('../record/record-file.ts');
	const file = new File(resolve(path), systemClock, log);
	await file.prepare();
	return file;
}

/** What `login` has kept, whose parts are loaded only where it is needed. */
export async function keptSource(settings: AccountSettings, parts: OwnAccountParts): Promise<AccountSource> {
	const { keptAccountSource } = await import('./credentials/own-account.ts');
	return keptAccountSource(settings, parts);
}

/** Whoever names a sender has an account-level key: asking PagerDuty whose token it is would tell nothing else of use. */
export function accountOf({
	apiUrl,
	token,
	from,
}: Pick<ServeSettings, 'apiUrl' | 'token' | 'from'>): Account | undefined {
	if (token === undefined) return undefined;
	return from === undefined ? { apiUrl, token, kind: 'user' } : { apiUrl, token, kind: 'account', from };
}

/** A made-up company on this machine, in which things happen. */
export async function startDemo() {
	const { startSandbox } = await import('../sandbox/sandbox.ts');
	return startSandbox({ live: true });
}
