import type { FaultFlag } from '../sandbox/server/faults.ts';
import { toolsetContents } from '../tools/core/access.ts';
import { connectionOptions, httpOptions, loginOptions, serverOptions, variableOf } from './options.ts';

const head = `Usage: oncall-for-pagerduty [stdio] [options]
       oncall-for-pagerduty http [options]
       oncall-for-pagerduty connection create|list|end [options]
       oncall-for-pagerduty login|logout|whoami [options]
       oncall-for-pagerduty doctor [options]
       oncall-for-pagerduty record list|undo|delete [options]
       oncall-for-pagerduty sandbox [options]

PagerDuty for MCP clients: the same tools as in the editor.

stdio (default): speaks MCP on stdin and stdout
`;

const environment = `
  Each option can also be set in the environment: ${variableOf({ name: 'access' })}, ${variableOf({ name: 'log-level' })} …

  PAGERDUTY_API_TOKEN     User API token or account-level API key (also PAGERDUTY_USER_API_KEY). If neither is set, it is
                          read from the file .env of the working directory, and then login counts
  PAGERDUTY_CLIENT_ID     The app with which login signs in with the browser; also PAGERDUTY_CLIENT_SECRET, and
                          PAGERDUTY_OAUTH_CALLBACK_PORT (default: 5173)
  PAGERDUTY_API_HOST      Instead of --region, e.g. https://api.eu.pagerduty.com
  PAGERDUTY_FROM_EMAIL    Instead of --from
  HTTPS_PROXY, NO_PROXY   The proxy to use, and the hosts to reach without it

Toolsets:
`;

const overHttp = `
http: speaks MCP over HTTP until it is told to end; takes the options above, and these
`;

const connections = `
connection: makes (create), lists (list) and ends (end NAME) what lets one client into http: a secret with access, tools, a
limit and an end of its own (--expires-at, default 8h, or never); prints JSON; takes --name, --access, --toolsets, --tools,
--exclude-tools, --max-calls-per-minute, --connections, and these
`;

const account = `
login: signs in with a token that it asks for or that is piped to it, or with the browser; takes --region, --from,
--store, and these
`;

const middle = `
logout: removes what login has kept; whoami: says which token counts, why, and whose it is; both take --store, and
whoami takes --region

doctor: checks the connection to PagerDuty, and says what works, what does not, and what helps; reads only. Ends with 1 if
there is a problem. Takes --region, --from, --store, --demo, --access, --toolsets, --tools, --exclude-tools, and
  --connection NAME  Look at what this connection offers, instead of those options; also takes --connections
  --json             Print it for programs

record: lists what was changed with --record FILE (list), takes one change back unless somebody has changed it since
(undo ID), or deletes the record (delete); prints JSON; takes --record, --region, --from, --store

sandbox: serves a made-up PagerDuty account on this machine until you press Ctrl+C
  --port N           Port to listen on. Default: any free one
  --live             Let new things happen over time
  --empty            Start as an account on its first day
  --incidents N      Add N more open incidents
`;

const tail = `
  --help, --version
`;

/** The help, with each toolset and each of the sandbox's faults. */
export function helpText(faults: readonly FaultFlag[]): string {
	const values = { none: '', times: '[=N]', status: ' STATUS', milliseconds: ' MS', regex: ' REGEX' };
	const flags = faults.map(({ name, value, description }): [string, string] => [
		`--${name}${values[value]}`,
		description,
	]);
	const [served, listening, connecting, signing] = [serverOptions, httpOptions, connectionOptions, loginOptions].map(
		(options) =>
			table(
				options.map(({ name, value, description }): [string, string] => [
					`--${name}${value === undefined ? '' : ` ${value}`}`,
					description,
				]),
			),
	);
	const toolsets = table(Object.entries(toolsetContents));
	return [
		head,
		served,
		environment,
		toolsets,
		overHttp,
		listening,
		connections,
		connecting,
		account,
		signing,
		middle,
		table(flags),
		tail,
	].join('');
}

function table(rows: readonly (readonly [string, string])[]): string {
	const width = Math.max(17, ...rows.map(([name]) => name.length));
	return rows.map(([name, description]) => `  ${name.padEnd(width)}  ${description}\n`).join('');
}
