import type { Inside } from './inside.ts';
import { kindOfName } from './kinds.ts';
import { isRecord, namedBy, namedIn, type Named } from './named-objects.ts';

/**
 * A reply without what it refers to outside. What it is about was checked before; people stay, because whoever acts on what is
 * inside is part of it.
 */
export async function withoutOutside(reply: unknown, inside: Inside): Promise<unknown> {
	const named = new Map(namedIn(reply).map((one) => [keyOf(one), one]));
	const outside = new Set<string>();
	for (const [key, one] of named) if (!(await isShown(one, inside))) outside.add(key);
	return outside.size === 0 ? reply : new Sieve(outside).root(reply);
}

async function isShown(named: Named, inside: Inside): Promise<boolean> {
	switch (named.kind) {
		case 'alert_grouping_setting':
		case 'maintenance_window':
		case 'user':
			return true;
		// To ask for each would take a request each.
		case 'incident':
			return inside.knowsIncident(named.id);
		default:
			return inside.has(named);
	}
}

function keyOf({ kind, id }: Named): string {
	return `${kind} ${id}`;
}

class Sieve {
	readonly #outside: ReadonlySet<string>;

	constructor(outside: ReadonlySet<string>) {
		this.#outside = outside;
	}

	/** The objects that a reply is about stand right below its root, alone or in a list. */
	root(reply: unknown): unknown {
		if (!isRecord(reply)) return this.#within(reply);
		const parts = Object.entries(reply).map(([name, part]): [string, unknown] => [
			name,
			Array.isArray(part) ? part.map((item: unknown) => this.#within(item)) : this.#within(part),
		]);
		return this.#withoutIds(Object.fromEntries(parts));
	}

	#within(value: unknown): unknown {
		if (Array.isArray(value)) return value.filter((item) => !this.#isOutside(item)).map((item) => this.#within(item));
		if (!isRecord(value)) return value;
		const parts = Object.entries(value).filter(([, part]) => !this.#isOutside(part));
		return this.#withoutIds(Object.fromEntries(parts.map(([name, part]) => [name, this.#within(part)])));
	}

	#isOutside(value: unknown): boolean {
		const named = isRecord(value) ? namedBy(value) : undefined;
		return named !== undefined && this.#outside.has(keyOf(named));
	}

	/** Without `team_id` and `team_name` of a team outside. */
	#withoutIds(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
		const gone = Object.entries(record).flatMap(([name, id]) => {
			const kind = kindOfName(name);
			if (kind === undefined || typeof id !== 'string' || !this.#outside.has(keyOf({ kind, id }))) return [];
			return [name, name.replace(/_id$/, '_name')];
		});
		return Object.fromEntries(Object.entries(record).filter(([name]) => !gone.includes(name)));
	}
}
