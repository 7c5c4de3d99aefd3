import type { Clock } from '../../pagerduty/http/clock.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import { FreshReading } from '../refresh/fresh-reading.ts';

const dayMs = 86_400_000;
/** On a day with more incidents, the last ones are enough. */
const most = 100;

/** What was resolved in the last day: read when somebody wants to see it, never before. */
export class ResolvedLately {
	readonly #reading: FreshReading<readonly ShownIncident[]>;

	constructor(toolbox: RunsTools, clock: Clock) {
		this.#reading = new FreshReading(async (signal) => {
			const since = clock.now().getTime() - dayMs;
			const { listIncidents } = await import('../../tools/incidents/list-incidents.ts');
			const { incidents } = await toolbox.run(
				listIncidents,
				{ scope: 'account', statuses: ['resolved'], date_range: 'all', sort_by: 'resolved_at:desc', limit: most },
				{ signal, priority: 'person' },
			);
			return incidents.filter(({ resolved_at: at = '' }) => Date.parse(at) >= since);
		}, clock);
	}

	/** The last one resolved first. @throws what the tool throws. */
	read(): Promise<readonly ShownIncident[]> {
		return this.#reading.get();
	}

	/** Something may have been resolved meanwhile. */
	outdate(): void {
		this.#reading.outdate();
	}

	/** Another account, or none. */
	forget(): void {
		this.#reading.forget();
	}
}
