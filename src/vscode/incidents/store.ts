import type { Clock } from '../../pagerduty/http/clock.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { Emitter } from '../emitter.ts';
import { failed, loaded, notLoaded, type LoadState } from '../refresh/load-state.ts';
import type { Reading } from '../refresh/reading.ts';
import { ExpectedStatuses, type Expectation } from './expected-statuses.ts';
import type { Arrangement } from './arrangement.ts';
import { groupIncidents, type IncidentGroup, type Shown } from './groups.ts';
import { sortedByNeed, type Priorities } from './order.ts';

/** So many incidents are read, and so many more each time somebody asks for them: more than anybody looks through. */
export const readAtOnce = 1_000;
/** How long a change made here counts for more than a list that PagerDuty may have put together before it. */
const settleMs = 5_000;
/** Shown between the first and the last page at most this often. */
const showEveryMs = 500;
/** How many of those resolved here stay in sight, to be reopened. */
const resolvedKept = 10;

/** Open incidents that are not kept here, because there are so many. */
export interface Rest {
	/** How many; undefined where nobody could tell. */
	readonly count: number | undefined;
	/** Whether PagerDuty lists more of them. */
	readonly reachable: boolean;
	/** They were opened at this time or before. */
	readonly until: string | undefined;
}

/** One reading of open incidents. */
export interface IncidentReading extends Reading<ShownIncident> {
	/** These are no longer open. */
	end(ids: readonly string[]): void;
	/** What the list goes on with; undefined for nothing. */
	leave(rest: Rest | undefined): void;
}

/** The open incidents, as all views show them. */
export class IncidentStore {
	/** Anything shown changed: an incident, or what is known of the reading. */
	readonly changed = new Emitter();
	/** The incidents changed, or what else is listed with them: after `changed`. */
	readonly rowsChanged = new Emitter();
	/** It is known anew what is open. */
	readonly read = new Emitter<readonly ShownIncident[]>();
	/** A reading told of something that nobody knew here. */
	readonly learned = new Emitter();
	/** Incidents came into sight that have long been open: before `read` tells of all. */
	readonly widened = new Emitter<readonly ShownIncident[]>();

	readonly #clock: Clock;
	#open = new Map<string, ShownIncident>();
	#resolved: readonly ShownIncident[] = [];
	/** When each incident was last changed from here. */
	#touched = new Map<string, number>();
	#load: LoadState = notLoaded;
	/** Not in the last list, which had several pages: still open as far as is known. */
	#missed: ReadonlySet<string> = new Set();
	#rest: Rest | undefined;
	#mine: readonly ShownIncident[] | undefined;
	#priorities: Priorities | undefined;
	readonly #expected = new ExpectedStatuses(() => this.#show());
	#reading: IncidentReading | undefined;
	/** A reading, which another one may have overtaken since, brought rows that are not drawn yet. */
	#unshown = false;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	get load(): LoadState {
		return this.#load;
	}

	/** Rows to show: open ones and those resolved here. */
	get size(): number {
		return this.#open.size + this.#resolved.length;
	}

	get openCount(): number {
		return this.#open.size;
	}

	/** What else is open. */
	get rest(): Rest | undefined {
		return this.#rest;
	}

	/** How many open ones there are to tell of: those of the person if the token stands for one, else all. */
	countFor(person: boolean): number {
		return person ? this.mine.length : this.openCount + (this.#rest?.count ?? 0);
	}

	/** Open incidents assigned to the person, what needs them most first. */
	get mine(): readonly ShownIncident[] {
		return (this.#mine ??= sortedByNeed(
			this.open.filter(({ mine }) => mine),
			this.#priorities ?? [],
		));
	}

	/** The incidents under their headings. */
	groups(arrangement?: Arrangement, repository: Shown['repository'] = []): readonly IncidentGroup[] {
		return groupIncidents(
			this.open,
			this.#resolved.map((incident) => this.#expected.of(incident)),
			{
				priorities: this.#priorities ?? [],
				repository,
				now: this.#clock.now(),
				...(arrangement && { arrangement }),
			},
		);
	}

	/** All open incidents, in no order. */
	get open(): readonly ShownIncident[] {
		return [...this.#open.values()].map((incident) => this.#expected.of(incident));
	}

	/** The open ones as a responder reads them: mine first, then what needs somebody most. */
	get openByNeed(): readonly ShownIncident[] {
		return sortedByNeed(this.open, this.#priorities ?? []);
	}

	/** The account's priorities, the highest first; undefined before they were read. */
	get priorities(): Priorities | undefined {
		return this.#priorities;
	}

	/** The account's priorities, the highest first. */
	order(priorities: Priorities): void {
		const reordered = JSON.stringify(this.#priorities) !== JSON.stringify(priorities);
		this.#priorities = priorities;
		this.#show(reordered);
	}

	get(id: string): ShownIncident | undefined {
		const known = this.confirmed(id);
		return known && this.#expected.of(known);
	}

	/** As PagerDuty said it last, whatever is under way. */
	confirmed(id: string): ShownIncident | undefined {
		return this.#open.get(id) ?? this.#resolved.find((incident) => incident.id === id);
	}

	/** Whether a change of it is under way. */
	isChanging(id: string): boolean {
		return this.#expected.has(id);
	}

	/** Shows that a change of incidents is under way, with the status that it will give them if it gives them one. */
	expect(ids: readonly string[], status?: string): Expectation {
		return this.#expected.expect(ids, status);
	}

	/**
	 * Starts to read the list, or a part of it. Whatever an earlier reading still delivers is ignored. A page is shown without
	 * waiting for the others. What was in none of them is no longer open; but when something is resolved between two pages the rest
	 * moves up and one row slips through, so after several pages only what is missing twice counts as gone.
	 */
	begin(what: 'whole' | 'part' = 'whole'): IncidentReading {
		const started = this.#clock.now().getTime();
		const seen = new Set<string>();
		const older: ShownIncident[] = [];
		let rest = what === 'whole' ? undefined : this.#rest;
		let pages = 0;
		let news = false;
		let shownAt = -Infinity;
		const reading: IncidentReading = {
			add: (page) => {
				if (this.#reading !== reading) return;
				pages++;
				for (const incident of page) {
					seen.add(incident.id);
					if (this.#isFresher(incident.id, started)) continue;
					const known = this.#open.get(incident.id);
					if (!known && this.#isOfRest(incident)) {
						older.push(incident);
						this.#unshown = true;
					} else if (!(news && this.#unshown) && (!known || differ(known, incident))) {
						news = true;
						this.#unshown = true;
					}
					this.#open.set(incident.id, incident);
				}
				this.#resolved = this.#resolved.filter(({ id }) => !this.#open.has(id));
				const now = this.#clock.now().getTime();
				if (now - shownAt < showEveryMs) return;
				shownAt = now;
				this.#show(false);
			},
			end: (ids) => {
				if (this.#reading !== reading) return;
				const gone = ids.filter((id) => !this.#isFresher(id, started) && this.#open.delete(id));
				news ||= gone.length > 0;
				this.#unshown ||= gone.length > 0;
			},
			leave: (left) => {
				rest = left;
			},
			complete: () => {
				if (this.#reading !== reading) return;
				this.#reading = undefined;
				const someGone = what === 'whole' && this.#forgetMissing(seen, pages, started);
				news ||= someGone;
				this.#forgetOldTouches(started);
				const isFirst = this.#load.completeAt === undefined;
				const otherRest = JSON.stringify(this.#rest) !== JSON.stringify(rest);
				this.#rest = rest;
				this.#load = loaded(this.#clock.now());
				this.#show(someGone || isFirst || otherRest);
				if (news && !isFirst) this.learned.fire();
				if (older.length > 0) this.widened.fire(older);
				this.read.fire(this.open);
			},
			fail: (problem) => {
				if (this.#reading !== reading) return;
				this.#reading = undefined;
				this.#load = failed(this.#load, this.#clock.now(), problem);
				this.#show(false);
			},
		};
		this.#reading = reading;
		return reading;
	}

	/** Takes over incidents as they are after a change made through this product. */
	apply(incidents: readonly ShownIncident[]): void {
		for (const changed of incidents) {
			// Who the person is may be unknown for a moment; whose the incident is does not change by that.
			const incident = { ...changed, mine: changed.mine ?? this.get(changed.id)?.mine };
			this.#touched.set(incident.id, this.#clock.now().getTime());
			this.#resolved = this.#resolved.filter(({ id }) => id !== incident.id);
			if (incident.status !== 'resolved') this.#open.set(incident.id, incident);
			else {
				this.#open.delete(incident.id);
				this.#resolved = [incident, ...this.#resolved].slice(0, resolvedKept);
			}
		}
		if (incidents.length > 0) this.#show();
	}

	/** Another account, or none. */
	clear(): void {
		this.#open = new Map();
		this.#resolved = [];
		this.#touched = new Map();
		this.#missed = new Set();
		this.#rest = undefined;
		this.#load = notLoaded;
		this.#reading = undefined;
		this.#priorities = undefined;
		this.#show();
	}

	/** Whether it was changed from here after the reading had begun, or so shortly before that PagerDuty may not show it yet. */
	#isFresher(id: string, started: number): boolean {
		const touched = this.#touched.get(id) ?? -Infinity;
		// A time to come is from before somebody set the clock back.
		return touched > started - settleMs && touched <= this.#clock.now().getTime();
	}

	/** Whether it was left out before because there are so many. Of the person's own none was. */
	#isOfRest({ created_at: created = '', mine }: ShownIncident): boolean {
		return mine !== true && Date.parse(created) <= Date.parse(this.#rest?.until ?? '');
	}

	/** Tells whether any was. */
	#forgetMissing(seen: ReadonlySet<string>, pages: number, started: number): boolean {
		const missing = [...this.#open.keys()].filter((id) => !seen.has(id) && !this.#isFresher(id, started));
		const gone = missing.filter((id) => pages === 1 || this.#missed.has(id));
		for (const id of gone) this.#open.delete(id);
		this.#missed = new Set(missing.filter((id) => this.#open.has(id)));
		return gone.length > 0;
	}

	#forgetOldTouches(before: number): void {
		const now = this.#clock.now().getTime();
		for (const [id, at] of this.#touched) if (at < before - settleMs || at > now) this.#touched.delete(id);
	}

	/** @param rows whether something changed in them, besides what readings have brought */
	#show(rows = true): void {
		const changed = rows || this.#unshown;
		this.#mine = undefined;
		this.#unshown = false;
		this.changed.fire();
		if (changed) this.rowsChanged.fire();
	}
}

/** Whether a reading tells something else of an incident; it grows older in any case. */
function differ(known: ShownIncident, read: ShownIncident): boolean {
	return JSON.stringify({ ...known, age: 0 }) !== JSON.stringify({ ...read, age: 0 });
}
