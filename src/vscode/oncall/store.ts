import type { Clock } from '../../pagerduty/http/clock.ts';
import type { ShownOncall } from '../../tools/shapes/oncall.ts';
import { Emitter } from '../emitter.ts';
import { failed, loaded, notLoaded, type LoadState } from '../refresh/load-state.ts';
import type { Reading } from '../refresh/reading.ts';
import { policiesOf, type OncallPolicy, type Turn } from './policies.ts';

/** Who is on call, now and next, as all views show it. */
export class OncallStore {
	readonly changed = new Emitter();

	readonly #clock: Clock;
	#oncalls: readonly ShownOncall[] = [];
	#load: LoadState = notLoaded;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	get load(): LoadState {
		return this.#load;
	}

	/** As of this moment: a turn that ended meanwhile is over. */
	get policies(): readonly OncallPolicy[] {
		return policiesOf(this.#oncalls, this.#clock.now());
	}

	/** Starts to read the list; it is shown when it is complete. */
	begin(): Reading<ShownOncall> {
		const oncalls: ShownOncall[] = [];
		return {
			add: (page) => void oncalls.push(...page),
			complete: () => {
				this.#oncalls = oncalls;
				this.#load = loaded(this.#clock.now());
				this.changed.fire();
			},
			fail: (problem) => {
				this.#load = failed(this.#load, this.#clock.now(), problem);
				this.changed.fire();
			},
		};
	}

	/** Only time passed: it may be somebody else's turn. */
	pass(): void {
		this.changed.fire();
	}

	/** Another account, or none. */
	clear(): void {
		this.#oncalls = [];
		this.#load = notLoaded;
		this.changed.fire();
	}
}

/** Where the person is on call now, first level first. */
export function myTurns(policies: readonly OncallPolicy[]): readonly { policy: OncallPolicy; turn: Turn }[] {
	return policies
		.flatMap((policy) => policy.turns.filter(({ me }) => me).map((turn) => ({ policy, turn })))
		.sort((a, b) => a.turn.level - b.turn.level);
}
