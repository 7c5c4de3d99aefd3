import type { Fact, NamedFinding, Verdict } from './finding.ts';
import { worstOf } from './finding.ts';

/** What the report is about, beside the findings. */
export interface ReportHead {
	readonly version: string;
	/** Where it runs, e.g. `Node 24.4.0 on linux x64`. */
	readonly host: string;
	readonly at: Date;
}

const marks: Readonly<Record<Verdict, string>> = { ok: 'ok', unknown: '?', warning: 'warning', problem: 'PROBLEM' };
const conclusions: Readonly<Record<Verdict, string>> = {
	ok: 'Everything works.',
	unknown: 'No problem was found, but not everything could be checked.',
	warning: 'It works, with limits.',
	problem: 'There is something to fix.',
};

/** Said in the message already. */
const told: ReadonlySet<string> = new Set([
	...['source', 'host', 'milliseconds', 'seconds_ahead', 'address', 'kind', 'from', 'name', 'limit', 'remaining'],
	...['reset_seconds', 'all', 'work', 'scopes', 'code', 'demo', 'region', 'token_region'],
]);

/** The report as plain text, for people to read and to pass on: it holds no secret. */
export function reportText(findings: readonly NamedFinding[], { version, host, at }: ReportHead): string {
	const width = Math.max(0, ...findings.map(({ title }) => title.length));
	const indent = ' '.repeat(9 + width + 2);
	const lines = findings.flatMap(({ title, verdict, message, facts = {}, next }) => [
		`${marks[verdict].padEnd(9)}${title.padEnd(width)}  ${message}`,
		...Object.entries(facts)
			.flatMap(([name, fact]) => (told.has(name) ? [] : factLines(name, fact)))
			.map((line) => indent + line),
		...(next === undefined ? [] : [`${indent}→ ${next}`]),
	]);
	const head = `On-Call for PagerDuty ${version}, ${host}, ${at.toISOString().slice(0, 19)}Z`;
	return [head, '', ...lines, '', conclusions[worstOf(findings)], ''].join('\n');
}

/** The same for programs. */
export function reportJson(findings: readonly NamedFinding[], { version, host, at }: ReportHead): string {
	const report = { version, host, at: at.toISOString(), verdict: worstOf(findings), findings };
	return `${JSON.stringify(report, undefined, 2)}\n`;
}

function factLines(name: string, fact: Fact): string[] {
	const label = name.replaceAll('_', ' ');
	if (typeof fact !== 'object') return [`${label}: ${String(fact)}`];
	if (Array.isArray(fact)) return name === 'others' ? fact.map(String) : [`${label}: ${fact.join(', ')}`];
	return Object.entries(fact).map(([why, names]: [string, readonly string[]]) => {
		// Whoever chose not to offer them knows them by their toolset.
		const shown = name === 'not_offered' ? `${names.length} tool${names.length === 1 ? '' : 's'}` : names.join(', ');
		return `${label} (${why}): ${shown}`;
	});
}
