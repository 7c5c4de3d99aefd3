import assert from 'node:assert/strict';
import { serverOptions, variableOf, withEnvironment } from '../../../src/cli/options.ts';
import { serveSettings } from '../../../src/cli/settings.ts';
import { defaultToolsets } from '../../../src/tools/core/access.ts';

const settings = (flags: Record<string, string | undefined>, environment: Record<string, string> = {}) => {
	const given = withEnvironment(new Map(Object.entries(flags)), serverOptions, environment);
	return serveSettings(given, environment, '/nowhere');
};
const refused = async (told: string | RegExp, ...given: Parameters<typeof settings>) =>
	assert.rejects(async () => settings(...given), { name: 'UsageError', message: told });

describe('options of the server commands', () => {
	it('come from the environment as well, where the command line counts first', async () => {
		const environment = {
			PAGERDUTY_MCP_ACCESS: 'respond',
			PAGERDUTY_MCP_TOOLSETS: ' incidents,people ',
			PAGERDUTY_MCP_DEMO: 'true',
			PAGERDUTY_MCP_LOG_LEVEL: 'error',
			PAGERDUTY_MCP_MAX_CALLS_PER_MINUTE: '3',
			PAGERDUTY_MCP_VERBOSE: 'false',
			PAGERDUTY_MCP_NAME: '',
		};
		const { policy, demo, logLevel, limits, identity } = await settings({ access: 'read' }, environment);
		assert.deepEqual(policy, { access: 'read', toolsets: ['incidents', 'people'] });
		assert.equal(demo, true);
		assert.equal(logLevel, 'error');
		assert.equal(limits.callsPerMinute, 3);
		assert.equal(identity.name, undefined);
	});

	it('have a variable each, and what is none of them is refused with the nearest', async () => {
		for (const option of serverOptions) await settings({}, { [variableOf(option)]: '' });
		await refused(
			'There is no environment variable PAGERDUTY_MCP_TOOLSET. Did you mean PAGERDUTY_MCP_TOOLSETS?',
			{},
			{
				PAGERDUTY_MCP_TOOLSET: 'all',
			},
		);
		await refused('PAGERDUTY_MCP_DEMO must be true or false.', {}, { PAGERDUTY_MCP_DEMO: 'perhaps' });
	});

	it('leave alone what other programs call their variables', async () => {
		await settings({}, { PAGERDUTY_SERVICE_REGION: 'eu', PAGERDUTY_TOKEN: 'x', PAGERDUTY_USER_EMAIL: 'y' });
	});

	it('choose single tools beside the areas', async () => {
		const flags = { toolsets: 'none', tools: 'list_oncalls, get_incident,list_oncalls' };
		assert.deepEqual((await settings(flags)).policy, {
			access: 'read',
			toolsets: [],
			tools: ['list_oncalls', 'get_incident'],
		});
		assert.deepEqual((await settings({ 'exclude-tools': 'delete_user' })).policy, {
			access: 'read',
			toolsets: defaultToolsets,
			excludedTools: ['delete_user'],
		});
		await refused('There is no tool list_oncall. Did you mean list_oncalls?', { tools: 'list_oncall' });
		await refused(/^There is no tool x_y_z\./, { 'exclude-tools': 'x_y_z' });
		await refused('--tools and --exclude-tools both name get_user.', {
			tools: 'get_user',
			'exclude-tools': 'get_user',
		});
	});

	it('say when it all ends', async () => {
		const end = async (text: string) => (await settings({ 'expires-at': text })).limits.expiresAt?.getTime() ?? 0;
		for (const text of ['8h', '+8h']) {
			const before = Date.now();
			const at = await end(text);
			assert.ok(at >= before + 8 * 3_600_000 && at <= Date.now() + 8 * 3_600_000, text);
		}
		assert.equal(await end('2999-01-31T18:00+01:00'), Date.UTC(2999, 0, 31, 17));
		for (const text of ['-1h', '2020-01-01T00:00Z', 'now'])
			await refused('--expires-at must be in the future.', { 'expires-at': text });
		for (const text of ['soon', '2999-02-31', '8 parsecs'])
			await refused('--expires-at takes 8h, 7d, or a time such as 2026-01-31T18:00+01:00.', { 'expires-at': text });
	});

	it('are plain lines where they are shown, and numbers where they count', async () => {
		const flags = { name: ' Payments\u202e\n bot ', description: 'For\tdeploys', environment: 'staging' };
		assert.deepEqual((await settings(flags)).identity, {
			name: 'Payments bot',
			description: 'For deploys',
			environment: 'staging',
		});
		await refused('--environment takes 40 characters at most.', { environment: 'x'.repeat(41) });
		await refused('--name needs a value.', { name: '\u200b' });
		for (const count of ['0', '-1', '1.5', 'many'])
			await refused(`--max-calls-per-minute takes a whole number from 1 to 999999, not "${count}".`, {
				'max-calls-per-minute': count,
			});
		for (const wait of ['0', '601', '5s', '-5'])
			await refused(`--max-wait takes a whole number of seconds from 1 to 600, not "${wait}".`, { 'max-wait': wait });
		await refused('There is no log level warn. Did you mean warning?', { 'log-level': 'warn' });
	});
});
