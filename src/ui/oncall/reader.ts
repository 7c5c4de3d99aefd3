import type { ToolAnswer } from '../shared/connection.ts';
import type { Fields } from '../shared/fields.ts';
import { answerOf, offeredIn, unread, type Part, type ReaderParts } from '../shared/reading.ts';
import { daysFrom, startOfDay } from '../shared/zone.ts';
import { namedOf, personOf, type Named, type Person, type Schedule, type Span } from './data.ts';
import { readSchedule, readSchedulesOfTurns, type Listed } from './read-schedule.ts';
import { askedIn, type Scope } from './scope.ts';

/** The days that are shown. */
export interface View {
	/** When the first one begins. */
	readonly from: number;
	readonly weeks: 1 | 4;
}

/** All that the page knows. */
export interface Known {
	readonly view: View;
	readonly scope: Scope;
	/** What the tool was asked for whose answer a chat shows, or a row was opened for. */
	readonly given: Scope | undefined;
	/** The person; undefined for a key that is nobody's, and until it is known. */
	readonly me: Person | undefined;
	readonly schedules: Part<readonly Named[]>;
	/** There are others, which are not shown. */
	readonly others: boolean;
	/** By the schedule's id. */
	readonly rows: ReadonlyMap<string, Part<Schedule>>;
	/** A number for each person, by which those of one schedule look different; for those whose turn it is to be numbered. */
	readonly numbers: ReadonlyMap<string, number>;
	/** Whom somebody looked at, by id. */
	readonly people: ReadonlyMap<string, Person>;
	/** Why there is nothing to show, as the host says it. */
	readonly closed: string | undefined;
	/** Anything is being read. */
	readonly reading: boolean;
	readonly readAt: number | undefined;
	readonly offered: ReadonlySet<string> | undefined;
}

export interface OncallReaderParts extends ReaderParts {
	/** The zone whose days are shown. */
	readonly zone: () => string | undefined;
}

/** More schedules than this are too many requests for a page. */
const mostSchedules = 60;
/** As many are read at once as leaves others a way through. */
const atOnce = 5;

/** What is known before anything is read. */
const nothing = {
	me: undefined,
	schedules: unread,
	others: false,
	rows: new Map<string, never>(),
	numbers: new Map<string, number>(),
	people: new Map<string, Person>(),
	readAt: undefined,
} as const;

/** Reads who is on call when through the tools, schedule by schedule, and keeps what it has read. */
export class OncallReader {
	readonly #parts: OncallReaderParts;
	#known: Known;
	#begun = false;
	/** Counts readings: what an earlier one still brings is no longer asked for. */
	#reading = 0;
	readonly #looked = new Set<string>();

	constructor(parts: OncallReaderParts) {
		this.#parts = parts;
		this.#known = {
			view: { from: startOfDay(parts.now(), parts.zone()), weeks: 1 },
			scope: { kind: 'mine' },
			given: undefined,
			...nothing,
			closed: undefined,
			reading: true,
			offered: undefined,
		};
	}

	get known(): Known {
		return this.#known;
	}

	/** The days of the view, each with when it begins, and when the last one ends. */
	get days(): readonly number[] {
		const { from, weeks } = this.#known.view;
		return daysFrom(from, weeks * 7, this.#parts.zone());
	}

	/** What the host's tool was called with; later on that what is shown may have changed. */
	begin(input: Fields): void {
		if (this.#begun) {
			void this.read();
			return;
		}
		const { scope, since } = askedIn(input, this.#parts.now());
		this.#begun = true;
		const from = startOfDay(since ?? this.#parts.now(), this.#parts.zone());
		this.#show({ view: { from, weeks: 1 }, ...(scope && { scope, given: scope.kind === 'mine' ? undefined : scope }) });
		void this.read();
	}

	/** What the host's tool has answered. It is old where a chat kept it, and less than is shown here, so all is read anew. */
	take({ failed, output, text, meta }: ToolAnswer): void {
		const offered = offeredIn(meta) ?? this.#known.offered;
		if (failed) {
			this.#reading++;
			this.#looked.clear();
			// What was read is of an account that may not be seen any more.
			this.#show({ ...nothing, closed: text, reading: false, offered });
			return;
		}
		this.#show({ closed: undefined, offered });
		// Gaps are looked for in all schedules, unless some are named.
		const all = output['coverage'] !== undefined && this.#known.given === undefined;
		if (all) this.show({ scope: { kind: 'all' } });
		else if (!this.#begun) this.begin({});
	}

	/** Shows other days or other schedules. */
	show(changed: { readonly view?: View; readonly scope?: Scope }): void {
		this.#begun = true;
		this.#show({ ...changed, rows: new Map(), ...(changed.scope && { schedules: unread, others: false }) });
		void this.read();
	}

	/** Reads all that is in sight anew. */
	async read(): Promise<void> {
		const reading = ++this.#reading;
		const isLast = () => reading === this.#reading;
		this.#show({ reading: true, schedules: { ...this.#known.schedules, reading: true } });
		const { scope, closed } = this.#known;
		const [own] = await Promise.all([this.#list(scope, isLast), this.#known.me ? undefined : this.#readMe()]);
		if (!isLast()) return;
		const listed = typeof own === 'string' && this.#mayBeNobodys ? await this.#listAll(own, isLast) : own;
		if (!isLast()) return;
		if (typeof listed === 'string') {
			this.#show({ reading: false, schedules: { value: undefined, problem: listed, reading: false } });
			if (closed !== undefined) this.#show({ closed: listed });
			return;
		}
		const schedules = listed.schedules.slice(0, mostSchedules);
		const others = listed.more || listed.schedules.length > schedules.length;
		this.#show({ schedules: { value: schedules, problem: undefined, reading: false }, others });
		const waiting = [...schedules];
		const work = async () => {
			for (let next = waiting.shift(); next && isLast(); next = waiting.shift()) await this.#readRow(next.id, isLast);
		};
		await Promise.all(Array.from({ length: atOnce }, work));
		if (!isLast()) return;
		const rows = [...this.#known.rows.values()];
		const isClosed = closed !== undefined && rows.length > 0 && rows.every(({ value }) => !value);
		this.#show({
			closed: isClosed ? rows[0]?.problem : undefined,
			reading: false,
			readAt: this.#parts.now(),
		});
	}

	/** Reads one schedule anew. */
	async again(id: string): Promise<void> {
		const reading = this.#reading;
		await this.#readRow(id, () => reading === this.#reading);
	}

	/** Looks up where somebody is. */
	async look(id: string): Promise<void> {
		if (this.#looked.has(id)) return;
		this.#looked.add(id);
		const { output } = await this.#call('get_user', { user: id, fields: ['id', 'name', 'time_zone'] });
		const person = personOf(output);
		if (person) this.#show({ people: new Map([...this.#known.people, [id, person]]) });
	}

	/** People whose name has such a part; why not, where they cannot be read. */
	async find(query: string): Promise<readonly Named[] | string> {
		const { failed, output, text } = await this.#call('list_users', { query, limit: 8, fields: ['id', 'name'] });
		return failed ? text : namedOf(output['users']);
	}

	async #readMe(): Promise<void> {
		const me = personOf((await this.#call('get_current_user', { fields: ['id', 'name', 'time_zone'] })).output);
		if (me) this.#show({ me, people: new Map([...this.#known.people, [me.id, me]]) });
	}

	/** A key that is nobody's has no schedules of its own. Whoever has seen some of their own keeps to them. */
	get #mayBeNobodys(): boolean {
		const { scope, me, readAt } = this.#known;
		return scope.kind === 'mine' && me === undefined && readAt === undefined;
	}

	/** All schedules, which are the scope from now on; where they cannot be read either, nothing is known of the key. */
	async #listAll(problem: string, wanted: () => boolean): Promise<Listed | string> {
		const scope = { kind: 'all' } as const;
		const listed = await this.#list(scope, wanted);
		if (typeof listed === 'string') return problem;
		this.#show({ scope });
		return listed;
	}

	/** The schedules of the scope; why they cannot be read otherwise. */
	async #list(scope: Scope, wanted: () => boolean): Promise<Listed | string> {
		switch (scope.kind) {
			case 'named':
				return { schedules: scope.schedules.map((name) => ({ id: name, name })), more: false };
			case 'all': {
				const input = { limit: 100, fields: ['id', 'name'], ...(scope.teams && { teams: scope.teams }) };
				const { failed, output, text } = await this.#call('list_schedules', input);
				return failed ? text : { schedules: namedOf(output['schedules']), more: output['more'] === true };
			}
			case 'mine':
			case 'of': {
				const users = scope.kind === 'mine' ? ['me'] : scope.users;
				const policies = scope.kind === 'of' ? scope.policies : [];
				const { start, end } = this.#span;
				const input = {
					...(users.length > 0 && { users }),
					...(policies.length > 0 && { escalation_policies: policies }),
					since: start,
					until: end,
					limit: 100,
					fields: ['schedule', 'schedule_id', 'start'],
				};
				return readSchedulesOfTurns(this.#parts.call, input, wanted);
			}
		}
	}

	/** A schedule as it is now, during a span; or why it cannot be read. */
	during(id: string, span: Span): Promise<Schedule | string> {
		return readSchedule(this.#parts.call, id, span);
	}

	async #readRow(id: string, isLast: () => boolean): Promise<void> {
		this.#showRow(id, { ...(this.#known.rows.get(id) ?? unread), reading: true });
		const { days } = this;
		const read = await readSchedule(this.#parts.call, id, { start: days[0] ?? 0, end: days.at(-1) ?? 0 }, isLast);
		if (!isLast()) return;
		if (typeof read === 'string') {
			this.#showRow(id, { value: this.#known.rows.get(id)?.value, problem: read, reading: false });
			return;
		}
		this.#known = { ...this.#known, closed: undefined };
		this.#showRow(id, { value: read, problem: undefined, reading: false });
	}

	/** People by the order of the schedules, not of the answers: everybody has the same number whenever the page is opened. */
	#numbers({ schedules, rows, numbers: known }: Known): ReadonlyMap<string, number> {
		const numbers = new Map(known);
		for (const { id } of schedules.value ?? []) {
			const row = rows.get(id);
			if (!row || row.reading) break;
			for (const { userId } of row.value?.shifts ?? []) if (!numbers.has(userId)) numbers.set(userId, numbers.size);
		}
		return numbers;
	}

	/** What is asked of the tools: all of the days. */
	get #span(): { readonly start: string; readonly end: string } {
		const { days } = this;
		const iso = (at = 0) => new Date(at).toISOString();
		return { start: iso(days[0]), end: iso(days.at(-1)) };
	}

	#call(name: string, input: Fields): Promise<ToolAnswer> {
		return answerOf(this.#parts.call, name, input);
	}

	#showRow(id: string, row: Part<Schedule>): void {
		const known = { ...this.#known, rows: new Map([...this.#known.rows, [id, row]]) };
		this.#show({ ...known, numbers: this.#numbers(known) });
	}

	#show(changed: Partial<Known>): void {
		this.#known = { ...this.#known, ...changed };
		this.#parts.changed();
	}
}
