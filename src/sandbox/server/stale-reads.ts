import { OnCallDirectory } from '../oncalls.ts';
import type { World } from '../model/world.ts';

/** The account as it was before the latest change, for reads that come too early to show it. */
export class StaleReads {
	#before: World | undefined;

	/** Undefined until something has changed. */
	get before(): World | undefined {
		return this.#before;
	}

	/** Called before each change while such reads are wanted: a copy of everything takes its time. */
	remember(world: World): void {
		const store = copyOf(world.store);
		this.#before = { ...world, store, onCall: new OnCallDirectory(store) };
	}
}

/** A deep copy of data. Functions are shared: a copy plans nothing by itself. */
function copyOf<T>(value: T): T;
function copyOf(value: unknown): unknown {
	return copy(value, new Map());
}

function copy(value: unknown, copies: Map<unknown, unknown>): unknown {
	if (typeof value !== 'object' || value === null) return value;
	const known = copies.get(value);
	if (known !== undefined) return known;
	if (Array.isArray(value)) {
		const items: unknown[] = [];
		copies.set(value, items);
		for (const item of value) items.push(copy(item, copies));
		return items;
	}
	if (value instanceof Map) {
		const entries = new Map<unknown, unknown>();
		copies.set(value, entries);
		for (const [key, item] of value) entries.set(key, copy(item, copies));
		return entries;
	}
	if (value instanceof Set) {
		const items = new Set<unknown>();
		copies.set(value, items);
		for (const item of value) items.add(copy(item, copies));
		return items;
	}
	const object = {};
	Reflect.setPrototypeOf(object, Reflect.getPrototypeOf(value));
	copies.set(value, object);
	for (const [name, item] of Object.entries(value)) Reflect.set(object, name, copy(item, copies));
	return object;
}
