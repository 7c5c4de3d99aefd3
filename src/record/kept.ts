import { cleanText } from '../tools/text/untrusted.ts';
import { withoutKeys } from '../tools/text/web-address.ts';

const longestText = 500;
const mostItems = 50;
const deepest = 5;
const leftOut = '[left out]';

/** Whoever has one of these can act with it. */
const secret = /^(?:integration_email|.*(?:secret|token|password|key))$/i;
/** What monitoring tools and people outside are sent or have sent, and rules, whose actions hold headers with credentials. */
const fromOutside =
	/^(?:alerts?|body|details|custom_details|payload|headers?|parameters|rules|catch_all|automation_actions|html_message)$/i;
/** What is a secret in the arguments of one tool only. */
const secretsOf: Readonly<Record<string, readonly string[]>> = { create_service_integration: ['email'] };

/** Shorter ones are words, not secrets. */
const shortestSecret = 8;
const addresses = /https?:\/\/[^\s"'<>]+/gi;

type Values = Readonly<Record<string, unknown>>;

/** What may be kept of a call's texts: without its secrets, wherever they turn up again, and no longer than it must be. */
export class Keeping {
	readonly #own: readonly string[];
	readonly #secrets = new Set<string>();

	constructor(tool: string, values: readonly (Values | undefined)[]) {
		this.#own = secretsOf[tool] ?? [];
		for (const value of values) this.#find(value);
	}

	text(text: string): string {
		let rest = text;
		for (const one of this.#secrets) rest = rest.replaceAll(one, leftOut);
		return cleanText(
			rest.replace(addresses, (address) => withoutKeys(address)),
			longestText,
		);
	}

	/** Arguments, or what a tool gave. */
	values(values: Values): Values {
		return this.#object(values, 0);
	}

	#kept(value: unknown, depth: number): unknown {
		if (typeof value === 'string') return this.text(value);
		if (typeof value !== 'object' || value === null) return value;
		if (depth >= deepest) return leftOut;
		if (!Array.isArray(value)) return this.#object(value, depth);
		const some = value.slice(0, mostItems).map((item: unknown) => this.#kept(item, depth + 1));
		return value.length > mostItems ? [...some, `[${value.length - mostItems} more]`] : some;
	}

	#object(value: object, depth: number): Values {
		return Object.fromEntries(
			Object.entries(value).flatMap(([name, item]: [string, unknown]) => {
				if (item === undefined) return [];
				// Of alerts the ids say which ones; texts say what monitoring tools sent.
				const ids = name === 'alerts' && Array.isArray(item) && item.every((one) => typeof one === 'string');
				const hidden = this.#isSecret(name) || (fromOutside.test(name) && !ids);
				return [[name, hidden ? leftOut : this.#kept(item, depth + 1)]];
			}),
		);
	}

	#isSecret(name: string): boolean {
		return secret.test(name) || this.#own.includes(name);
	}

	#find(value: unknown): void {
		if (typeof value !== 'object' || value === null) return;
		for (const [name, item] of Object.entries<unknown>({ ...value })) {
			if (typeof item !== 'string') this.#find(item);
			else if (this.#isSecret(name) && item.length >= shortestSecret) this.#secrets.add(item);
		}
	}
}
