import type { Inside } from './inside.ts';
import type { OwnedKind } from './kinds.ts';
import { idOf, isRecord, namedBy } from './named-objects.ts';

/** What decides whether a row is inside: the object that it is, or what it is about. */
export type RowKind =
	| Extract<OwnedKind, 'escalation_policy' | 'incident' | 'schedule' | 'service' | 'team' | 'user'>
	| 'figures'
	| 'of_policy'
	| 'of_services'
	| 'relationship'
	| 'subscriber';

/** Whether a row of a reply is inside. What does not say where it belongs is not. */
export async function isInside(row: unknown, kind: RowKind, inside: Inside): Promise<boolean> {
	if (!isRecord(row)) return false;
	const has = async (what: OwnedKind, object: unknown) => {
		const id = typeof object === 'string' ? object : idOf(object);
		return id !== undefined && (await inside.has({ kind: what, id }));
	};
	switch (kind) {
		case 'incident':
			return inside.hasIncident(row);
		case 'of_services': {
			const services: readonly unknown[] = Array.isArray(row['services']) ? row['services'] : [];
			const known = await Promise.all(services.map((service) => has('service', service)));
			return known.length > 0 && known.every(Boolean);
		}
		case 'of_policy':
			return has('escalation_policy', row['escalation_policy']);
		case 'relationship':
			return (await has('service', row['supporting_service'])) && (await has('service', row['dependent_service']));
		case 'subscriber': {
			const named = namedBy(row);
			return named?.kind === 'user' || (named !== undefined && (await inside.has(named)));
		}
		case 'figures': {
			const kinds = ['service', 'escalation_policy', 'team'] as const;
			const about = kinds.find((one) => typeof row[`${one}_id`] === 'string');
			return about !== undefined && has(about, row[`${about}_id`]);
		}
		default:
			return has(kind, row);
	}
}
