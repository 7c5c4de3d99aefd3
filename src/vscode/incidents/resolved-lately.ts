import type { Clock } from '../../pagerduty/http/clock.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { RunsTools } from '../lazy-toolbox.ts';

const dayMs = 86_400_000;
/** As long as nothing is known to have changed, what was read counts for so long. */
const freshMs = 5 * 60_000;
/** The last ones of a day with more than these are enough. */
const most = 100;

/** What was resolved in the last day: read when somebody wants to see it, never before. */
export class ResolvedLately {
	readonly #toolbox: RunsTools;
	readonly #clock: Clock;
	#reading: Promise<readonly ShownIncident[]> | undefined;
	#readAt = 0;
	#abort = new AbortController();

	constructor(toolbox: RunsTools, clock: Clock) {
		this.#toolbox = toolbox;
		this.#clock = clock;
	}

	/** The last one resolved first. @throws what the tool throws. */
	read(): Promise<readonly ShownIncident[]> {
		const now = this.#clock.now().getTime();
		const age = now - this.#readAt;
		if (this.#reading && age >= 0 && age < freshMs) return this.#reading;
		this.#readAt = now;
		const reading = this.#read(now - dayMs);
		this.#reading = reading;
		// What failed is tried again the next time.
		reading.catch(() => {
			if (this.#reading === reading) this.#reading = undefined;
		});
		return reading;
	}

	/** Something may have been resolved meanwhile. */
	outdate(): void {
		this.#readAt = 0;
	}

	/** Another account, or none. */
	forget(): void {
		this.#abort.abort();
		this.#abort = new AbortController();
		this.#reading = undefined;
	}

	async #read(since: number): Promise<readonly ShownIncident[]> {
		const { signal } = this.#abort;
		const { listIncidents } = await import('../../tools/incidents/list-incidents.ts');
		const { incidents } = await this.#toolbox.run(
			listIncidents,
			{ scope: 'account', statuses: ['resolved'], date_range: 'all', sort_by: 'resolved_at:desc', limit: most },
			{ signal, priority: 'person' },
		);
		return incidents.filter(({ resolved_at: at = '' }) => Date.parse(at) >= since);
	}
}
