import type { FaultFlag } from '../sandbox/server/faults.ts';
import { toolsetContents } from '../tools/core/access.ts';
import { httpOptions, serverOptions, variableOf } from './options.ts';

const head = `Usage: oncall-for-pagerduty [stdio] [options]
       oncall-for-pagerduty http [options]
       oncall-for-pagerduty whoami [options]
       oncall-for-pagerduty sandbox [options]

PagerDuty for MCP clients: the same tools as in the editor.

stdio (default): speaks MCP on stdin and stdout
`;

const environment = `
  Each option can also be set in the environment: ${variableOf({ name: 'access' })}, ${variableOf({ name: 'log-level' })} …

  PAGERDUTY_API_TOKEN     User API token or account-level API key (also PAGERDUTY_USER_API_KEY). If neither is set, it is
                          read from the file .env of the working directory
  PAGERDUTY_API_HOST      Instead of --region, e.g. https://api.eu.pagerduty.com
  PAGERDUTY_FROM_EMAIL    Instead of --from
  HTTPS_PROXY, NO_PROXY   The proxy to use, and the hosts to reach without it

Toolsets:
`;

const overHttp = `
http: speaks MCP over HTTP until it is told to end; takes the options above, and these
`;

const middle = `
whoami: says which token counts, why, and whose it is; takes --region and --from

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
	const [served, listening] = [serverOptions, httpOptions].map((options) =>
		table(
			options.map(({ name, value, description }): [string, string] => [
				`--${name}${value === undefined ? '' : ` ${value}`}`,
				description,
			]),
		),
	);
	const toolsets = table(Object.entries(toolsetContents));
	return [head, served, environment, toolsets, overHttp, listening, middle, table(flags), tail].join('');
}

function table(rows: readonly (readonly [string, string])[]): string {
	const width = Math.max(17, ...rows.map(([name]) => name.length));
	return rows.map(([name, description]) => `  ${name.padEnd(width)}  ${description}\n`).join('');
}
