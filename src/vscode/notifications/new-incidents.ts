import type { ShownIncident } from '../../tools/shapes/incident.ts';

/** Which new incidents a person wants to hear of. */
export const notificationChoices = ['off', 'mine-high', 'mine', 'all'] as const;
export type NotificationChoice = (typeof notificationChoices)[number];

/** An incident that waits for somebody, from the moment when it began to. */
export interface News extends ShownIncident {
	/** Tells this moment from others of the same incident, in every window alike. */
	readonly event: string;
	/** It waited before: somebody had acknowledged or resolved it, or others had it meanwhile. */
	readonly again: boolean;
}

/** Events already told, in every window and over reloads. */
export interface ToldEvents {
	read(): readonly string[];
	write(events: readonly string[]): Promise<void>;
}

/** Events told in this window only. */
export class ToldInWindow implements ToldEvents {
	#events: readonly string[] = [];

	read(): readonly string[] {
		return this.#events;
	}

	write(events: readonly string[]): Promise<void> {
		this.#events = events;
		return Promise.resolve();
	}
}

/** What a look has found out about an incident. */
interface Seen {
	/** It waits for somebody whom the choice names. */
	readonly waits: boolean;
	readonly waited: boolean;
	/** When it last began to wait or was taken on, in milliseconds. */
	readonly since: number;
	/** The last of its events. */
	readonly event: string | undefined;
}

const toldKept = 500;
/** How many of those that were open once are remembered beside those that are. */
const knownKept = 2000;

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

	/** What has begun to wait since the look before, out of a complete list of open incidents; nothing at the first look. */
	look(open: readonly ShownIncident[], choice: NotificationChoice): readonly News[] {
		const before = this.#seen;
		const now = new Map(open.map((incident) => [incident.id, see(incident, before?.get(incident.id), choice)]));
		const gone = [...(before ?? [])].filter(([id]) => !now.has(id)).slice(-knownKept);
		this.#seen = new Map([...gone.map(([id, seen]) => [id, { ...seen, waits: false }] as const), ...now]);
		if (!before) return [];
		return open.flatMap((incident) => {
			const last = before.get(incident.id);
			const { waits = false, event } = now.get(incident.id) ?? {};
			if (!waits || event === undefined || event === last?.event) return [];
			return [{ ...incident, event, again: last?.waited ?? false }];
		});
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

/** Whether a person wants to hear of this incident now. */
export function waitsFor(incident: ShownIncident, choice: NotificationChoice): boolean {
	return incident.status === 'triggered' && matches(incident, choice);
}

/**
 * An incident's events are told apart by times that PagerDuty sends, so that all windows call them the same: when it was assigned,
 * or when it was acknowledged before it came back. The time of the last change of a waiting incident is of no use: there each note
 * counts as a change.
 */
function see(incident: ShownIncident, last: Seen | undefined, choice: NotificationChoice): Seen {
	const { id, status } = incident;
	const waited = (last?.waited ?? false) || status !== 'triggered';
	const before = last?.since ?? 0;
	if (!waitsFor(incident, choice)) {
		const since = status === 'triggered' ? before : Math.max(before, time(incident.last_changed_at));
		return { waits: false, waited, since, event: last?.event };
	}
	// Who wants to hear of everything hears of an incident once, not of each person that it goes on to.
	const goesOn = choice === 'all' && last?.waits === true;
	const since = goesOn ? before : Math.max(before, time(incident.assigned_at));
	return { waits: true, waited: true, since, event: since > 0 ? `${id} ${new Date(since).toISOString()}` : id };
}

function time(iso: string | undefined): number {
	return Date.parse(iso ?? '') || 0;
}

function matches(incident: ShownIncident, choice: NotificationChoice): boolean {
	switch (choice) {
		case 'off':
			return false;
		case 'mine-high':
			return incident.mine === true && incident.urgency !== 'low';
		case 'mine':
			return incident.mine === true;
		case 'all':
			return true;
	}
}
