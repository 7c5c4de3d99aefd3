import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { httpOptions, serverOptions } from '../../src/cli/options.ts';
import { faultFlags } from '../../src/sandbox/server/faults.ts';
import { toolsets } from '../../src/tools/core/access.ts';
import { version } from '../../package.json';
import { buildOnce, cli, endAll, Running } from './command-line.ts';

const run = (args: readonly string[], environment: Record<string, string> = {}) => {
	const running = new Running(args, environment);
	running.process.stdin.end();
	return running.finished;
};

describe('command line', () => {
	before(buildOnce);

	afterEach(endAll);

	it('can be run by itself', () => {
		assert.ok(readFileSync(cli, 'utf8').startsWith('#!/usr/bin/env node\n'));
	});

	it('tells its version and its options', async () => {
		assert.equal((await run(['--version'])).stdout, `${version}\n`);
		const { code, stdout } = await run(['--help']);
		assert.equal(code, 0);
		for (const { name } of [...serverOptions, ...httpOptions]) assert.ok(stdout.includes(`  --${name}`), name);
		for (const { name } of faultFlags) assert.ok(stdout.includes(`--${name}`), name);
		assert.match(stdout, /read \(default\)/);
		for (const toolset of toolsets) assert.match(stdout, new RegExp(`^  ${toolset}  +\\w`, 'm'));
	});

	const mistakes: [args: readonly string[], told: string, environment?: Record<string, string>][] = [
		[['--versoin'], 'There is no option --versoin. Did you mean --version?'],
		[['sandbx'], 'There is no command sandbx. Did you mean sandbox?'],
		[['stdio', 'twice'], 'There is no command twice. Try --help.'],
		[['--access', 'reed'], 'There is no access level reed. Did you mean read?'],
		[['--toolsets', 'incidents,people,x'], 'There is no toolset x. Try --help.'],
		[['--tools', 'get_incidnt'], 'There is no tool get_incidnt. Did you mean get_incident?'],
		[['--tools', 'page_everybody_at_once'], 'There is no tool page_everybody_at_once. docs/tools.md lists every tool.'],
		[
			['--yes-to', 'everything'],
			'There is no kind of consent everything. Choose pages, customers, many, configuration, off-call, or automation.',
		],
		[['--log-level', 'loud'], 'There is no log level loud. Choose error, warning, info, or debug.'],
		[['--metrics-port', '9464'], '--metrics-port goes with http only.'],
		[['whoami', '--json'], '--json goes with doctor only.'],
		[['http', '--live'], '--live goes with sandbox only.'],
		[['--port', '80'], '--port goes with http and sandbox only.'],
		[['sandbox', '--fault-403-path', '('], '--fault-403-path takes a regular expression, not "(".'],
		[['sandbox', '--fault-match', '['], '--fault-match takes a regular expression, not "[".'],
		[['--expires-at', '-1h'], '--expires-at must be in the future.'],
		[
			[],
			'There is no environment variable PAGERDUTY_MCP_ACESS. Did you mean PAGERDUTY_MCP_ACCESS?',
			{ PAGERDUTY_MCP_ACESS: 'read' },
		],
		[['--region', 'mars'], 'There is no region mars. Choose us or eu.'],
		[['--region'], '--region needs a value.'],
		[['--from', '--demo'], '--from needs a value.'],
		[['--demo=yes'], '--demo takes no value.'],
		[['--from', 'Maya'], 'The value of --from or PAGERDUTY_FROM_EMAIL must be an e-mail address.'],
		[['sandbox', '--port', '70000'], '--port takes a whole number up to 65535, not "70000".'],
		[['sandbox', '--fault-error', '200'], '--fault-error takes a status like 503 or 503x2, not "200"'],
		...[
			'https://attacker.example',
			'http://api.pagerduty.com',
			'https://api.pagerduty.com.attacker.example',
			'https://api.pagerduty.com:8443',
			'https://somebody@api.pagerduty.com',
			'https://api.pagerduty.com/elsewhere',
			'x y',
		].map((host): [readonly string[], string, Record<string, string>] => [
			[],
			'PAGERDUTY_API_HOST must be an https address of pagerduty.com, or http on 127.0.0.1.',
			{ PAGERDUTY_API_HOST: host },
		]),
	];
	for (const [args, told, environment] of mistakes) {
		it(`says in one sentence: ${told} ${environment?.['PAGERDUTY_API_HOST'] ?? ''}`, async () => {
			assert.deepEqual(await run(args, environment), { code: 64, signal: null, stdout: '', stderr: `${told}\n` });
		});
	}

	it('says that the port of a sandbox is taken', async () => {
		const running = new Running(['sandbox', '--port', '0', '--empty']);
		const [line = ''] = await running.lines(1);
		const port = new URL(line.replace('URL: ', '')).port;
		const { code, stderr } = await run(['sandbox', '--port', port]);
		assert.deepEqual({ code, stderr }, { code: 1, stderr: `Port ${port} is taken. Choose another one with --port.\n` });
	});

	it('keeps a sandbox until it is told to end', async function () {
		if (process.platform === 'win32') this.skip();
		const running = new Running(['sandbox', '--port', '0', '--empty', '--fault-429=1', '--fault-slow', '1']);
		const lines = await running.lines(4);
		const url = /^URL: (http:\/\/127\.0\.0\.1:\d+)$/.exec(lines[0] ?? '')?.[1] ?? '';
		const token = /^Token: (\S+)$/.exec(lines[1] ?? '')?.[1] ?? '';
		const get = async () => {
			const reply = await fetch(`${url}/incidents`, { headers: { Authorization: `Token token=${token}` } });
			await reply.text();
			return reply.status;
		};
		assert.deepEqual([await get(), await get()], [429, 200]);
		running.process.kill('SIGINT');
		assert.equal((await running.finished).code, 0);
	});
});
