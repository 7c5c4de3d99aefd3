import {
	defaultToolsets,
	toolsets,
	accessLevels,
	type Access,
	type Policy,
	type Toolset,
} from '../tools/core/access.ts';
import { consentKinds, type ConsentDoor } from '../tools/core/consent.ts';
import { ToolError } from '../tools/core/failure.ts';
import { longestWaitSeconds } from '../tools/core/patience.ts';
import { cleanLine } from '../tools/text/untrusted.ts';
import type { ServerIdentity } from '../mcp/server.ts';
import { oneOf, UsageError } from './usage-error.ts';

type Flags = ReadonlyMap<string, string | undefined>;

/** Which tools are offered. @throws {UsageError} */
export async function policyOf(flags: Flags): Promise<Policy> {
	const [tools, excludedTools] = [await toolNames(flags, 'tools'), await toolNames(flags, 'exclude-tools')];
	const both = tools.find((name) => excludedTools.includes(name));
	if (both !== undefined) throw new UsageError(`--tools and --exclude-tools both name ${both}.`);
	return {
		access: accessOf(flags.get('access')),
		toolsets: toolsetsOf(flags.get('toolsets')),
		...(tools.length > 0 && { tools }),
		...(excludedTools.length > 0 && { excludedTools }),
	};
}

/** Outside the editor nobody may be there to confirm a change, so changing anything has to be asked for. */
function accessOf(given: string | undefined): Access {
	return given === undefined ? 'read' : oneOf('access level', given, accessLevels);
}

function toolsetsOf(given: string | undefined): readonly Toolset[] {
	if (given === undefined) return defaultToolsets;
	if (given === 'all') return toolsets;
	if (given === 'none') return [];
	return given.split(',').map((name) => oneOf('toolset', name.trim(), toolsets));
}

/** What the person has agreed to by starting the server, and what agents are told of the rest. @throws {UsageError} */
export function consentOf(flags: Flags): ConsentDoor {
	const given =
		flags
			.get('yes-to')
			?.split(',')
			.map((name) => oneOf('kind of consent', name.trim(), consentKinds)) ?? [];
	return {
		given,
		instead: (kinds) =>
			`The person can use a client that shows questions (MCP calls that elicitation), or start this MCP server with --yes-to ${[...new Set([...given, ...kinds])].join(',')}.`,
	};
}

/** The catalogue is loaded only where single tools are named. */
async function toolNames(flags: Flags, flag: string): Promise<readonly string[]> {
	const given = flags.get(flag);
	if (given === undefined) return [];
	const { catalogue } = await import('../tools/catalogue.ts');
	const known = catalogue.map(({ name }) => name);
	const names = given.split(',').map((name) => oneOf('tool', name.trim(), known, 'docs/tools.md lists every tool.'));
	return [...new Set(names)];
}

/** For how long and how much a server may be used. */
export interface Limits {
	readonly expiresAt: Date | undefined;
	readonly callsPerMinute: number | undefined;
	/** The longest that a call may wait for PagerDuty; undefined for the usual. */
	readonly maxWaitMs: number | undefined;
}

/** For how long and how much. @throws {UsageError} */
export async function limitsOf(flags: Flags): Promise<Limits> {
	const [expires, calls, wait] = ['expires-at', 'max-calls-per-minute', 'max-wait'].map((name) => flags.get(name));
	if (wait !== undefined && !(/^\d{1,3}$/.test(wait) && Number(wait) >= 1 && Number(wait) <= longestWaitSeconds))
		throw new UsageError(`--max-wait takes a whole number of seconds from 1 to ${longestWaitSeconds}, not "${wait}".`);
	if (calls !== undefined && !/^[1-9]\d{0,5}$/.test(calls))
		throw new UsageError(`--max-calls-per-minute takes a whole number from 1 to 999999, not "${calls}".`);
	return {
		expiresAt: expires === undefined ? undefined : await parseEnd(expires),
		callsPerMinute: calls === undefined ? undefined : Number(calls),
		maxWaitMs: wait === undefined ? undefined : Number(wait) * 1000,
	};
}

async function parseEnd(text: string): Promise<Date> {
	const { parseMoment } = await import('../tools/time/parse-moment.ts');
	const now = new Date();
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	try {
		const end = new Date(
			parseMoment('--expires-at', text, { asked: { now: () => now }, local: { zone }, toward: 'ahead' }),
		);
		if (end > now) return end;
	} catch (error) {
		if (!(error instanceof ToolError)) throw error;
		throw new UsageError('--expires-at takes 8h, 7d, or a time such as 2026-01-31T18:00+01:00.');
	}
	throw new UsageError('--expires-at must be in the future.');
}

/** How the server introduces itself. @throws {UsageError} */
export function identityOf(flags: Flags): ServerIdentity {
	return {
		name: nameOf(flags),
		description: line(flags, 'description', 500),
		environment: line(flags, 'environment', 40),
	};
}

/** A name for people. @throws {UsageError} */
export function nameOf(flags: Flags): string | undefined {
	return line(flags, 'name', 60);
}

function line(flags: Flags, flag: string, most: number): string | undefined {
	const given = flags.get(flag);
	if (given === undefined) return undefined;
	const clean = cleanLine(given, most + 1);
	if (clean === '') throw new UsageError(`--${flag} needs a value.`);
	if (clean.length > most) throw new UsageError(`--${flag} takes ${most} characters at most.`);
	return clean;
}

/** From the one that says least. */
export const logLevels = ['error', 'warning', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What is logged. @throws {UsageError} */
export function logLevelOf(flags: Flags): LogLevel {
	const given = flags.get('log-level');
	if (given !== undefined) return oneOf('log level', given, logLevels);
	return flags.has('verbose') ? 'debug' : 'info';
}
