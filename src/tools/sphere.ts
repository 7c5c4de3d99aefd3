import type { Clock } from '../pagerduty/http/clock.ts';
import type { PagerDutyApi } from '../pagerduty/http/request.ts';
import type { Within } from './core/access.ts';
import type { Directory } from './core/directory.ts';
import { AccountDirectory, type LoadFinders } from './names/account-directory.ts';
import { confined } from './within/confined.ts';
import { InsideMemory } from './within/memory.ts';
import { knownWordsOf, wordsOf } from './within/words.ts';

/** What the tools of a call can reach: names that were looked up, and PagerDuty's API. */
export interface Sphere {
	readonly directory: Directory & Pick<AccountDirectory, 'prepare'>;
	/** The teams and services that it is kept to, as people call them. */
	readonly words?: string;
	confine(pagerduty: PagerDutyApi): PagerDutyApi;
	/** Reads what `words` says. */
	prepare?(pagerduty: PagerDutyApi): Promise<void>;
}

/** What belongs to single teams and services. Its names are its own: others may have looked up what lies outside. */
export class ConfinedSphere implements Sphere {
	readonly directory: AccountDirectory;
	readonly #within: Within;
	readonly #memory: InsideMemory;
	#words: string;

	constructor(within: Within, clock: Clock, finders: LoadFinders) {
		this.#within = within;
		this.#memory = new InsideMemory(clock);
		this.directory = new AccountDirectory(clock, finders);
		this.#words = knownWordsOf(within);
	}

	get words(): string {
		return this.#words;
	}

	confine(pagerduty: PagerDutyApi): PagerDutyApi {
		return confined(pagerduty, this.#within, this.#memory);
	}

	async prepare(pagerduty: PagerDutyApi): Promise<void> {
		this.#words = await wordsOf(this.#within, pagerduty);
	}
}
