import type { ClientKind } from './client-kinds.ts';

/** What a client needs to get in. */
export interface ClientAccess {
	/** Where the server is, without a secret. */
	readonly url: string;
	readonly secret: string;
	/** Beside a secret in the path. */
	readonly second?: string | undefined;
}

/** Something to paste, and where. */
export interface ConfigurationBlock {
	/** `file`: into that file; `command`: into a terminal; `address` and `header`: into the client's settings. */
	readonly kind: 'file' | 'command' | 'address' | 'header';
	/** The file of a `file`, by the path that the client's documentation has for the person's own settings. */
	readonly file?: string;
	readonly text: string;
}

interface Client {
	/** By its own name. */
	readonly label: string;
	/** It takes nothing but an address, and calls it from the web. */
	readonly byAddress: boolean;
	readonly blocks: (access: ClientAccess) => readonly ConfigurationBlock[];
}

/** The key of the server in a client's file. */
const key = 'pagerduty';

/** Each client's documented configuration. */
const clients: Readonly<Record<ClientKind, Client>> = {
	/** https://code.visualstudio.com/docs/copilot/reference/mcp-configuration */
	vscode: {
		label: 'VS Code',
		byAddress: false,
		// Were the key that of the extension's own server, VS Code would turn that one off.
		blocks: (access) => [
			file('mcp.json', {
				servers: { [`${key}-connection`]: { type: 'http', url: access.url, headers: headersOf(access) } },
			}),
		],
	},
	/** https://code.claude.com/docs/en/mcp */
	'claude-code': {
		label: 'Claude Code',
		byAddress: false,
		blocks: (access) => [
			{
				kind: 'command',
				// `--header` takes all that follows it.
				text: `claude mcp add --transport http --scope user ${key} ${access.url} --header "Authorization: Bearer ${access.secret}"`,
			},
			file('.mcp.json', { mcpServers: { [key]: { type: 'http', url: access.url, headers: headersOf(access) } } }),
		],
	},
	/**
	 * Its file starts programs only, and its connectors come from the web, so a bridge is needed. A space in an argument is lost
	 * on Windows: https://www.npmjs.com/package/mcp-remote
	 */
	'claude-desktop': {
		label: 'Claude Desktop',
		byAddress: false,
		blocks: ({ url, secret }) => [
			file('claude_desktop_config.json', {
				mcpServers: {
					[key]: {
						command: 'npx',
						args: ['-y', 'mcp-remote', url, '--header', 'Authorization:${AUTH_HEADER}'],
						env: { AUTH_HEADER: `Bearer ${secret}` },
					},
				},
			}),
		],
	},
	/** https://cursor.com/docs/mcp */
	cursor: {
		label: 'Cursor',
		byAddress: false,
		blocks: (access) => [
			file('~/.cursor/mcp.json', { mcpServers: { [key]: { url: access.url, headers: headersOf(access) } } }),
		],
	},
	/** https://developers.openai.com/codex/mcp: `bearer_token` is refused there, and `headers` ignored. */
	codex: {
		label: 'Codex',
		byAddress: false,
		blocks: (access) => [
			{
				kind: 'file',
				file: '~/.codex/config.toml',
				text: [
					`[mcp_servers.${key}]`,
					`url = ${tomlText(access.url)}`,
					`http_headers = { Authorization = ${tomlText(headersOf(access).Authorization)} }`,
					'',
				].join('\n'),
			},
		],
	},
	/** https://support.claude.com/en/articles/11175166 */
	'claude-web': { label: 'Claude on the web', byAddress: true, blocks: address },
	/** https://help.openai.com/en/articles/11487775 */
	chatgpt: { label: 'ChatGPT', byAddress: true, blocks: address },
	other: {
		label: 'Another MCP client',
		byAddress: false,
		blocks: (access) => [
			{ kind: 'address', text: access.url },
			{ kind: 'header', text: `Authorization: ${headersOf(access).Authorization}` },
		],
	},
};

/** What to paste into a client, in the order in which it is useful. It holds the secret. */
export function clientConfiguration(client: ClientKind, access: ClientAccess): readonly ConfigurationBlock[] {
	return clients[client].blocks(access);
}

/** What people call a client. */
export function clientLabel(client: ClientKind): string {
	return clients[client].label;
}

/** Whether a client takes nothing but an address, which has to hold the secret, and calls from the web. */
export function isByAddress(client: ClientKind): boolean {
	return clients[client].byAddress;
}

function headersOf({ secret }: ClientAccess): { readonly Authorization: string } {
	return { Authorization: `Bearer ${secret}` };
}

function file(name: string, content: object): ConfigurationBlock {
	return { kind: 'file', file: name, text: `${JSON.stringify(content, undefined, 2)}\n` };
}

function address({ url, secret, second }: ClientAccess): readonly ConfigurationBlock[] {
	return [
		{ kind: 'address', text: `${url}/${secret}` },
		...(second === undefined ? [] : [{ kind: 'header' as const, text: `Authorization: Bearer ${second}` }]),
	];
}

/** JSON's escapes are those of TOML's basic strings. */
function tomlText(text: string): string {
	return JSON.stringify(text);
}
