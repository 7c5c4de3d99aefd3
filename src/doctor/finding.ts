/** How it stands with one thing; `unknown` where nobody could look. */
export const verdicts = ['ok', 'unknown', 'warning', 'problem'] as const;
export type Verdict = (typeof verdicts)[number];

/** What a program can read of a finding. None is secret. */
export type Fact = string | number | boolean | readonly string[] | Readonly<Record<string, readonly string[]>>;

/** What one check found out. */
export interface Finding {
	readonly verdict: Verdict;
	/** One or two plain sentences. */
	readonly message: string;
	readonly facts?: Readonly<Record<string, Fact>>;
	/** What helps, where something is to be done. */
	readonly next?: string;
}

/** A finding with what it is about. */
export interface NamedFinding extends Finding {
	/** For programs, e.g. `clock`. */
	readonly name: string;
	/** For people, e.g. `Clock`. */
	readonly title: string;
}

/** The worst of all. */
export function worstOf(findings: readonly Pick<Finding, 'verdict'>[]): Verdict {
	const worst = Math.max(0, ...findings.map(({ verdict }) => verdicts.indexOf(verdict)));
	return verdicts[worst] ?? 'ok';
}
