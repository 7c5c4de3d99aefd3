import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpSettings } from '../../../src/cli/http-settings.ts';
import { selfSigned } from '../../support/certificate.ts';

const secret = 'a-secret-of-16-letters';
const settings = (flags: Record<string, string | undefined>) =>
	httpSettings(new Map(Object.entries(flags)), { XDG_CONFIG_HOME: '/nowhere', APPDATA: '/nowhere' }, '/nowhere');
const refused = (told: string | RegExp, flags: Record<string, string | undefined>) =>
	assert.rejects(settings(flags), { name: 'UsageError', message: told });

describe('settings of the HTTP server', () => {
	it('stay on this machine unless told otherwise', async () => {
		const { host, port, open } = await settings({});
		assert.deepEqual({ host, port, open }, { host: '127.0.0.1', port: 8765, open: false });
		for (const local of ['localhost', '127.0.0.2', '::1', '[::1]'])
			assert.equal((await settings({ host: local })).open, false, local);
	});

	it('leave this machine only with a secret or tokens of each request, and with names', async () => {
		for (const host of ['0.0.0.0', '::', '192.168.1.5']) {
			await refused(
				/can reach .*\. Make a connection with connection create, set a secret with PAGERDUTY_MCP_SECRET, or .* --stateless\.$/,
				{
					host,
					'allowed-hosts': 'a.example',
				},
			);
			await refused(/can reach .* --allowed-hosts\.$/, { host, secret });
			await refused(/can reach .* --allowed-hosts\.$/, { host, stateless: undefined, 'allowed-hosts': ' , ' });
			const { open, allowedHosts } = await settings({ host, secret, 'allowed-hosts': 'A.example, 10.0.0.5:8765' });
			assert.equal(open, true);
			assert.deepEqual(allowedHosts, ['a.example', '10.0.0.5:8765']);
			assert.equal((await settings({ host, stateless: undefined, 'allowed-hosts': 'a.example' })).open, true);
		}
	});

	it('refuse what cannot be', async () => {
		await refused(/^--host takes an address/, { host: 'pagerduty.example.com' });
		await refused('--port takes a whole number up to 65535, not "65536".', { port: '65536' });
		await refused(/^--allowed-hosts takes names/, { 'allowed-hosts': 'https://a.example' });
		for (const weak of ['short', 'with a space in between', 'with\nline-break-in-it'])
			await refused('--secret takes 16 to 512 letters, digits and signs, without spaces.', { secret: weak });
	});

	it('take a certificate with its key', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'tls-'));
		const [one, other] = [selfSigned('localhost'), selfSigned('localhost')];
		const file = (name: string, content: string) => {
			writeFileSync(join(folder, name), content);
			return join(folder, name);
		};
		const [cert, key, wrong] = [file('cert', one.cert), file('key', one.key), file('wrong', other.key)];
		assert.deepEqual((await settings({ 'tls-cert': cert, 'tls-key': key })).tls, one);
		await refused(/belong together/, { 'tls-cert': cert });
		await refused(/no certificate and its key/, { 'tls-cert': cert, 'tls-key': wrong });
		await refused(/no certificate and its key/, { 'tls-cert': key, 'tls-key': cert });
		await refused('The file of --tls-key cannot be read.', { 'tls-cert': cert, 'tls-key': join(folder, 'none') });
		rmSync(folder, { recursive: true });
	});
});
