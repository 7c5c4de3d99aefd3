import type { Clock } from '../../pagerduty/http/clock.ts';
import type { ShownOncall } from '../../tools/shapes/oncall.ts';
import { Emitter } from '../emitter.ts';
import { notLoaded, type LoadState } from '../refresh/load-state.ts';
import type { Problem } from '../words/problem.ts';
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

	/** Takes over a complete list. */
	replace(oncalls: readonly ShownOncall[]): void {
		this.#oncalls = oncalls;
		this.#load = { completeAt: this.#clock.now(), problem: undefined };
		this.changed.fire();
	}

	/** Only time passed: it may be somebody else's turn. */
	pass(): void {
		this.changed.fire();
	}

	/** Nothing could be read; what was known stays. */
	fail(problem: Problem): void {
		this.#load = { ...this.#load, problem: { at: this.#clock.now(), what: problem } };
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
