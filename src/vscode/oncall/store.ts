import type { Clock } from '../../pagerduty/http/clock.ts';
import type { ShownOncall } from '../../tools/shapes/oncall.ts';
import { Emitter } from '../emitter.ts';
import { failed, loaded, notLoaded, type LoadState } from '../refresh/load-state.ts';
import type { Reading } from '../refresh/reading.ts';
import { byTeam, type OncallTeam, type TeamsOfPolicies } from './groups.ts';
import type { Problem } from '../words/problem.ts';
import { policiesOf, type KnownWhole, type OncallPolicy } from './policies.ts';

/** One reading of who is on call. */
export interface OncallReading extends Reading<ShownOncall> {
	/** Of these policies all turns come, until then. */
	whole(policies: readonly string[], until: Date): void;
	teams(teams: TeamsOfPolicies): void;
	/** They could not be read. */
	withoutTeams(problem: Problem): void;
}

/** Who is on call, now and next, as all views show it. */
export class OncallStore {
	readonly changed = new Emitter();

	readonly #clock: Clock;
	#oncalls: readonly ShownOncall[] = [];
	#whole: KnownWhole = new Map();
	#teams: TeamsOfPolicies | undefined;
	#teamsProblem: Problem | undefined;
	#load: LoadState = notLoaded;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	get load(): LoadState {
		return this.#load;
	}

	/** As of this moment: a turn that ended meanwhile is over. */
	get policies(): readonly OncallPolicy[] {
		return policiesOf(this.#oncalls, this.#clock.now(), this.#whole);
	}

	/** The same under their teams; undefined while the teams are not known. */
	get teams(): readonly OncallTeam[] | undefined {
		return this.#teams && byTeam(this.policies, this.#teams);
	}

	/** Why the teams could not be read with the rest. */
	get teamsProblem(): Problem | undefined {
		return this.#teamsProblem;
	}

	/** Whether the token stands for a person, as far as what was read says. */
	get isPerson(): boolean {
		return this.#oncalls.some(({ me }) => me !== undefined);
	}

	/** Starts to read the list; it is shown when it is complete. */
	begin(): OncallReading {
		const oncalls: ShownOncall[] = [];
		let whole: KnownWhole = new Map();
		let teams: TeamsOfPolicies | undefined;
		let teamsProblem: Problem | undefined;
		return {
			whole: (policies, until) => void (whole = new Map(policies.map((id) => [id, until]))),
			teams: (read) => void (teams = read),
			withoutTeams: (problem) => void (teamsProblem = problem),
			add: (page) => void oncalls.push(...page),
			complete: () => {
				this.#oncalls = oncalls;
				this.#whole = whole;
				this.#teams = teams ?? this.#teams;
				this.#teamsProblem = teamsProblem;
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
		this.#whole = new Map();
		this.#teams = undefined;
		this.#teamsProblem = undefined;
		this.#load = notLoaded;
		this.changed.fire();
	}
}
