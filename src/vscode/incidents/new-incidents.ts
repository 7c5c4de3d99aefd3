import type { IncidentView } from '../../tools/views/incident.ts';

/** Which new incidents a person wants to hear of. */
export const notificationChoices = ['off', 'mine-high', 'mine', 'all'] as const;
export type NotificationChoice = (typeof notificationChoices)[number];

/** Ids already told, in every window and over reloads. */
export interface Told {
	read(): readonly string[];
	write(ids: readonly string[]): Promise<void>;
}

/** Ids told in this window only. */
export class OwnMemory implements Told {
	#ids: readonly string[] = [];

	read(): readonly string[] {
		return this.#ids;
	}

	write(ids: readonly string[]): Promise<void> {
		this.#ids = ids;
		return Promise.resolve();
	}
}

const toldKept = 500;
/** How many of those that were open once are remembered beside those that are. */
const knownKept = 2000;

/** Finds the incidents that are new since the last look. */
export class NewIncidents {
	#known: Set<string> | undefined;
	#told: Told;

	constructor(told: Told) {
		this.#told = told;
	}

	/** Starts afresh: the next look is the first. What was told stays told, unless another memory is given. */
	reset(told = this.#told): void {
		this.#known = undefined;
		this.#told = told;
	}

	/** The incidents of a complete list that match now and did not at any look before; none at the first look. */
	look(open: readonly IncidentView[], choice: NotificationChoice): readonly IncidentView[] {
		const matching = open.filter((incident) => incident.status === 'triggered' && matches(incident, choice));
		const known = this.#known;
		const ids = new Set(matching.map(({ id }) => id));
		const earlier = [...(known ?? [])].filter((id) => !ids.has(id));
		this.#known = new Set([...earlier.slice(-knownKept), ...ids]);
		return known ? matching.filter(({ id }) => !known.has(id)) : [];
	}

	/** Those that no window has told yet; from now on they are told. */
	async claim(incidents: readonly IncidentView[]): Promise<readonly IncidentView[]> {
		const told = this.#told.read();
		const fresh = incidents.filter(({ id }) => !told.includes(id));
		if (fresh.length > 0) await this.#told.write([...told, ...fresh.map(({ id }) => id)].slice(-toldKept));
		return fresh;
	}
}

function matches(incident: IncidentView, choice: NotificationChoice): boolean {
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
