import type { Identity } from '../../pagerduty/api/identify.ts';
import { operationScopes, type OperationId } from '../../pagerduty/api/operations.ts';
import { lacking } from '../../pagerduty/http/scopes.ts';
import type { Policy } from '../../tools/core/access.ts';
import type { Tool } from '../../tools/core/tool.ts';
import { missingFor, offers } from '../../tools/offer.ts';
import { scopesOf } from '../../tools/scopes.ts';
import { needsSender, neededAbility } from './needs.ts';
import { roleOf } from './roles.ts';

/** What is known of who calls. Undefined: not known. */
export interface Known {
	readonly scopes: readonly string[] | undefined;
	/** In whose name an account-level key makes changes. */
	readonly sender: string | undefined;
	readonly identity: Identity;
	readonly abilities: readonly string[] | undefined;
	readonly policy: Policy;
}

/** How it stands with one tool, and why where it does not simply work. */
export type Standing =
	| { readonly works: 'yes' }
	/** `partly`: some calls, or a part of the answer. `doubtful`: PagerDuty decides. `no`: no call. */
	| { readonly works: 'partly' | 'doubtful' | 'no'; readonly why: string }
	/** PagerDuty would take it, but agents are not offered it. */
	| { readonly works: 'notOffered'; readonly why: string };

type Judged = Pick<Tool, 'name' | 'access' | 'toolset' | 'operations' | 'always'>;
type Reason = (tool: Judged, known: Known) => Standing | undefined;

/** The first that says something counts: what no call can do without before what only some need. */
const reasons: readonly Reason[] = [
	(tool, { scopes }) => {
		const missing = scopes === undefined ? [] : lacking(scopes, scopesOf(tool));
		return missing.length > 0 ? { works: 'no', why: `scope ${missing.join(', ')}` } : undefined;
	},
	({ operations }, { identity }) =>
		identity.kind === 'account' && operations.always.includes('getCurrentUser')
			? { works: 'no', why: 'an account-level key belongs to nobody' }
			: undefined,
	({ operations }, { identity, sender }) =>
		identity.kind === 'account' && sender === undefined && operations.always.some((each) => needsSender.has(each))
			? { works: 'no', why: 'an account-level key needs a sender' }
			: undefined,
	({ operations }, { abilities }) => {
		const missing = abilitiesOf(operations.always).find((ability) => abilities?.includes(ability) === false);
		return missing === undefined ? undefined : { works: 'no', why: `ability ${missing}` };
	},
	(tool, { identity }) => {
		const role = identity.kind === 'user' ? identity.user?.role : undefined;
		const refused = roleOf(role)?.refuses(tool);
		if (refused === undefined) return undefined;
		const works = refused === 'never' ? 'no' : 'doubtful';
		return { works, why: `role ${role ?? ''}` };
	},
	(tool, { policy }) =>
		offers(policy, tool) ? undefined : { works: 'notOffered', why: missingFor(policy, [tool]).join(' and ') },
	({ operations }, { scopes }) => {
		const sometimes = (operations.sometimes ?? []).flatMap((each) => operationScopes[each] ?? []);
		const missing = scopes === undefined ? [] : lacking(scopes, sometimes);
		return missing.length > 0 ? { works: 'partly', why: `scope ${missing.join(', ')}` } : undefined;
	},
	({ operations: { sometimes = [] } }, { identity, sender }) =>
		identity.kind === 'account' && sender === undefined && sometimes.some((each) => needsSender.has(each))
			? { works: 'partly', why: 'an account-level key needs a sender' }
			: undefined,
	({ operations: { sometimes = [] } }, { abilities }) => {
		const missing = abilitiesOf(sometimes).find((ability) => abilities?.includes(ability) === false);
		return missing === undefined ? undefined : { works: 'partly', why: `ability ${missing}` };
	},
];

function abilitiesOf(operations: readonly OperationId[]): string[] {
	return operations.flatMap((operation) => neededAbility[operation] ?? []);
}

/** How it stands with a tool for who calls. Nothing is sent for it. */
export function standingOf(tool: Judged, known: Known): Standing {
	for (const reason of reasons) {
		const standing = reason(tool, known);
		if (standing) return standing;
	}
	return { works: 'yes' };
}
