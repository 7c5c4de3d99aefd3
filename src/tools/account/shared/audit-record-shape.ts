import * as z from 'zod';
import type { AuditRecord } from '../../../pagerduty/api/audit-records.ts';
import { nameOf, namesOf } from '../../text/names.ts';
import { cleanLine } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a change to the account's configuration. */
export const auditRecordShape = defineShape({
	singular: 'audit_record',
	plural: 'audit_records',
	fields: {
		id: z.string(),
		at: z.string().optional(),
		/** `create`, `update`, `delete`. */
		action: z.string().optional(),
		/** What was changed, e.g. `service Checkout`. */
		resource: z.string().optional(),
		/** Nobody named: a key of the account. */
		actors: z.array(z.string()),
		/** `browser`, `api_token` … */
		method: z.string().optional(),
		/** E.g. `name: Shop → Web shop`, `members: + Ana Ruiz`. */
		changes: z.array(z.string()).optional(),
		resource_id: z.string().optional(),
		actor_ids: z.array(z.string()),
		address: z.string().optional(),
	},
	always: ['id', 'at', 'resource'],
	compact: ['id', 'at', 'action', 'resource', 'actors', 'method', 'changes'],
});

type ShownAuditRecord = Shaped<typeof auditRecordShape>;

export function showAuditRecord(record: AuditRecord): ShownAuditRecord {
	const { root_resource: root, details } = record;
	const part = details?.resource && details.resource.id !== root?.id ? [`(${kindAndName(details.resource)})`] : [];
	const changes = [
		...(details?.fields ?? []).map(({ name, before_value: before, value }) =>
			cleanLine(`${name ?? 'field'}: ${before ?? '–'} → ${value ?? '–'}`, 300),
		),
		...(details?.references ?? []).map(({ name, added, removed }) => {
			const names = [...namesOf(added).map((item) => `+ ${item}`), ...namesOf(removed).map((item) => `− ${item}`)];
			return cleanLine(`${name ?? 'references'}: ${names.join(', ')}`, 300);
		}),
	];
	return {
		id: record.id,
		at: record.execution_time,
		action: record.action,
		resource: root && [kindAndName(root), ...part].join(' '),
		actors: namesOf(record.actors),
		method: record.method?.type,
		...(changes.length > 0 && { changes }),
		resource_id: root?.id,
		actor_ids: record.actors.map(({ id }) => id),
		address: record.execution_context?.remote_address,
	};
}

function kindAndName(object: {
	readonly id: string;
	readonly type?: string | undefined;
	readonly summary?: string | undefined;
}): string {
	const kind = object.type?.replace(/_reference$/, '').replace(/_/g, ' ');
	return [kind, nameOf(object)].filter(Boolean).join(' ');
}
