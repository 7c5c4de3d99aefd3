import type { Account } from '../pagerduty/http/account.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { RecordedCall, Recorder } from '../tools/core/recorder.ts';
import type { Entry } from './entry.ts';
import type { Ask } from './undo-plan.ts';
import { undo } from './undo.ts';

/** Whether a change was made in another account than this one, as far as is known. */
export function isElsewhere(
	{ account, subdomain }: Pick<Entry, 'account' | 'subdomain'>,
	now: Pick<Account, 'apiUrl' | 'subdomain'> | undefined,
): boolean {
	if (account !== undefined && account !== now?.apiUrl) return true;
	return subdomain !== undefined && now?.subdomain !== undefined && subdomain !== now.subdomain;
}

/**
 * Takes a change back and records that as one change, however many calls it takes.
 * @param askVia makes what asks tools, whose changes go to that recorder
 * @throws {NotUndone}
 */
export async function undoAsOne(
	entry: Entry,
	askVia: (recorder: Recorder) => Ask,
	keep: Recorder,
	clock: Pick<Clock, 'now'>,
): ReturnType<typeof undo> {
	const calls: RecordedCall[] = [];
	const keepAll = (problem?: string) => {
		const [first, ...more] = calls;
		if (first) keep.record(joined(first, more, problem));
	};
	try {
		const outputs = await undo(entry, askVia({ record: (call) => void calls.push(call) }), clock);
		keepAll();
		return outputs;
	} catch (error) {
		keepAll(error instanceof Error ? error.message : 'It failed.');
		throw error;
	}
}

/** Several calls as one. Where not all was done, it is as unclear as the most unclear of them. */
function joined(first: RecordedCall, more: readonly RecordedCall[], problem: string | undefined): RecordedCall {
	const calls = [first, ...more];
	const open = calls.find(({ outcome }) => outcome === 'unclear' || outcome === 'cancelled')?.outcome;
	return {
		...first,
		arguments: more.length === 0 ? first.arguments : joinedArguments(calls),
		outcome: problem === undefined ? 'done' : (open ?? 'failed'),
		output: more.length === 0 ? first.output : { results: calls.flatMap(({ output }) => output ?? []) },
		problem,
		incidents: calls.flatMap(({ incidents }) => incidents),
		requestIds: calls.flatMap(({ requestIds }) => requestIds),
	};
}

/** Each argument once where it is the same in all calls, else all of its values. */
function joinedArguments(calls: readonly RecordedCall[]): Record<string, unknown> {
	const names = new Set(calls.flatMap(({ arguments: given }) => Object.keys(given)));
	return Object.fromEntries(
		[...names].map((name) => {
			const values = calls.flatMap(({ arguments: given }) => (name in given ? [given[name]] : []));
			const [one, ...others] = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
			return [name, others.length === 0 ? one : [one, ...others].flat()];
		}),
	);
}
