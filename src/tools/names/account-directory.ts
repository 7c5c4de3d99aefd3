import { abortable } from '../../pagerduty/http/abortable.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { requestPriorities, type PagerDutyApi, type RequestPriority } from '../../pagerduty/http/request.ts';
import type { Page } from '../../pagerduty/api/paging.ts';
import { getCurrentUser, type User } from '../../pagerduty/api/users.ts';
import type { Directory, Entry, Found, ObjectKind, LookupCall, PageWords } from '../core/directory.ts';
import { belongsToNobody, refusal, ToolError } from '../core/failure.ts';
import { said, word } from '../text/said.ts';
import { chooseOne, entryOf, findByName } from './find-by-name.ts';
import type { Finder } from './finder.ts';
import { isIdForm, nameKey, quoted } from '../text/names.ts';
import { IncidentNames } from './incident-names.ts';
import { readWords } from './page-words.ts';
import { teamsOfPerson } from './team-scope.ts';

/** How each kind of object is looked up; loaded with the first name, because they know every kind. */
export type LoadFinders = () => Promise<Readonly<Record<ObjectKind, Finder>>>;

/** The person signed in, nobody, or why PagerDuty does not tell. */
type Me = User | undefined | PagerDutyError;

/** How long a name is remembered. */
const freshMilliseconds = 5 * 60_000;

/** A search that has ended or is under way, and the signal of the call that began it. */
interface Lookup<T> {
	readonly found: Promise<T>;
	readonly until: number;
	readonly signal: AbortSignal;
	/** Of the call that it waits with, until it has ended. */
	priority?: RequestPriority | undefined;
}

/**
 * Names, ids and e-mail addresses to objects. A name costs one request the first time
 * (that of a schedule two) and none while it is fresh. One per signed-in account.
 */
export class AccountDirectory implements Directory {
	readonly #clock: Clock;
	readonly #finders: LoadFinders;
	/**
	 * Lookups by kind and lower-case reference, those still under way included: whoever asks meanwhile shares them. Each found
	 * all that has the name; which of several is meant is for each call to say.
	 */
	readonly #known = new Map<ObjectKind, Map<string, Lookup<readonly Entry[]>>>();
	readonly incidents = new IncidentNames();
	/** By id of the status page. */
	readonly #words = new Map<string, Lookup<PageWords>>();
	#me: Lookup<Me> | undefined;

	constructor(clock: Clock, finders: LoadFinders) {
		this.#clock = clock;
		this.#finders = finders;
	}

	/** Loads the finders, which the first name would wait for. */
	async prepare(): Promise<void> {
		await this.#finders();
	}

	forget(kind: ObjectKind): void {
		this.#known.delete(kind);
		// The person signed in is known with their teams.
		if (kind === 'user' || kind === 'team') this.#me = undefined;
	}

	learning<Query, Row extends Found>(
		kind: ObjectKind,
		read: (query: Query) => Promise<Page<Row>>,
		{ signal }: Pick<LookupCall, 'signal'>,
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

	async me(call: LookupCall): Promise<User | undefined> {
		const me = await this.#shared(
			() => this.#me,
			(lookup) => {
				this.#me = lookup;
			},
			() => currentUser(call.pagerduty),
			call,
		);
		if (me instanceof PagerDutyError) throw me;
		return me;
	}

	async myId(call: LookupCall): Promise<string | undefined> {
		try {
			return (await this.me(call))?.id;
		} catch {
			call.signal.throwIfAborted();
			return undefined;
		}
	}

	async isPersonal(call: LookupCall): Promise<boolean> {
		try {
			return (await this.me(call)) !== undefined;
		} catch {
			call.signal.throwIfAborted();
			return true;
		}
	}

	words(pageId: string, call: LookupCall): Promise<PageWords> {
		return this.#shared(
			() => this.#words.get(pageId),
			(lookup) => {
				if (lookup) this.#words.set(pageId, lookup);
				else this.#words.delete(pageId);
			},
			() => readWords(pageId, call.pagerduty),
			call,
		);
	}

	resolve(kind: ObjectKind, reference: string, call: LookupCall): Promise<Entry> {
		return this.#lookUp(kind, reference, call, []);
	}

	async current(kind: ObjectKind, reference: string, call: LookupCall): Promise<Found> {
		const read: Found[] = [];
		const { id } = await this.#lookUp(kind, reference, call, read);
		const finder = (await this.#finders())[kind];
		const found = read.find((one) => one.id === id) ?? (await finder.get?.(call.pagerduty, id));
		if (found) return found;
		throw refusal(said`The ${word(finder.noun)} ${id} cannot be read.`);
	}

	/** @param read takes up what is read for it. */
	async #lookUp(kind: ObjectKind, reference: string, call: LookupCall, read: Found[]): Promise<Entry> {
		if (kind === 'user' && reference.toLowerCase() === 'me') return this.#resolveMe(call);
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
				(await this.#byId(kind, reference, call, read)) ??
				findByName((await this.#finders())[kind], reference, call, read),
			call,
		);
		const [entry] = found;
		const lookup = known.get(key);
		if (!entry || found.length > 1) {
			// Whoever asks next is shown those of then.
			known.delete(key);
			return chooseOne((await this.#finders())[kind].noun, reference, found, call);
		}
		const own = nameKey(entry.id);
		if (lookup && !known.has(own)) known.set(own, lookup);
		return entry;
	}

	async ids(
		kind: ObjectKind,
		references: readonly string[] | undefined,
		call: LookupCall,
	): Promise<string[] | undefined> {
		if (!references) return undefined;
		const found = await Promise.all(
			references.map(async (reference) =>
				kind === 'team' && reference.toLowerCase() === 'me'
					? this.#teamsOfMe(call)
					: [(await this.resolve(kind, reference, call)).id],
			),
		);
		return [...new Set(found.flat())];
	}

	async myself(call: LookupCall): Promise<User | undefined> {
		if (this.#me?.signal === call.signal) return this.me(call);
		this.#me = undefined;
		return this.me(call);
	}

	async #teamsOfMe(call: LookupCall): Promise<string[]> {
		const me = await this.myself(call);
		if (!me) throw nobody('Name a team, or sign in with a personal API token.');
		const teams = teamsOfPerson(me);
		if (teams.length > 0) return teams.map(({ id }) => id);
		throw new ToolError({
			message: `teams: ${quoted(me.name ?? me.id)} is not in any team.`,
			said: said`You are not in any team.`,
			next: 'Name the teams.',
		});
	}

	/** What a fresh lookup found or is about to find; otherwise a lookup of our own. One that fails is not kept. */
	async #shared<T>(
		read: () => Lookup<T> | undefined,
		write: (lookup: Lookup<T> | undefined) => void,
		start: () => Promise<T>,
		call: LookupCall,
	): Promise<T> {
		const now = this.#clock.now().getTime();
		const current = read();
		if (current && current.until > now && !waitsBehind(current, call)) {
			try {
				return await abortable(current.found, call.signal);
			} catch (error) {
				// Another call was cancelled or had no time left, not this one.
				const theirs = current.signal.aborted || (error instanceof PagerDutyError && error.kind === 'rateLimited');
				if (!theirs || call.signal.aborted) throw error;
				if (read() === current) write(undefined);
				return this.#shared(read, write, start, call);
			}
		}
		const { signal, deadline } = call;
		const lookup: Lookup<T> = { found: start(), until: now + freshMilliseconds, signal, priority: deadline.priority };
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

	async #resolveMe(call: LookupCall): Promise<Entry> {
		const user = await this.me(call);
		if (user) return { id: user.id, name: user.name ?? user.id, email: user.email };
		throw nobody('Name a user, or sign in with a personal API token.');
	}

	async #byId(
		kind: ObjectKind,
		reference: string,
		call: LookupCall,
		read: Found[],
	): Promise<readonly Entry[] | undefined> {
		const finder = (await this.#finders())[kind];
		if (!finder.get || !isIdForm(reference)) return undefined;
		try {
			const found = await finder.get(call.pagerduty, reference);
			read.push(found);
			return [entryOf(found)];
		} catch (error) {
			if (error instanceof PagerDutyError && error.kind === 'notFound') return undefined;
			throw error;
		}
	}
}

/** Whether a look-up under way may wait for limits that the call itself need not wait for. */
function waitsBehind({ priority }: Lookup<unknown>, { deadline }: LookupCall): boolean {
	return priority !== undefined && requestPriorities.indexOf(priority) > requestPriorities.indexOf(deadline.priority);
}

function nobody(next: string): ToolError {
	return new ToolError({ message: '"me" is nobody here: this is an account-level key.', said: belongsToNobody, next });
}

async function currentUser(pagerduty: PagerDutyApi): Promise<Me> {
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
