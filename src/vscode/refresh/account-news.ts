import { newsOfChanges, type News, type NewsSource } from '../../mcp/resources/news.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { ChangesInAccount } from '../account/changes-in-account.ts';
import type { Disposable } from '../emitter.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { OncallStore } from '../oncall/store.ts';

export interface AccountNewsParts {
	readonly changes: Pick<ChangesInAccount, 'ofCall'>;
	/** Fires after `changes` has turned to the other account. */
	readonly switched: { on(listener: () => void): Disposable };
	readonly incidents: Pick<IncidentStore, 'read' | 'open' | 'load'>;
	readonly oncall: Pick<OncallStore, 'changed' | 'policies' | 'load'>;
}

/** What this window learns of the account that is signed in: what tools change in it, and what its looks at PagerDuty find changed. */
export function accountNews({ changes, switched, incidents, oncall }: AccountNewsParts): NewsSource {
	return {
		listen(listener) {
			let stop = newsOfChanges(changes.ofCall).listen(listener);
			const seen = new Seen(
				incidents.load.completeAt && incidents.open,
				oncall.load.completeAt && JSON.stringify(oncall.policies),
			);
			const tell = (news: News | undefined) => {
				if (news) listener(news);
			};
			const listening = [
				switched.on(() => {
					stop();
					stop = newsOfChanges(changes.ofCall).listen(listener);
					seen.forget();
					listener({ switched: true });
				}),
				incidents.read.on((open) => tell(seen.incidents(open))),
				oncall.changed.on(() => {
					if (oncall.load.completeAt) tell(seen.oncall(JSON.stringify(oncall.policies)));
				}),
			];
			return () => {
				stop();
				for (const one of listening) one.dispose();
			};
		},
	};
}

/** What was seen last, to find what is different. */
class Seen {
	#open: ReadonlyMap<string, ShownIncident> | undefined;
	#oncall: string | undefined;

	constructor(open: readonly ShownIncident[] | undefined, oncall: string | undefined) {
		this.#open = open && byId(open);
		this.#oncall = oncall;
	}

	forget(): void {
		this.#open = undefined;
		this.#oncall = undefined;
	}

	incidents(open: readonly ShownIncident[]): News | undefined {
		const [before, now] = [this.#open, byId(open)];
		this.#open = now;
		if (!before) return undefined;
		const changed = open.filter((incident) => !isSame(before.get(incident.id), incident));
		const gone = [...before.values()].filter(({ id }) => !now.has(id));
		return changed.length + gone.length === 0 ? undefined : { incidents: [...changed, ...gone] };
	}

	oncall(policies: string): News | undefined {
		const before = this.#oncall;
		this.#oncall = policies;
		return before === undefined || before === policies ? undefined : { oncall: true };
	}
}

function byId(open: readonly ShownIncident[]): ReadonlyMap<string, ShownIncident> {
	return new Map(open.map((incident) => [incident.id, incident]));
}

/** It grows older in any case. */
function isSame(before: ShownIncident | undefined, now: ShownIncident): boolean {
	return before !== undefined && JSON.stringify({ ...before, age: 0 }) === JSON.stringify({ ...now, age: 0 });
}
