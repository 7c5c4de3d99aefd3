import type { Clock } from '../../pagerduty/http/clock.ts';
import type { ShownChangeEvent } from '../../tools/incidents/shared/change-event-shape.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import { FreshReading } from '../refresh/fresh-reading.ts';
import type { WorkspaceServices } from './workspace-services.ts';

const dayMs = 86_400_000;
/** On a day with more changes, the last ones are enough. */
const most = 50;

/** Changes, and of which services they could not be read. */
export interface ChangesLately {
	/** The newest first. */
	readonly changes: readonly ShownChangeEvent[];
	readonly unread: readonly string[];
}

/** Deployments and other changes of the last day to the services of this window's repositories, read when somebody wants to see them. */
export class RecentChanges {
	readonly #reading: FreshReading<ChangesLately>;

	constructor(toolbox: RunsTools, repository: Pick<WorkspaceServices, 'services'>, clock: Clock) {
		this.#reading = new FreshReading(async (signal) => {
			const { listChangeEvents } = await import('../../tools/incidents/list-change-events.ts');
			const since = new Date(clock.now().getTime() - dayMs).toISOString();
			const { services } = repository;
			const ofEach = await Promise.allSettled(
				services.map(({ id }) =>
					toolbox.run(listChangeEvents, { service: id, since, limit: most }, { signal, priority: 'person' }),
				),
			);
			const read = ofEach.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
			const [failed] = ofEach.flatMap((one) => (one.status === 'rejected' ? [one] : []));
			if (failed && read.length === 0) throw failed.reason;
			signal.throwIfAborted();
			// One change may be of several services.
			const changes = new Map(read.flatMap(({ change_events: some }) => some.map((one) => [one.id, one])));
			return {
				changes: [...changes.values()].sort((a, b) => timeOf(b) - timeOf(a)).slice(0, most),
				unread: services.flatMap(({ name }, at) => (ofEach[at]?.status === 'rejected' ? [name] : [])),
			};
		}, clock);
	}

	/** @throws what the tool throws, where it throws for each service. */
	read(): Promise<ChangesLately> {
		return this.#reading.get();
	}

	/** Something may have been deployed meanwhile. */
	outdate(): void {
		this.#reading.outdate();
	}

	/** Another account, or other services. */
	forget(): void {
		this.#reading.forget();
	}
}

function timeOf({ at }: ShownChangeEvent): number {
	return at === undefined ? 0 : Date.parse(at);
}
