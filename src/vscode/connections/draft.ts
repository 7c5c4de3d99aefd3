import { Terms, type Connection } from '../../connections/connection.ts';

/** When a connection ends: so long after it is made, at a moment, or never. */
export type Ends =
	| { readonly kind: 'after'; readonly ms: number }
	| { readonly kind: 'at'; readonly at: number }
	| { readonly kind: 'never' };

/** A connection that is being described. */
export interface Draft extends Omit<Terms, 'endsAt'> {
	readonly ends: Ends;
	/** The address alone is to be useless. */
	readonly withSecond: boolean;
}

/** What a draft means at this moment. */
export function termsOf(draft: Draft, now: Date): Terms {
	const { ends } = draft;
	switch (ends.kind) {
		case 'after':
			return Terms.parse({ ...draft, endsAt: now.getTime() + ends.ms });
		case 'at':
			return Terms.parse({ ...draft, endsAt: ends.at });
		case 'never':
			return Terms.parse(draft);
	}
}

/** A connection, to be changed. */
export function draftOf(connection: Connection): Draft {
	const { endsAt, secondHash } = connection;
	return {
		...Terms.omit({ endsAt: true }).parse(connection),
		ends: endsAt === undefined ? { kind: 'never' } : { kind: 'at', at: endsAt },
		withSecond: secondHash !== undefined,
	};
}
