import * as z from 'zod';
import * as auditRecords from '../../pagerduty/api/audit-records.ts';
import { keywords, moment, reference } from '../core/arguments.ts';
import { readCursorRows } from '../lists/cursor-rows.ts';
import { ToolError } from '../core/failure.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList } from '../lists/list.ts';
import { joinNotes } from '../text/notes.ts';
import { periodNote, parsePeriod, withinPeriod } from '../time/period.ts';
import { rangeOf } from '../time/range.ts';
import { defineTool } from '../core/tool.ts';
import { auditRecordShape, showAuditRecord } from './shared/audit-record-shape.ts';

const name = 'list_audit_records';

const input = z.strictObject({
	since: moment('Start. Default: 24 hours before the end.').optional(),
	until: moment('End, at most 31 days after the start. Default: now.').optional(),
	actor: reference('Person who made the changes: name, id or me.').optional(),
	actor_type: z.enum(['user', 'api_key', 'app']).optional().describe('What kind of actor made the changes.'),
	method_type: z
		.enum(['browser', 'oauth', 'api_token', 'identity_provider', 'other'])
		.optional()
		.describe('How the changes were made.'),
	resource_types: keywords(
		['users', 'teams', 'schedules', 'escalation_policies', 'services', 'ip_allow_lists'],
		'What was changed. Default: all.',
	).optional(),
	actions: keywords(['create', 'update', 'delete'], 'What happened to it. Default: all.').optional(),
	...listArguments(auditRecordShape),
});

/** operationId: listAuditRecords */
export const listAuditRecords = defineTool({
	name,
	title: 'List audit records',
	description:
		'Lists who changed users, teams, schedules, escalation policies and services, newest first; the last 24 hours unless `since` says otherwise. Only admins and owners can see them. PagerDuty keeps them for 12 months.',
	example: 'Who changed the Payments schedule this week?',
	toolset: 'account',
	access: 'read',
	operations: { always: ['listAuditRecords'], sometimes: ['getCurrentUser'] },
	input,
	output: z.object({ audit_records: z.array(auditRecordShape.schema), ...listEnvelope }),
	async run(input, context) {
		// PagerDuty counts its own default from now: an earlier end would precede it.
		const period = await parsePeriod(input, { days: 1, maxDays: 31 }, context);
		if (input.actor !== undefined && input.actor_type !== undefined && input.actor_type !== 'user')
			throw new ToolError({ message: '`actor` is a user: leave `actor_type` out.' });
		const actor = input.actor === undefined ? undefined : await context.directory.resolve('user', input.actor, context);
		const actorType = actor ? 'user' : input.actor_type;
		const rows = await readCursorRows({
			start: pageStart(name, input),
			limit: input.limit,
			read: (at) =>
				auditRecords.listAuditRecords(context.pagerduty, {
					...at,
					...rangeOf(period),
					...(actorType && { actor_type: `${actorType}_reference` }),
					...(actor && { actor_id: actor.id }),
					...(input.method_type && { method_type: input.method_type }),
					...(input.resource_types && { root_resource_types: input.resource_types }),
					...(input.actions && { actions: input.actions }),
				}),
			show: showAuditRecord,
		});
		const inside = withinPeriod(rows, period, ({ at }) => at);
		const note = joinNotes(inside.note, periodNote(input, period));
		const { items, envelope } = listResult(name, auditRecordShape, input, { ...inside, note });
		return { audit_records: items, ...envelope };
	},
	present: presentList(auditRecordShape),
});
