// What the page shows, read out of what tools answer. Outside text stays text.
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { numberOf, rowsOf, textOf, textsOf, fieldsOf, type Fields } from '../shared/fields.ts';
import { momentOf } from '../shared/time.ts';

/** An incident, as far as the page shows it. */
export type Incident = Pick<
	ShownIncident,
	| 'id'
	| 'number'
	| 'title'
	| 'status'
	| 'urgency'
	| 'priority'
	| 'service'
	| 'assignees'
	| 'mine'
	| 'url'
	| 'escalation_policy'
	| 'teams'
	| 'alerts'
	| 'open_alerts'
	| 'created_at'
	| 'resolved_at'
	| 'escalates_at'
	| 'resolve_reason'
	| 'conference'
>;

export interface CustomField {
	readonly name: string;
	readonly value: string;
}

export interface Responder {
	readonly name: string;
	readonly state: string;
}

/** An incident with what `get_incident` tells beside it. */
export interface IncidentDetails {
	readonly incident: Incident;
	readonly body: string | undefined;
	/** Undefined where they were not asked for. */
	readonly customFields: readonly CustomField[] | undefined;
	readonly responders: readonly Responder[] | undefined;
}

/** @returns undefined for an answer without an incident */
export function detailsOf(output: Fields): IncidentDetails | undefined {
	const shown = fieldsOf(output['incident']);
	const [id, title] = [textOf(shown['id']), textOf(shown['title'])];
	if (id === undefined || title === undefined) return undefined;
	const some = <Row>(name: string, read: (row: Fields) => Row) =>
		output[name] === undefined ? undefined : rowsOf(output[name], read);
	return {
		incident: {
			id,
			title,
			number: numberOf(shown['number']),
			status: textOf(shown['status']) ?? 'unknown',
			urgency: textOf(shown['urgency']),
			priority: textOf(shown['priority']),
			service: textOf(shown['service']),
			assignees: [...textsOf(shown['assignees'])],
			mine: typeof shown['mine'] === 'boolean' ? shown['mine'] : undefined,
			url: textOf(shown['url']),
			escalation_policy: textOf(shown['escalation_policy']),
			teams: [...textsOf(shown['teams'])],
			alerts: numberOf(shown['alerts']),
			open_alerts: numberOf(shown['open_alerts']),
			created_at: textOf(shown['created_at']),
			resolved_at: textOf(shown['resolved_at']),
			escalates_at: textOf(shown['escalates_at']),
			resolve_reason: textOf(shown['resolve_reason']),
			conference: textOf(shown['conference']),
		},
		body: textOf(output['body']),
		customFields: some('custom_fields', ({ name, value }) => ({
			name: textOf(name) ?? '',
			value: textOf(value) ?? '',
		})),
		responders: some('responders', ({ name, state }) => ({ name: textOf(name) ?? '', state: textOf(state) ?? '' })),
	};
}

/** One line of the timeline. */
export interface Entry {
	readonly id: string;
	/** Undefined where PagerDuty does not say. */
	readonly at: number | undefined;
	/** PagerDuty's name for it, such as `acknowledge`; `change` for a change event. */
	readonly event: string;
	readonly by: string | undefined;
	readonly summary: string;
	readonly note: string | undefined;
	readonly links: readonly string[];
}

/** A part of a list, and where it goes on. */
export interface Listed<Row> {
	readonly rows: readonly Row[];
	readonly cursor: string | undefined;
}

export function timelineOf(output: Fields): Listed<Entry> {
	return {
		rows: rowsOf(output['log_entries'], (row) => ({
			id: textOf(row['id']) ?? '',
			at: momentOf(textOf(row['at'])),
			event: textOf(row['event']) ?? 'unknown',
			by: textOf(row['by']),
			summary: textOf(row['summary']) ?? '',
			note: textOf(row['note']),
			links: [],
		})),
		cursor: textOf(output['next_cursor']),
	};
}

export function changesOf(output: Fields): readonly Entry[] {
	return rowsOf(output['change_events'], (row) => ({
		id: `change ${textOf(row['id']) ?? ''}`,
		at: momentOf(textOf(row['at'])),
		event: 'change',
		by: textOf(row['source']),
		summary: textOf(row['summary']) ?? '',
		note: undefined,
		links: textsOf(row['links']),
	}));
}

export interface Alert {
	readonly id: string;
	readonly summary: string;
	readonly status: string | undefined;
	readonly severity: string | undefined;
	readonly at: number | undefined;
	readonly details: string | undefined;
	readonly links: readonly string[];
}

export function alertsOf(output: Fields): Listed<Alert> {
	return {
		rows: rowsOf(output['alerts'], (row) => ({
			id: textOf(row['id']) ?? '',
			summary: textOf(row['summary']) ?? '',
			status: textOf(row['status']),
			severity: textOf(row['severity']),
			at: momentOf(textOf(row['created_at'])),
			details: textOf(row['details']),
			links: textsOf(row['links']),
		})),
		cursor: textOf(output['next_cursor']),
	};
}

/** Whether a text is only the beginning of one. */
export function isCut(text: string): boolean {
	return /… \[\d+ more characters\]$/.test(text);
}

/** An incident that is like this one, or has to do with it. */
export interface Similar {
	readonly id: string;
	readonly title: string;
	readonly past: boolean;
	readonly at: number | undefined;
	/** Why it is among them. */
	readonly reason: string | undefined;
	/** Of a past one: how long it took, who resolved it, and the last that was written about it. */
	readonly ended: {
		readonly after: string | undefined;
		readonly by: string | undefined;
		readonly note: string | undefined;
	};
}

/** Incidents that have to do with this one. */
export interface SimilarIncidents {
	readonly rows: readonly Similar[];
	/** What could not be read of them, as the tool says it. */
	readonly incomplete: readonly string[];
}

export function similarOf(output: Fields): SimilarIncidents {
	const rows = rowsOf(output['incidents'], (row) => {
		const ended = fieldsOf(row['ended']);
		return {
			id: textOf(row['id']) ?? '',
			title: textOf(row['title']) ?? '',
			past: row['relation'] !== 'related',
			at: momentOf(textOf(row['created_at'])),
			reason: textOf(row['reason']),
			ended: { after: textOf(ended['after']), by: textOf(ended['resolved_by']), note: textsOf(ended['notes']).at(-1) },
		};
	});
	// How unusual the incident is, the page does not show.
	return { rows, incomplete: textsOf(output['incomplete']).filter((one) => !one.startsWith('outlier:')) };
}

/** A level of the incident's escalation policy, with who is on call there. */
export interface Level {
	readonly level: number;
	readonly is: 'current' | 'next' | undefined;
	readonly people: readonly {
		readonly name: string;
		readonly schedule: string | undefined;
		/** Undefined for whoever always is. */
		readonly until: number | undefined;
	}[];
}

/** @returns undefined where it could not be read, which `incomplete` tells */
export function escalationOf(output: Fields): readonly Level[] | undefined {
	if (output['escalation'] === undefined) return undefined;
	return rowsOf(output['escalation'], (row) => ({
		level: numberOf(row['level']) ?? 0,
		is: row['is'] === 'current' || row['is'] === 'next' ? row['is'] : undefined,
		people: rowsOf(row['on_call'], ({ user, schedule, until }) => ({
			name: textOf(user) ?? '',
			schedule: textOf(schedule),
			until: momentOf(textOf(until)),
		})),
	}));
}

/** Who gets the status updates of the incident. */
export interface Subscribers {
	readonly rows: readonly { readonly id: string; readonly name: string; readonly isTeam: boolean }[];
	readonly incomplete: readonly string[];
}

/** @returns undefined where they could not be read, which `incomplete` tells */
export function subscribersOf(output: Fields): Subscribers | undefined {
	if (output['subscribers'] === undefined) return undefined;
	return {
		rows: rowsOf(output['subscribers'], (row) => ({
			id: textOf(row['id']) ?? '',
			name: textOf(row['name']) ?? '',
			isTeam: row['type'] === 'team',
		})),
		incomplete: textsOf(output['incomplete']),
	};
}

/** Details of a monitoring tool as people read them: JSON with a line for each value, anything else as it is. */
export function readable(details: string): string {
	if (!/^\s*[[{]/.test(details)) return details;
	try {
		return JSON.stringify(JSON.parse(details), undefined, 2);
	} catch {
		return details;
	}
}
