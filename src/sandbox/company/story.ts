import type { ServiceKey } from './services.ts';
import type { JsonObject } from '../json.ts';
import type { Severity } from '../model/model.ts';
import type { Random } from '../random.ts';

/** An incident as it is told: what monitoring saw, what people wrote, what had changed before. */
export interface Story {
	service: ServiceKey;
	title: string;
	severity: Severity;
	priority: string | null;
	source: string;
	component: string;
	class: string;
	details: JsonObject;
	/** Further alerts of the same incident. */
	alerts: { title: string; severity: Severity }[];
	notes: string[];
	/** What was deployed or switched shortly before, if anything. */
	change: { summary: string; source: string; details: JsonObject } | null;
}

/** Numbers and names that differ from one telling to the next. */
export class Words {
	readonly #random: Random;

	constructor(random: Random) {
		this.#random = random;
	}

	get region(): string {
		return this.#random.pick(['eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-2', 'ap-south-1']);
	}

	get build(): string {
		return `2026.${this.#random.int(10, 48)}.${this.#random.int(1, 30)}`;
	}

	get commit(): string {
		return Array.from({ length: 7 }, () => this.#random.int(0, 15).toString(16)).join('');
	}

	int(min: number, max: number): number {
		return this.#random.int(min, max);
	}

	/** One decimal. */
	decimal(min: number, max: number): number {
		return this.#random.int(min * 10, max * 10) / 10;
	}

	pick(...items: string[]): string {
		return this.#random.pick(items);
	}
}

/** Tells a story with words of its own. */
export type Teller = (words: Words) => Partial<Story> & Pick<Story, 'service' | 'title' | 'component' | 'details'>;
