import type { WireRequest } from '../../pagerduty/http/wire.ts';
import { kindOfCollection, kindOfName, kindOfType, type OwnedKind } from './kinds.ts';

/** An object that a request or a reply names. */
export interface Named {
	readonly kind: OwnedKind;
	readonly id: string;
}

/** What the path of a request names, as the incident and the user of a path below them. */
export function namedInPath(path: readonly string[]): Named[] {
	return path.flatMap((segment, at) => {
		const kind = kindOfCollection(segment);
		const id = path[at + 1];
		return kind !== undefined && id !== undefined ? [{ kind, id }] : [];
	});
}

/** What the query and the body of a request name. */
export function namedInside({ query, body }: Pick<WireRequest, 'query' | 'body'>): Named[] {
	return [...namedIn(query), ...namedIn(body)];
}

/** Every object that a value names: by `id` and `type`, by names such as `team_ids`, or as a subscriber. */
export function namedIn(value: unknown): Named[] {
	if (Array.isArray(value)) return value.flatMap(namedIn);
	if (!isRecord(value)) return [];
	const own = namedBy(value);
	const below = Object.entries(value).flatMap(([name, part]) => {
		const kind = kindOfName(name);
		if (kind === undefined) return namedIn(part);
		return [part].flat().flatMap((id: unknown) => (typeof id === 'string' ? [{ kind, id }] : []));
	});
	return own ? [own, ...below] : below;
}

/** The object that a record is or stands for. */
export function namedBy(record: Readonly<Record<string, unknown>>): Named | undefined {
	for (const [idName, typeName] of [
		['id', 'type'],
		['subscriber_id', 'subscriber_type'],
	] as const) {
		const [id, type] = [record[idName], record[typeName]];
		const kind = typeof type === 'string' ? kindOfType(type) : undefined;
		if (typeof id === 'string' && kind !== undefined) return { kind, id };
	}
	return undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The id of an object or a reference. */
export function idOf(value: unknown): string | undefined {
	const id = isRecord(value) ? value['id'] : undefined;
	return typeof id === 'string' ? id : undefined;
}
