import { PagerDutyError, type PagerDutyErrorKind } from '../../pagerduty/http/errors.ts';
import type { ToolContext } from '../core/context.ts';

/*
 * Changes are sent once. When no clear answer comes, what is there decides what is said: not before the request was known to
 * be without it, and not after one look only, for PagerDuty may show a moment later what it has done.
 */

/** A change, and how to see whether it was carried out. */
export interface Sending<T> {
	readonly send: () => Promise<T>;
	/** What the change has made, if it is there; undefined if it is not. Left out where nobody can tell. */
	readonly find?: (() => Promise<T | undefined>) | undefined;
	/** What it means that it is not there, as a sentence. Left out where that proves nothing. */
	readonly missing?: string | undefined;
}

/** What the helpers need of a call. */
type Call = Pick<ToolContext, 'deadline' | 'signal' | 'claims'>;

/**
 * Sends a change of something to a state in which it was not before.
 * @throws {PagerDutyError} of kind `notMade` when no clear answer came and it is not there; unclear when nobody can tell.
 */
export async function sendOnce<T>({ send, find, missing }: Sending<T>, context: Call): Promise<T> {
	try {
		return await send();
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const seen = find ? await lookAgain(find, context) : 'unreadable';
		if (seen === 'unreadable') throw error;
		if (seen) return seen.found;
		if (missing === undefined) throw error;
		throw error.with({ kind: 'notMade', unclear: false, message: `${error.message} ${missing}` });
	}
}

interface Identified {
	readonly id: string;
}

/** Something new, and what it could be taken for. */
export interface Creation<Made extends Identified, Alike extends Identified = Made> {
	/** What is there that looks like it: read before the request, and again when no clear answer comes. */
	readonly alike: () => Promise<readonly Alike[]>;
	/** The same, if it has just been read anyway. */
	readonly before?: readonly Alike[] | undefined;
	/** Whether something new is it, where others may make the like at the same time. */
	readonly isOurs?: (item: Alike) => Promise<boolean>;
	readonly send: () => Promise<Made>;
	/** What it means that nothing new is there, as a sentence. Left out where that proves nothing. */
	readonly missing?: string | undefined;
}

/** Makes something new. What was there before the request, or was made by another call, is never taken for it. */
export async function createOnce<Made extends Identified, Alike extends Identified = Made>(
	{ alike, before, isOurs, send, missing }: Creation<Made, Alike>,
	context: Call,
): Promise<Made | Alike> {
	const known = before ?? (await readIfPossible(alike, context));
	const ids = known && new Set(known.map(({ id }) => id));
	const find = async (): Promise<Made | Alike | undefined> => {
		for (const item of await alike()) {
			if (!ids?.has(item.id) && (await (isOurs?.(item) ?? true)) && context.claims.take(item.id)) return item;
		}
		return undefined;
	};
	// Without knowing what was there before, nobody can tell what is new.
	const made = await sendOnce<Made | Alike>({ send, find: ids && find, missing }, context);
	if (made.id !== '') context.claims.take(made.id);
	return made;
}

/** Something to delete. */
export interface Deletion {
	readonly send: () => Promise<unknown>;
	/** Fails with "not found" once it is gone. */
	readonly read: () => Promise<unknown>;
	/** What it means that it is there still, as a sentence. */
	readonly missing: string;
}

/** Deletes: what is not found is gone. */
export async function deleteOnce({ send, read, missing }: Deletion, context: Call): Promise<void> {
	await removeOnce({ send, isAway: () => isGone(read), missing }, context);
}

/** Takes a part away. */
export async function removeOnce(
	{ send, isAway, missing }: Omit<Deletion, 'read'> & { readonly isAway: () => Promise<boolean> },
	context: Call,
): Promise<void> {
	const find = async () => (await isAway()) || undefined;
	await sendOnce({ send: () => send().then(() => true), find, missing }, context);
}

/** The call without its cancellation, for what must follow a step already taken. */
export function unstopped(context: ToolContext): ToolContext {
	return { ...context, pagerduty: context.unstopped, signal: new AbortController().signal };
}

/** Pauses between the looks, in milliseconds: reads right after a change may show what was before. */
const longestPause = 4000;
const pauses = [1000, 2000, longestPause];

/** Looks until something is found. Undefined: it is not there, and more than one look says so. */
export async function lookAgain<T>(
	find: () => Promise<T | undefined>,
	{ deadline, signal }: Call,
): Promise<{ readonly found: T } | 'unreadable' | undefined> {
	for (const [looks, pause] of [0, ...pauses].entries()) {
		const unseen = looks > 1 ? undefined : 'unreadable';
		if (pause > 0 && !(await deadline.pause(pause, signal))) return unseen;
		try {
			const found = await onceReadable(find, { deadline, signal });
			if (found !== undefined) return { found };
		} catch (error) {
			signal.throwIfAborted();
			// Something new is not found either while PagerDuty does not show it.
			if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') return unseen;
		}
	}
	return undefined;
}

/** What goes by: limits, PagerDuty's own failures and those of the network. */
const passing: ReadonlySet<PagerDutyErrorKind> = new Set(['rateLimited', 'server', 'network', 'timeout']);

/** Reads what became of a change. A failure that goes by ends it only with the call's time: there is no other way to know. */
export async function onceReadable<T>(
	read: () => Promise<T>,
	{ deadline, signal }: Pick<Call, 'deadline' | 'signal'>,
): Promise<T> {
	for (let tries = 0; ; tries++) {
		try {
			return await read();
		} catch (error) {
			if (!(error instanceof PagerDutyError) || !passing.has(error.kind)) throw error;
			const pause = (error.retryAfterSeconds ?? 0) * 1000 || (pauses[tries] ?? longestPause);
			if (!(await deadline.pause(pause, signal))) throw error;
		}
	}
}

/** What can be read of something, or undefined if it cannot: that alone keeps nobody from a change. */
export async function readIfPossible<T>(
	read: () => Promise<T>,
	{ signal }: Pick<Call, 'signal'>,
): Promise<T | undefined> {
	try {
		return await read();
	} catch {
		signal.throwIfAborted();
		return undefined;
	}
}

async function isGone(read: () => Promise<unknown>): Promise<boolean> {
	try {
		await read();
		return false;
	} catch (error) {
		if (error instanceof PagerDutyError && error.kind === 'notFound') return true;
		throw error;
	}
}
