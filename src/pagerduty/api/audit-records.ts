import * as z from 'zod';
import { id, list, maybe, text } from './fields.ts';
import { cursorPage, type CursorPage } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

/** Who changed what about people, teams, schedules, escalation policies or services. */
const auditRecord = z.object({
	id,
	execution_time: text(),
	execution_context: maybe(z.object({ remote_address: text() })),
	actors: list(reference),
	method: maybe(z.object({ type: text(), description: text() })),
	root_resource: maybe(reference),
	action: text(),
	details: maybe(
		z.object({
			resource: maybe(reference),
			fields: list(z.object({ name: text(), value: text(), before_value: text() })),
			references: list(z.object({ name: text(), added: list(reference), removed: list(reference) })),
		}),
	),
});
export type AuditRecord = z.output<typeof auditRecord>;

export interface ListAuditRecordsQuery {
	readonly limit?: number;
	readonly cursor?: string;
	/** ISO 8601. Default: 24 hours ago. */
	readonly since?: string;
	/** At most 31 days after `since`. */
	readonly until?: string;
	readonly root_resource_types?: readonly string[];
	readonly actor_type?: string;
	/** Only with `actor_type`. */
	readonly actor_id?: string;
	readonly method_type?: string;
	readonly actions?: readonly string[];
}

/** One page of audit records, newest first. operationId: listAuditRecords */
export function listAuditRecords(
	pd: PagerDutyApi,
	query: ListAuditRecordsQuery = {},
): Promise<CursorPage<AuditRecord>> {
	return pd.request({
		operationId: 'listAuditRecords',
		method: 'GET',
		path: ['audit', 'records'],
		query: { ...query },
		reply: cursorPage('records', auditRecord),
	});
}
