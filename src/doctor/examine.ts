import { setMaxListeners } from 'node:events';
import { PagerDutyError } from '../pagerduty/http/errors.ts';
import { redact } from '../pagerduty/http/redact.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import { failureOf } from '../tools/core/failure-text.ts';
import type { Check } from './check.ts';
import { checks } from './checks.ts';
import type { Fact, Finding, NamedFinding } from './finding.ts';
import { Readings } from './readings.ts';
import type { Subject } from './subject.ts';

/** The longest that one check takes. */
export const mostCheckMs = 15_000;

/**
 * Looks at everything, reading only. A check that fails or takes too long is a finding like the others, and stops none of them.
 * No finding holds a secret. @throws the signal's reason when it is aborted
 */
export async function examine(subject: Subject, signal: AbortSignal): Promise<NamedFinding[]> {
	const ended = new AbortController();
	// Each check listens: more than ten are no leak.
	setMaxListeners(0, ended.signal);
	const end = () => ended.abort(signal.reason);
	signal.addEventListener('abort', end, { once: true });
	try {
		signal.throwIfAborted();
		const readings = new Readings(subject, ended.signal);
		const findings = await Promise.all(
			checks.map(async (check) => ({
				name: check.name,
				title: check.title,
				...(await findingOf(check, readings, ended.signal)),
			})),
		);
		signal.throwIfAborted();
		return findings.map((finding) => withoutSecrets(finding, readings.secrets));
	} finally {
		signal.removeEventListener('abort', end);
		// What took too long stops now.
		ended.abort(new Error('The examination is over.'));
	}
}

async function findingOf(check: Check, readings: Readings, signal: AbortSignal): Promise<Finding> {
	const { clock, words } = readings.subject;
	try {
		return await inTime(check.run(readings), clock, signal);
	} catch (error) {
		if (!(error instanceof PagerDutyError)) {
			const message = error instanceof TooLate ? error.message : 'This check failed inside On-Call for PagerDuty.';
			return { verdict: 'unknown', message };
		}
		const next = error.kind === 'unauthorized' ? words.signIn : failureOf(error, words.signIn, words.sender).next;
		const verdict = error.kind === 'forbidden' || error.kind === 'plan' ? 'warning' : 'problem';
		return { verdict, message: error.message, ...(next !== undefined && { next }) };
	}
}

class TooLate extends Error {
	constructor() {
		super(`There was no answer within ${mostCheckMs / 1000} seconds.`);
	}
}

async function inTime<Value>(running: Promise<Value>, clock: Clock, signal: AbortSignal): Promise<Value> {
	const settled = new AbortController();
	const stop = () => settled.abort(signal.reason);
	signal.addEventListener('abort', stop, { once: true });
	const late = clock.sleep(mostCheckMs, settled.signal).then(() => {
		throw new TooLate();
	});
	try {
		return await Promise.race([running, late]);
	} finally {
		signal.removeEventListener('abort', stop);
		settled.abort(new Error('The check is over.'));
	}
}

function withoutSecrets(finding: NamedFinding, secrets: readonly string[]): NamedFinding {
	const clean = (text: string) => redact(text, secrets);
	const cleanFact = (fact: Fact): Fact => {
		if (typeof fact === 'string') return clean(fact);
		if (typeof fact !== 'object') return fact;
		if (isList(fact)) return fact.map(clean);
		return Object.fromEntries(Object.entries(fact).map(([name, items]) => [clean(name), items.map(clean)]));
	};
	const { facts, next } = finding;
	return {
		...finding,
		message: clean(finding.message),
		...(facts && { facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, cleanFact(fact)])) }),
		...(next !== undefined && { next: clean(next) }),
	};
}

function isList(fact: Exclude<Fact, string | number | boolean>): fact is readonly string[] {
	return Array.isArray(fact);
}
