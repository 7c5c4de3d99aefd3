import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import type { Disposable } from '../emitter.ts';
import type { IncidentLooks } from '../incidents/looks.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { myTurns } from '../oncall/mine.ts';
import type { OncallStore } from '../oncall/store.ts';
import type { Problem } from '../words/problem.ts';
import { pace } from './pace.ts';
import type { SharedLooks } from './shared-looks.ts';

export interface IncidentWatchParts {
	readonly looks: Pick<IncidentLooks, 'look' | 'forget'>;
	readonly shared: Pick<SharedLooks, 'isElsewhere' | 'begin' | 'fail'>;
	readonly account: Pick<CurrentAccount, 'state' | 'isDemo'>;
	readonly incidents: IncidentStore;
	readonly oncall: OncallStore;
	readonly clock: Clock;
	/** Milliseconds; 0 for none. */
	readonly interval: () => number;
	/** Whether somebody looks at this window. */
	readonly focused: () => boolean;
	/** This window has found out what others do not know yet. */
	readonly tellOthers: () => void;
}

/** A window that leaves the looking to another one still looks itself so often. */
const ownEveryMs = 10 * 60_000;
/** Another window's look may be a little late. */
const patienceMs = 5_000;

/** When this window looks what is open: by itself, or relying on another window that looks and tells what it finds. */
export class IncidentWatch {
	readonly #parts: IncidentWatchParts;
	readonly #learning: Disposable;
	/** What the next look must show: something that happened here, or in another window. */
	#needed: { readonly where: 'here' | 'elsewhere' } | undefined;
	#lookedAt = -Infinity;

	constructor(parts: IncidentWatchParts) {
		this.#parts = parts;
		this.#learning = parts.incidents.learned.on(() => {
			// Who told of it knows it already.
			if (this.#needed?.where !== 'elsewhere') parts.tellOthers();
		});
	}

	/** Milliseconds from one look to the next; 0 for none. */
	interval(focused: boolean): number {
		const { interval, incidents, oncall } = this.#parts;
		const urgent = incidents.mine.length > 0 || myTurns(oncall.policies).length > 0;
		return pace(interval(), { focused, urgent });
	}

	/** Something happened that this window must see for itself. */
	need(where: 'here' | 'elsewhere'): void {
		this.#needed = { where };
	}

	/** Another account, or none. */
	forget(): void {
		this.#parts.looks.forget();
		this.#needed = undefined;
		this.#lookedAt = -Infinity;
	}

	/** Looks, unless another window does it for this one. @throws what the tools throw. */
	async look(caller: Caller, describe: (error: unknown) => Problem): Promise<void> {
		const { looks, shared, clock } = this.#parts;
		const byPerson = caller.priority === 'person';
		const signIn = this.#sharedSignIn();
		if (!byPerson && signIn !== undefined && (await this.#isLookedAtElsewhere(signIn))) return;
		caller.signal.throwIfAborted();
		if (signIn !== undefined) await shared.begin(signIn);
		const needed = this.#needed;
		try {
			await looks.look(caller, describe, byPerson);
		} catch (error) {
			if (signIn !== undefined) await shared.fail();
			throw error;
		}
		// What has happened meanwhile it may not show.
		if (this.#needed === needed) this.#needed = undefined;
		this.#lookedAt = clock.now().getTime();
	}

	dispose(): void {
		this.#learning.dispose();
	}

	/** The demo is this window's own. */
	#sharedSignIn(): string | undefined {
		const { state, isDemo } = this.#parts.account;
		return state.kind === 'signedIn' && !isDemo ? state.id : undefined;
	}

	async #isLookedAtElsewhere(signIn: string): Promise<boolean> {
		const { shared, focused, clock, incidents } = this.#parts;
		const ago = clock.now().getTime() - this.#lookedAt;
		if (focused() || this.#needed || incidents.load.problem || ago < 0 || ago >= ownEveryMs) return false;
		return shared.isElsewhere(signIn, this.interval(false) + patienceMs);
	}
}
