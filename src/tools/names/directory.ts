import { abortable } from '../../pagerduty/http/abortable.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { priorities, type PagerDuty, type Priority } from '../../pagerduty/http/request.ts';
import type { Page } from '../../pagerduty/api/paging.ts';
import { getCurrentUser, type User } from '../../pagerduty/api/users.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { choose, entryOf, findByName, type Entry } from './find-by-name.ts';
import type { finders, Finder, Found } from '../finders.ts';
import { nameKey, quoted } from '../text/names.ts';
import { IncidentNames } from './incident-names.ts';
import { readWords, type PageWords } from '../communication/shared/page-words.ts';
import { teamsOfPerson } from './team-scope.ts';

/** Kinds of objects that can be given by name. */
export type Kind = keyof typeof finders;

/** Loaded with the first name: they know every kind of object. */
async function finderOf(kind: Kind): Promise<Finder> {
	return (await import('../finders.ts')).finders[kind];
}

/** The person signed in, nobody, or why PagerDuty does not tell. */
type Me = User | undefined | PagerDutyError;

/** PagerDuty's ids; those of event orchestrations are UUIDs. */
const idForm = /^(?:[A-Z0-9]{6,26}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;

/** How long a name is remembered. */
const freshMilliseconds = 5 * 60_000;

/** A search that has ended or is under way, and the signal of the call that began it. */
interface Lookup<T> {
	readonly found: Promise<T>;
	readonly until: number;
	readonly signal: AbortSignal;
	/** Of the call that it waits with, until it has ended. */
	priority?: Priority | undefined;
}

/**
 * Names, ids and e-mail addresses to objects. A name costs one request the first time
 * (that of a schedule two) and none while it is fresh. One per signed-in account.
 */
export class Directory {
	readonly #clock: Clock;
	/**
	 * Lookups by kind and lower-case reference, those still under way included: whoever asks meanwhile shares them. Each found
	 * all that has the name; which of several is meant is for each call to say.
	 */
	readonly #known = new Map<Kind, Map<string, Lookup<readonly Entry[]>>>();
	readonly incidents = new IncidentNames();
	/** By id of the status page. */
	readonly #words = new Map<string, Lookup<PageWords>>();
	#me: Lookup<Me> | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Loads the finders, which the first name would wait for. */
	async prepare(): Promise<void> {
		await import('../finders.ts');
	}

	/** Forgets one kind of object, after a change of our own: names, teams and policies may be others now. */
	forget(kind: Kind): void {
		this.#known.delete(kind);
		// The person signed in is known with their teams.
		if (kind === 'user' || kind === 'team') this.#me = undefined;
	}

	/** The same list, whose ids are known from then on: whoever was shown an object names it by its id next. */
	learning<Query, Row extends Found>(
		kind: Kind,
		read: (query: Query) => Promise<Page<Row>>,
		{ signal }: Pick<ToolContext, 'signal'>,
	): (query: Query) => Promise<Page<Row>> {
		return async (query) => {
			const page = await read(query);
			const known = this.#known.get(kind) ?? new Map<string, Lookup<readonly Entry[]>>();
			this.#known.set(kind, known);
			const until = this.#clock.now().getTime() + freshMilliseconds;
			for (const row of page.items) {
				known.set(nameKey(row.id), { found: Promise.resolve([entryOf(row)]), until, signal });
			}
			return page;
		};
	}

	/** The person signed in, or undefined for an account-level key, which belongs to nobody. operationId: getCurrentUser */
	async me(context: ToolContext): Promise<User | undefined> {
		const me = await this.#shared(
			() => this.#me,
			(lookup) => {
				this.#me = lookup;
			},
			() => currentUser(context.pagerduty),
			context,
		);
		if (me instanceof PagerDutyError) throw me;
		return me;
	}

	/** To mark what is theirs: nothing fails because PagerDuty does not tell who is signed in. */
	async myId(context: ToolContext): Promise<string | undefined> {
		try {
			return (await this.me(context))?.id;
		} catch {
			context.signal.throwIfAborted();
			return undefined;
		}
	}

	/** Whether requests are made for a person, who need not be known, rather than by the key of an account. */
	async isPersonal(context: ToolContext): Promise<boolean> {
		try {
			return (await this.me(context)) !== undefined;
		} catch {
			context.signal.throwIfAborted();
			return true;
		}
	}

	/** The words in which a status page speaks. */
	words(pageId: string, context: ToolContext): Promise<PageWords> {
		return this.#shared(
			() => this.#words.get(pageId),
			(lookup) => {
				if (lookup) this.#words.set(pageId, lookup);
				else this.#words.delete(pageId);
			},
			() => readWords(pageId, context.pagerduty),
			context,
		);
	}

	/**
	 * The object that `reference` names.
	 * @throws {ToolError} not found (with the closest names) or ambiguous (with the candidates) and nobody to ask.
	 */
	resolve(kind: Kind, reference: string, context: ToolContext): Promise<Entry> {
		return this.#lookUp(kind, reference, context, []);
	}

	/**
	 * The object itself that `reference` names, as it is now: its name is remembered, what it relates to is not, because
	 * somebody else may change that. No further request if this call looks the name up. For kinds that the API gives by id.
	 */
	async current(kind: Kind, reference: string, context: ToolContext): Promise<Found> {
		const read: Found[] = [];
		const { id } = await this.#lookUp(kind, reference, context, read);
		const finder = await finderOf(kind);
		const found = read.find((one) => one.id === id) ?? (await finder.get?.(context.pagerduty, id));
		if (found) return found;
		throw new ToolError({ message: `${finder.noun} ${id} cannot be read.` });
	}

	/** @param read takes up what is read for it. */
	async #lookUp(kind: Kind, reference: string, context: ToolContext, read: Found[]): Promise<Entry> {
		if (kind === 'user' && reference.toLowerCase() === 'me') return this.#resolveMe(context);
		const known = this.#known.get(kind) ?? new Map<string, Lookup<readonly Entry[]>>();
		this.#known.set(kind, known);
		const key = nameKey(reference);
		const found = await this.#shared(
			() => known.get(key),
			(lookup) => {
				if (lookup) known.set(key, lookup);
				else known.delete(key);
			},
			async () =>
				(await this.#byId(kind, reference, context, read)) ??
				findByName(await finderOf(kind), reference, context, read),
			context,
		);
		const [entry] = found;
		const lookup = known.get(key);
		if (!entry || found.length > 1) {
			// Whoever asks next is shown those of then.
			known.delete(key);
			return choose((await finderOf(kind)).noun, reference, found, context);
		}
		const own = nameKey(entry.id);
		if (lookup && !known.has(own)) known.set(own, lookup);
		return entry;
	}

	/** The ids of several objects; undefined when none are asked for. */
	async ids(
		kind: Kind,
		references: readonly string[] | undefined,
		context: ToolContext,
	): Promise<string[] | undefined> {
		if (!references) return undefined;
		const found = await Promise.all(
			references.map(async (reference) =>
				kind === 'team' && reference.toLowerCase() === 'me'
					? this.#teamsOfMe(context)
					: [(await this.resolve(kind, reference, context)).id],
			),
		);
		return [...new Set(found.flat())];
	}

	/** The person signed in with their teams as they are now: what this call knows, not what another one once read. */
	async myself(context: ToolContext): Promise<User | undefined> {
		if (this.#me?.signal === context.signal) return this.me(context);
		this.#me = undefined;
		return this.me(context);
	}

	async #teamsOfMe(context: ToolContext): Promise<string[]> {
		const me = await this.myself(context);
		if (!me) throw nobody('Name a team, or sign in with a personal API token.');
		const teams = teamsOfPerson(me);
		if (teams.length > 0) return teams.map(({ id }) => id);
		throw new ToolError({
			message: `teams: ${quoted(me.name ?? me.id)} is not in any team.`,
			next: 'Name the teams.',
		});
	}

	/** What a fresh lookup found or is about to find; otherwise a lookup of our own. One that fails is not kept. */
	async #shared<T>(
		read: () => Lookup<T> | undefined,
		write: (lookup: Lookup<T> | undefined) => void,
		start: () => Promise<T>,
		context: ToolContext,
	): Promise<T> {
		const now = this.#clock.now().getTime();
		const current = read();
		if (current && current.until > now && !waitsBehind(current, context)) {
			try {
				return await abortable(current.found, context.signal);
			} catch (error) {
				// Another call was cancelled or had no time left, not this one.
				const theirs = current.signal.aborted || (error instanceof PagerDutyError && error.kind === 'rateLimited');
				if (!theirs || context.signal.aborted) throw error;
				if (read() === current) write(undefined);
				return this.#shared(read, write, start, context);
			}
		}
		const { signal, patience } = context;
		const lookup: Lookup<T> = { found: start(), until: now + freshMilliseconds, signal, priority: patience.priority };
		write(lookup);
		try {
			return await lookup.found;
		} catch (error) {
			if (read() === lookup) write(undefined);
			throw error;
		} finally {
			lookup.priority = undefined;
		}
	}

	async #resolveMe(context: ToolContext): Promise<Entry> {
		const user = await this.me(context);
		if (user) return { id: user.id, name: user.name ?? user.id, email: user.email };
		throw nobody('Name a user, or sign in with a personal API token.');
	}

	async #byId(
		kind: Kind,
		reference: string,
		context: ToolContext,
		read: Found[],
	): Promise<readonly Entry[] | undefined> {
		const finder = await finderOf(kind);
		if (!finder.get || !idForm.test(reference)) return undefined;
		try {
			const found = await finder.get(context.pagerduty, reference);
			read.push(found);
			return [entryOf(found)];
		} catch (error) {
			if (error instanceof PagerDutyError && error.kind === 'notFound') return undefined;
			throw error;
		}
	}
}

/** Whether a look-up under way may wait for limits that the call itself need not wait for. */
function waitsBehind({ priority }: Lookup<unknown>, { patience }: ToolContext): boolean {
	return priority !== undefined && priorities.indexOf(priority) > priorities.indexOf(patience.priority);
}

function nobody(next: string): ToolError {
	return new ToolError({ message: '"me" is nobody here: this is an account-level key.', next });
}

async function currentUser(pagerduty: PagerDuty): Promise<Me> {
	try {
		return await getCurrentUser(pagerduty);
	} catch (error) {
		// An account-level key acts for nobody; PagerDuty answers it with 400.
		if (error instanceof PagerDutyError && error.status === 400) return undefined;
		// A token that may not read users: it would be refused each time.
		if (error instanceof PagerDutyError && error.kind === 'forbidden') return error;
		throw error;
	}
}
