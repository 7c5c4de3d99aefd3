import type { Incident } from '../../pagerduty/api/incident.ts';
import type { IncidentName } from '../core/directory.ts';

/** The latest ones: more than anybody works on at the same time. */
const most = 1000;

/** Ids and numbers of the incidents that were read. */
export class IncidentNames {
	readonly #byId = new Map<string, IncidentName>();
	readonly #byNumber = new Map<string, IncidentName>();

	remember({ id, incident_number: number }: Incident): void {
		if (number === undefined || this.#byId.has(id)) return;
		const name = { id, number };
		this.#byId.set(id, name);
		this.#byNumber.set(String(number), name);
		const [oldest] = this.#byId.values();
		if (this.#byId.size <= most || !oldest) return;
		this.#byId.delete(oldest.id);
		this.#byNumber.delete(String(oldest.number));
	}

	/** The one with this id or number, if it is known. */
	find(key: string): IncidentName | undefined {
		return this.#byId.get(key) ?? this.#byNumber.get(key);
	}
}
