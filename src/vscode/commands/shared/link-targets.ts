import type { LinkTarget } from '../../links/editor-link.ts';
import { GroupNode, IncidentNode } from '../../sidebar/incidents-tree.ts';
import { MeNode, MyTurnNode, TurnNode } from '../../sidebar/oncall-nodes.ts';

/** The schedule of a row: that of a turn, or of the person's only one. */
export function scheduleOfRow(row: unknown): string | undefined {
	if (row instanceof TurnNode) return row.turn.scheduleId;
	if (row instanceof MyTurnNode) return row.mine.turn.scheduleId;
	return row instanceof MeNode && row.turns.length === 1 ? row.turns[0]?.turn.scheduleId : undefined;
}

/** The service of a row: that of a heading, or of an incident. */
export function serviceOfRow(row: unknown): string | undefined {
	if (row instanceof IncidentNode) return row.incident.service_id;
	return row instanceof GroupNode && row.group.kind === 'service' ? row.group.incidents[0]?.service_id : undefined;
}

/** What a link leads to from a row that is no incident's. */
export function targetOfRow(row: unknown): LinkTarget | undefined {
	const schedule = scheduleOfRow(row);
	if (schedule !== undefined) return { kind: 'schedule', schedule };
	const service = row instanceof GroupNode ? serviceOfRow(row) : undefined;
	return service === undefined ? undefined : { kind: 'service', service };
}
