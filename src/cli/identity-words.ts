import type { Identity } from '../pagerduty/api/identify.ts';
import { cleanName } from '../tools/text/names.ts';

/** Whose token it is, after "Signed in:". */
export function whoSignedIn(identity: Identity, from: string | undefined): string {
	if (identity.kind === 'account')
		return `with an account-level key, which belongs to nobody; changes ${from === undefined ? 'need --from EMAIL' : `are made in the name of ${from}`}`;
	const { user } = identity;
	if (!user) return 'as a person whose name this token may not read';
	const details = [user.email, user.role].flatMap((detail) => (detail === undefined ? [] : [cleanName(detail)]));
	return `as ${cleanName(user.name ?? user.id)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}
