import assert from 'node:assert/strict';
import { parse as parseToml } from 'smol-toml';
import * as z from 'zod';
import { clientConfiguration, isByAddress } from '../../../src/connections/client-configuration.ts';
import { clientKinds, type ClientKind } from '../../../src/connections/client-kinds.ts';
import { newSecret } from '../../../src/connections/secrets.ts';

const url = 'http://127.0.0.1:8764/mcp';
const secret = newSecret();
const authorization = `Bearer ${secret}`;
const Headers = z.strictObject({ Authorization: z.string() });

/** The content of the block for a file. */
function fileOf(client: ClientKind): string {
	const block = clientConfiguration(client, { url, secret }).find(({ kind }) => kind === 'file');
	assert.ok(block?.file, client);
	return block.text;
}

/** Each client's file, as far as its documentation describes a server over HTTP. */
describe('the configuration of', () => {
	it('VS Code is a server of the type http in mcp.json, under a key that is not ours', () => {
		const Server = z.strictObject({ type: z.literal('http'), url: z.url(), headers: Headers });
		const File = z.strictObject({ servers: z.record(z.string().regex(/^[a-zA-Z][\w-]*$/), Server) });
		const { servers } = File.parse(JSON.parse(fileOf('vscode')));
		assert.deepEqual(servers, {
			'pagerduty-connection': { type: 'http', url, headers: { Authorization: authorization } },
		});
	});

	it('Claude Code is a command, or a server of the type http in .mcp.json', () => {
		const Server = z.strictObject({ type: z.literal('http'), url: z.url(), headers: Headers });
		const File = z.strictObject({ mcpServers: z.strictObject({ pagerduty: Server }) });
		const { pagerduty } = File.parse(JSON.parse(fileOf('claude-code'))).mcpServers;
		assert.deepEqual(pagerduty, { type: 'http', url, headers: { Authorization: authorization } });
		const [command] = clientConfiguration('claude-code', { url, secret });
		const words = command?.text.match(/"[^"]*"|\S+/g);
		assert.deepEqual(words, [
			...['claude', 'mcp', 'add', '--transport', 'http', '--scope', 'user', 'pagerduty', url],
			...['--header', `"Authorization: ${authorization}"`],
		]);
	});

	it('Claude Desktop is a program that connects for it', () => {
		const Server = z.strictObject({
			command: z.string(),
			args: z.array(z.string()),
			env: z.record(z.string(), z.string()),
		});
		const File = z.strictObject({ mcpServers: z.strictObject({ pagerduty: Server }) });
		const { args, env } = File.parse(JSON.parse(fileOf('claude-desktop'))).mcpServers.pagerduty;
		assert.deepEqual(args.slice(0, 4), ['-y', 'mcp-remote', url, '--header']);
		// Windows loses spaces in arguments, and everybody sees them.
		for (const argument of args) assert.doesNotMatch(argument, /\s|pdmcp_/);
		const header = args[4]?.replace(/\$\{(\w+)\}/g, (_all, name: string) => env[name] ?? '');
		assert.equal(header, `Authorization:${authorization}`);
	});

	it('Cursor is a server with an address and headers in mcp.json', () => {
		const File = z.strictObject({
			mcpServers: z.strictObject({ pagerduty: z.strictObject({ url: z.url(), headers: Headers }) }),
		});
		const { pagerduty } = File.parse(JSON.parse(fileOf('cursor'))).mcpServers;
		assert.deepEqual(pagerduty, { url, headers: { Authorization: authorization } });
	});

	it('Codex is a table in config.toml', () => {
		// The fields that Codex takes beside `url`; it refuses `bearer_token`, and ignores `headers`.
		const Server = z.strictObject({
			url: z.url(),
			http_headers: z.record(z.string(), z.string()).optional(),
			env_http_headers: z.record(z.string(), z.string()).optional(),
			bearer_token_env_var: z.string().optional(),
		});
		const File = z.strictObject({ mcp_servers: z.strictObject({ pagerduty: Server }) });
		const { pagerduty } = File.parse(parseToml(fileOf('codex'))).mcp_servers;
		assert.deepEqual(pagerduty, { url, http_headers: { Authorization: authorization } });
	});

	it('clients on the web is an address alone, and the second secret where there is one', () => {
		const address = 'https://abc.example.com/mcp';
		for (const client of ['claude-web', 'chatgpt'] as const) {
			assert.deepEqual(clientConfiguration(client, { url: address, secret }), [
				{ kind: 'address', text: `${address}/${secret}` },
			]);
			assert.deepEqual(clientConfiguration(client, { url: address, secret, second: 'second' })[1], {
				kind: 'header',
				text: 'Authorization: Bearer second',
			});
		}
	});

	it('any other is an address and a header', () => {
		assert.deepEqual(clientConfiguration('other', { url, secret }), [
			{ kind: 'address', text: url },
			{ kind: 'header', text: `Authorization: ${authorization}` },
		]);
	});

	it('each client holds the secret, and in the address only where nothing else is taken', () => {
		for (const client of clientKinds) {
			const blocks = clientConfiguration(client, { url, secret });
			assert.ok(blocks.some(({ text }) => text.includes(secret)));
			assert.equal(
				blocks.some(({ text }) => text.includes(`/mcp/${secret}`)),
				isByAddress(client),
				client,
			);
		}
	});
});
