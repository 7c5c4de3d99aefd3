import type { Clock } from '../../pagerduty/http/clock.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { Emitter } from '../emitter.ts';
import { failed, loaded, notLoaded, type LoadState } from '../refresh/load-state.ts';
import type { Reading } from '../refresh/reading.ts';
import { ExpectedStatuses, type Expectation } from './expected-statuses.ts';
import type { Arrangement } from './arrangement.ts';
import { groupIncidents, type IncidentGroup } from './groups.ts';
import { sortedByNeed, type Priorities } from './order.ts';

/** How long a change made here counts for more than a list that PagerDuty may have put together before it. */
const settleMs = 5_000;
/** Shown between the first and the last page at most this often. */
const showEveryMs = 500;
/** How many of those resolved here stay in sight, to be reopened. */
const resolvedKept = 10;

/** The open incidents, as all views show them. */
export class IncidentStore {
	/** Anything shown changed. */
	readonly changed = new Emitter();
	/** A complete list was read. */
	readonly read = new Emitter<readonly ShownIncident[]>();

	readonly #clock: Clock;
	#open = new Map<string, ShownIncident>();
	#resolved: readonly ShownIncident[] = [];
	/** When each incident was last changed from here. */
	#touched = new Map<string, number>();
	#load: LoadState = notLoaded;
	/** Not in the last list, which had several pages: still open as far as is known. */
	#missed: ReadonlySet<string> = new Set();
	#mine: readonly ShownIncident[] | undefined;
	#priorities: Priorities | undefined;
	readonly #expected = new ExpectedStatuses(() => this.#show());
	#reading: Reading<ShownIncident> | undefined;

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

	/** How many open ones there are to tell of: those of the person if the token stands for one, else all. */
	countFor(person: boolean): number {
		return person ? this.mine.length : this.openCount;
	}

	/** Open incidents assigned to the person, what needs them most first. */
	get mine(): readonly ShownIncident[] {
		return (this.#mine ??= sortedByNeed(
			this.open.filter(({ mine }) => mine),
			this.#priorities ?? [],
		));
	}

	/** The incidents under their headings. */
	groups(arrangement?: Arrangement): readonly IncidentGroup[] {
		return groupIncidents(
			this.open,
			this.#resolved.map((incident) => this.#expected.of(incident)),
			{
				priorities: this.#priorities ?? [],
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
		this.#priorities = priorities;
		this.#show();
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
	 * Starts to read the list. Whatever an earlier reading still delivers is ignored. A page is shown without waiting for the others.
	 * What was in none of them is no longer open; but when something is resolved between two pages the rest moves up and one row
	 * slips through, so after several pages only what is missing twice counts as gone.
	 */
	begin(): Reading<ShownIncident> {
		const started = this.#clock.now().getTime();
		const seen = new Set<string>();
		let pages = 0;
		let shownAt = -Infinity;
		const protectedFromList = (id: string) => (this.#touched.get(id) ?? -Infinity) > started - settleMs;
		const reading: Reading<ShownIncident> = {
			add: (page) => {
				if (this.#reading !== reading) return;
				pages++;
				for (const incident of page) {
					seen.add(incident.id);
					if (!protectedFromList(incident.id)) this.#open.set(incident.id, incident);
				}
				this.#resolved = this.#resolved.filter(({ id }) => !this.#open.has(id));
				const now = this.#clock.now().getTime();
				if (now - shownAt < showEveryMs) return;
				shownAt = now;
				this.#show();
			},
			complete: () => {
				if (this.#reading !== reading) return;
				this.#reading = undefined;
				const missing = [...this.#open.keys()].filter((id) => !seen.has(id) && !protectedFromList(id));
				const gone = missing.filter((id) => pages === 1 || this.#missed.has(id));
				for (const id of gone) this.#open.delete(id);
				this.#missed = new Set(missing.filter((id) => this.#open.has(id)));
				this.#forgetOldTouches(started);
				this.#load = loaded(this.#clock.now());
				this.#show();
				this.read.fire(this.open);
			},
			fail: (problem) => {
				if (this.#reading !== reading) return;
				this.#reading = undefined;
				this.#load = failed(this.#load, this.#clock.now(), problem);
				this.#show();
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
		this.#load = notLoaded;
		this.#reading = undefined;
		this.#priorities = undefined;
		this.#show();
	}

	#forgetOldTouches(before: number): void {
		for (const [id, at] of this.#touched) if (at < before - settleMs) this.#touched.delete(id);
	}

	#show(): void {
		this.#mine = undefined;
		this.changed.fire();
	}
}
