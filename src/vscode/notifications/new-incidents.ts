import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { ToldEvents } from './told-events.ts';

/** What happened that an incident waits for somebody now. */
export type Happening =
	/** It was not there before. */
	| 'new'
	/** Somebody had acknowledged or snoozed it. */
	| 'again'
	| 'reopened'
	/** Its escalation policy gave it to the person. */
	| 'escalated'
	/** Somebody gave it to the person. */
	| 'assigned'
	/** Its urgency is high now. */
	| 'urgent'
	/** Its priority is another one now. */
	| 'priority';

/** An incident that waits for somebody, from the moment when it began to. */
export interface News extends ShownIncident {
	/** Tells this moment from others of the same incident, in every window alike. */
	readonly event: string;
	readonly happened: Happening;
}

/** What a look has found out about an incident. */
interface Seen {
	readonly state: 'waiting' | 'taken' | 'gone';
	/** It waits, and the person wants to hear of it. */
	readonly heard: boolean;
	readonly mine: boolean;
	readonly low: boolean;
	readonly priority: string | undefined;
	/** When it last began to wait or was taken on, in milliseconds. */
	readonly since: number;
	/** What happened since without a time of its own. */
	readonly mark: string;
	/** When its escalation policy would give it to the next level. */
	readonly escalates: number | undefined;
	/** The last of its events that the person wanted to hear of. */
	readonly event: string | undefined;
}

const toldKept = 500;
/** How many of those that were open once are remembered beside those that are. */
const knownKept = 2000;
/** PagerDuty escalates within this time of what it said. */
const escalationToleranceMs = 2 * 60_000;

/** Finds the incidents that have begun to wait for somebody since the last look: new ones, and those that do so again. */
export class NewIncidents {
	#seen: ReadonlyMap<string, Seen> | undefined;
	#told: ToldEvents;

	constructor(told: ToldEvents) {
		this.#told = told;
	}

	/** Starts afresh: the next look is the first. What was told stays told, unless another memory is given. */
	reset(told = this.#told): void {
		this.#seen = undefined;
		this.#told = told;
	}

	/**
	 * What has begun to wait since the look before, out of a complete list of open incidents; nothing at the first look.
	 * @param wants whether the person wants to hear of an incident
	 */
	look(open: readonly ShownIncident[], wants: (incident: ShownIncident) => boolean): readonly News[] {
		const before = this.#seen;
		const now = new Map(
			open.map((incident) => [incident.id, see(incident, before?.get(incident.id), wants(incident))]),
		);
		const gone = [...(before ?? [])].filter(([id]) => !now.has(id)).slice(-knownKept);
		this.#seen = new Map([
			...gone.map(([id, seen]) => [id, { ...seen, state: 'gone', heard: false }] as const),
			...now,
		]);
		if (!before) return [];
		return open.flatMap((incident) => {
			const last = before.get(incident.id);
			const seen = now.get(incident.id);
			if (!seen?.heard || seen.event === undefined || seen.event === last?.event) return [];
			return [{ ...incident, event: seen.event, happened: happened(incident, seen, last) }];
		});
	}

	/** These have long been open and only came into sight: they are not new. */
	learn(older: readonly ShownIncident[], wants: (incident: ShownIncident) => boolean): void {
		const before = this.#seen;
		if (!before) return;
		this.#seen = new Map([
			...before,
			...older.map((incident) => [incident.id, see(incident, undefined, wants(incident))] as const),
		]);
	}

	/** Those that no window has told yet; from now on they are told. */
	async claim<Item extends { readonly id: string; readonly event?: string }>(items: readonly Item[]): Promise<Item[]> {
		const told = this.#told.read();
		const eventOf = ({ event, id }: Item) => event ?? id;
		const fresh = items.filter((item) => !told.includes(eventOf(item)));
		if (fresh.length > 0) await this.#told.write([...told, ...fresh.map(eventOf)].slice(-toldKept));
		return fresh;
	}
}

/**
 * An incident's events are told apart by times that PagerDuty sends, so that all windows call them the same: when it was assigned,
 * or when it was acknowledged before it came back. The time of the last change of a waiting incident is of no use: there each note
 * counts as a change.
 */
function see(incident: ShownIncident, last: Seen | undefined, wanted: boolean): Seen {
	const waits = incident.status === 'triggered';
	const since = Math.max(last?.since ?? 0, beganAt(incident, last));
	const seen = {
		state: waits ? 'waiting' : 'taken',
		heard: waits && wanted,
		mine: incident.mine === true,
		low: incident.urgency === 'low',
		priority: incident.priority,
		since,
		escalates: escalatesAt(incident),
	} as const;
	const mark = last?.since === since ? markOf(seen, last) : '';
	const event = [incident.id, ...(since > 0 ? [new Date(since).toISOString()] : []), ...(mark ? [mark] : [])].join(' ');
	return { ...seen, mark, event: seen.heard ? event : last?.event };
}

/** That its urgency or priority rose has no time: the moment is the one before, and what it rose to. */
function markOf(now: Omit<Seen, 'mark' | 'event'>, last: Seen): string {
	if (now.state !== 'waiting' || last.state !== 'waiting') return last.mark;
	if (last.low && !now.low) return 'high';
	return now.heard && !last.heard && now.priority !== last.priority ? (now.priority ?? '') : last.mark;
}

function beganAt(incident: ShownIncident, last: Seen | undefined): number {
	if (incident.status !== 'triggered') return time(incident.last_changed_at) ?? 0;
	// Who hears of others' incidents hears of one once, not of each person that it goes on to.
	const goesOn = last?.state === 'waiting' && incident.mine !== true;
	return goesOn ? 0 : (time(incident.assigned_at) ?? 0);
}

function happened(incident: ShownIncident, now: Seen, last: Seen | undefined): Happening {
	if (!last) return 'new';
	if (last.state !== 'waiting') return last.state === 'gone' ? 'reopened' : 'again';
	if (now.mine && (!last.mine || now.since > last.since))
		return isEscalation(incident, last) ? 'escalated' : 'assigned';
	if (last.low && !now.low) return 'urgent';
	return now.priority !== undefined && now.priority !== last.priority ? 'priority' : 'new';
}

/** It came to the person when its escalation policy was to go on. */
function isEscalation(incident: ShownIncident, { escalates }: Seen): boolean {
	const assigned = time(incident.assigned_at);
	if (escalates === undefined || assigned === undefined) return false;
	return Math.abs(assigned - escalates) <= escalationToleranceMs;
}

function escalatesAt({ next_steps: steps = [] }: ShownIncident): number | undefined {
	return time(steps.find(({ type }) => type === 'escalate')?.at);
}

function time(iso: string | undefined): number | undefined {
	const at = Date.parse(iso ?? '');
	return Number.isNaN(at) ? undefined : at;
}
