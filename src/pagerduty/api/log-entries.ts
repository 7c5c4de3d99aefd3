import * as z from 'zod';
import { anything, list, maybe, maybeList, number, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, reference } from './reference.ts';

/** A link or an image that came with an event. */
export const eventContext = z.object({ type: text(), href: text(), src: text(), text: text() });

/** What an event says beside its details (`cef_details`), which stand in it once more and are left out. */
export const eventFacts = z.object({
	severity: text(),
	/** The affected host or system. */
	source_origin: text(),
	source_component: text(),
	service_group: text(),
	event_class: text(),
});

/** How the entry came about. What lets anybody open incidents is left out: integration keys (`service_key`) and addresses (`to`). */
export const channel = z.object({
	type: text(),
	/** Of a note: its text. */
	summary: text(),
	content: text(),
	subject: text(),
	/** Of an e-mail. */
	from: text(),
	/** Of Nagios. */
	host: text(),
	service: text(),
	state: text(),
	description: text(),
	cef_details: maybe(eventFacts),
	body: anything(),
	details: anything(),
	client: text(),
	client_url: text(),
	html_url: text(),
	/** Seconds, of a snooze. */
	duration: number(),
	changeset: anything(),
});

/** One line of an incident's timeline; `type` ends in `_log_entry`. */
export const logEntry = reference.extend({
	created_at: text(),
	/** Who or what did it: a person, a service or an integration. */
	agent: maybe(personReference),
	channel: maybe(channel),
	note: text(),
	/** Of a status update: its text. Not documented. */
	message: text(),
	contexts: list(eventContext),
	incident: maybe(reference),
	service: maybe(reference),
	teams: maybeList(reference),
	/** Of `assign`, `delegate` and `escalate` entries. */
	assignees: maybeList(personReference),
	/** Whom a `notify` entry paged. */
	user: maybe(personReference),
	/** Seconds, of an `acknowledge` entry. */
	acknowledgement_timeout: number(),
	event_details: maybe(z.object({ description: text() })),
	changeset: anything(),
});
export type LogEntry = z.output<typeof logEntry>;

export interface ListIncidentLogEntriesQuery extends PageQuery {
	readonly time_zone?: string;
	readonly since?: string;
	readonly until?: string;
	readonly include?: readonly ('incidents' | 'services' | 'channels' | 'teams')[];
}

/** One page of an incident's timeline, newest first. operationId: listIncidentLogEntries */
export function listIncidentLogEntries(
	pd: PagerDutyApi,
	incidentId: string,
	query: ListIncidentLogEntriesQuery = {},
): Promise<Page<LogEntry>> {
	return pd.request({
		operationId: 'listIncidentLogEntries',
		method: 'GET',
		path: ['incidents', incidentId, 'log_entries'],
		query: { ...query },
		reply: page('log_entries', logEntry),
	});
}

export interface ListLogEntriesQuery extends ListIncidentLogEntriesQuery {
	readonly team_ids?: readonly string[];
}

/** One page of what happened to all incidents, newest first. operationId: listLogEntries */
export function listLogEntries(pd: PagerDutyApi, query: ListLogEntriesQuery = {}): Promise<Page<LogEntry>> {
	return pd.request({
		operationId: 'listLogEntries',
		method: 'GET',
		path: ['log_entries'],
		query: { ...query },
		reply: page('log_entries', logEntry),
	});
}

/** One entry. operationId: getLogEntry */
export function getLogEntry(
	pd: PagerDutyApi,
	id: string,
	query: Pick<ListLogEntriesQuery, 'include' | 'time_zone'> = {},
): Promise<LogEntry> {
	return pd.request({
		operationId: 'getLogEntry',
		method: 'GET',
		path: ['log_entries', id],
		query: { ...query },
		reply: single('log_entry', logEntry),
	});
}
