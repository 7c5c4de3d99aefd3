import type { Clock } from '../../pagerduty/http/clock.ts';
import type { WireRequest } from '../../pagerduty/http/wire.ts';
import { Kept, RecentIds } from './kept.ts';

/** Objects of a kind that are inside. */
export interface Sphere {
	/** What may be looked at. */
	readonly all: ReadonlySet<string>;
	/** What the teams themselves own, and may be changed. */
	readonly owned: ReadonlySet<string>;
}

/** A service that is inside, as far as others depend on it. */
export interface InsideService {
	readonly id: string;
	readonly policy: string | undefined;
}

/** What was found out lately about what is inside. One per connection. */
export class InsideMemory {
	readonly services: Kept<ReadonlyMap<string, InsideService>>;
	readonly policies: Kept<Sphere & { readonly schedules: readonly string[] }>;
	readonly schedules: Kept<Sphere>;
	readonly users: Kept<ReadonlySet<string>>;
	readonly incidents: RecentIds;

	constructor(clock: Clock) {
		this.services = new Kept(clock);
		this.policies = new Kept(clock);
		this.schedules = new Kept(clock);
		this.users = new Kept(clock);
		this.incidents = new RecentIds(clock);
	}

	/** After a change: what belongs where may be otherwise now. Nothing done to an incident moves anything but incidents. */
	forgetAfter({ operationId, path }: Pick<WireRequest, 'operationId' | 'path'>): void {
		if (path[0] === 'incidents') {
			if (/^updateIncidents?$/.test(operationId)) this.incidents.forget();
			return;
		}
		for (const kept of [this.services, this.policies, this.schedules, this.users, this.incidents]) kept.forget();
	}
}
