import type { Call } from './call.ts';
import type { AuditRecord } from '../model/account-wide.ts';
import type { Route } from './router.ts';
import type { Store } from '../model/store.ts';

const actions = { POST: 'create', PUT: 'update', DELETE: 'delete' } as const;

/** The longest trail kept: the demo may run for days. */
const most = 2000;

/** Objects whose changes PagerDuty keeps a trail of, by the first part of the path. */
function audited(store: Store): Record<string, { type: string; objects: ReadonlyMap<string, { name: string }> }> {
	return {
		users: { type: 'user', objects: store.users },
		teams: { type: 'team', objects: store.teams },
		schedules: { type: 'schedule', objects: store.schedules },
		escalation_policies: { type: 'escalation_policy', objects: store.policies },
		services: { type: 'service', objects: store.services },
	};
}

/** What a change that is about to be made is about: afterwards the name may be gone. */
export function auditedName(route: Route, call: Call): string | undefined {
	return audited(call.world.store)[kindOf(route, call)]?.objects.get(call.param('id'))?.name;
}

/** Notes a change in the audit trail. `made` is the reply's body, which names what was created. */
export function addAuditRecord(route: Route, call: Call, name: string | undefined, made: unknown): void {
	const { store, ids, clock } = call.world;
	const rest = route.path.split('/').slice(2);
	const found = audited(store)[kindOf(route, call)];
	if (!found || route.method === 'GET') return;
	const id = rest.length === 0 ? newest(found.objects) : call.param('id');
	if (id === undefined) return;
	const record: AuditRecord = {
		id: ids.long(),
		at: clock.ms,
		// What happens to a part of an object changes the object.
		action: rest.length > 1 ? 'update' : actions[route.method],
		userId: call.caller.kind === 'user' ? call.user.id : null,
		method: call.caller.scopes ? 'oauth' : 'api_token',
		resource: { type: found.type, id, name: name ?? found.objects.get(id)?.name ?? nameIn(made) ?? id },
		fields: [],
	};
	store.accountWide.audit.push(record);
	if (store.accountWide.audit.length > most) store.accountWide.audit.shift();
}

/** `users`, `teams` … */
function kindOf(route: Route, call: Call): string {
	const [, first = ''] = route.path.split('/');
	return first === '{entity_type}' ? call.param('entity_type') : first;
}

function newest(objects: ReadonlyMap<string, unknown>): string | undefined {
	return [...objects.keys()].at(-1);
}

function nameIn(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	for (const value of Object.values(body)) {
		const inner: unknown = value;
		if (typeof inner === 'object' && inner !== null && 'name' in inner && typeof inner.name === 'string') {
			return inner.name;
		}
	}
	return undefined;
}
