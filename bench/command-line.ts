import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { readFileSync } from 'node:fs';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.ts';
import { catalogue } from '../src/tools/catalogue.ts';
import { samplesOf } from '../test/support/sample-calls.ts';
import { middle, time, type Figure } from './measure.ts';

type Call = readonly [tool: string, input: Record<string, unknown>];

/** What people ask most, and how many requests PagerDuty may get for it from a process that has just started. */
const questions: readonly { what: string; atMost: number; readonly calls: (incident: string) => readonly Call[] }[] = [
	{ what: '25 incidents', atMost: 2, calls: () => [['list_incidents', {}]] },
	{
		what: 'one incident with alerts, notes and timeline',
		atMost: 5,
		calls: (incident) => [['get_incident', { incident, include: ['alerts', 'notes', 'timeline'] }]],
	},
	{
		what: 'who is on call for a service',
		atMost: 3,
		calls: () => [['list_oncalls', { services: ['Checkout'] }]],
	},
	{
		what: 'acknowledge and note',
		atMost: 5,
		calls: (incident) => [
			['acknowledge_incidents', { incidents: [incident] }],
			['add_incident_note', { incident, note: 'On it.' }],
		],
	},
	{
		what: 'users and services',
		atMost: 2,
		calls: () => [
			['list_users', {}],
			['list_services', {}],
		],
	},
	{
		what: 'an override by names',
		atMost: 5,
		calls: () => {
			const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
			return [['create_overrides', { schedule: 'Payments Primary', user: 'Maya Okafor', start: at(24), end: at(26) }]];
		},
	},
];

/** The command line, started anew and connected to a demo account. */
async function started({ url, token }: Sandbox): Promise<{ client: Client; pid: number }> {
	const transport = new StdioClientTransport({
		command: process.execPath,
		stderr: 'ignore',
		args: ['dist/cli.js', 'stdio', '--access', 'administer', '--toolsets', 'all'],
		env: { PATH: process.env['PATH'] ?? '', PAGERDUTY_API_HOST: url, PAGERDUTY_API_TOKEN: token },
	});
	const client = new Client({ name: 'bench', version: '1' });
	await client.connect(transport);
	if (transport.pid === null) throw new Error('The command line did not start.');
	return { client, pid: transport.pid };
}

/** Requests that PagerDuty gets for a question, cold. */
export async function requests(): Promise<Figure[]> {
	const figures: Figure[] = [];
	for (const { what, atMost, calls } of questions) {
		const sandbox = await startSandbox();
		const { client } = await started(sandbox);
		try {
			const { id } = await sandbox.trigger();
			for (const [name, input] of calls(id)) {
				const { isError, content } = await client.callTool({ name, arguments: input });
				if (isError === true) throw new Error(`${name}: ${JSON.stringify(content)}`);
			}
			figures.push({ what: `${what}, cold`, value: sandbox.requests.length, unit: 'requests', atMost });
		} finally {
			await client.close();
			await sandbox.close();
		}
	}
	return figures;
}

/** The first call of a client that has listed the tools, and the same call once more: the difference is what loading costs. */
export async function firstCall(): Promise<Figure[]> {
	const sandbox = await startSandbox();
	const firsts: number[] = [];
	const seconds: number[] = [];
	try {
		for (let run = 0; run < 7; run++) {
			const { client } = await started(sandbox);
			const call = () => client.callTool({ name: 'list_incidents', arguments: {} });
			// A client shows its tools first, and a model reads them before it calls one.
			await client.listTools();
			await new Promise((resolve) => setTimeout(resolve, 500));
			firsts.push(await time(call));
			seconds.push(await time(call));
			await client.close();
		}
	} finally {
		await sandbox.close();
	}
	return [
		{ what: 'first call after start', value: Math.min(...firsts), unit: 'ms', atMost: 40 },
		{ what: 'the same, median', value: middle(firsts), unit: 'ms' },
		{ what: 'second call', value: middle(seconds), unit: 'ms' },
	];
}

/** What the process holds after a call of every tool, in MiB. */
export async function memory(): Promise<Figure> {
	const sandbox = await startSandbox({ rateLimit: 1_000_000 });
	const { client, pid } = await started(sandbox);
	try {
		const nothing = { overrides: [], rotations: [] };
		const call = async (name: string, input: object) =>
			(await client.callTool({ name, arguments: { ...input } })).structuredContent ?? nothing;
		for (const { name, access } of catalogue) {
			if (access !== 'read') continue;
			for (const sample of await samplesOf({ sandbox, call }, name)) await call(name, sample);
		}
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
		return { what: 'memory of the command line after a mixed run', value: kilobytes / 1024, unit: 'MiB', atMost: 80 };
	} finally {
		await client.close();
		await sandbox.close();
	}
}
