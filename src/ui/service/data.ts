// What the page shows, read out of what tools answer. Outside text stays text.
import { fieldsOf, numberOf, rowsOf, textOf, textsOf, type Fields } from '../shared/fields.ts';
import { momentOf } from '../shared/time.ts';

export interface Named {
	readonly id: string;
	readonly name: string;
}

/** A service with what `get_service` tells beside it. Undefined is what was not told. */
export interface ServiceDetails extends Named {
	readonly status: string | undefined;
	readonly description: string | undefined;
	readonly policy: string | undefined;
	readonly policyId: string | undefined;
	readonly teams: readonly string[];
	readonly url: string | undefined;
	readonly lastIncident: number | undefined;
	readonly urgency: string | undefined;
	readonly supportHours: string | undefined;
	/** Seconds. */
	readonly acknowledgementTimeout: number | undefined;
	readonly autoResolve: number | undefined;
	readonly grouping: string | undefined;
	readonly dependsOn: readonly Named[] | undefined;
	readonly neededBy: readonly Named[] | undefined;
	readonly integrations: readonly { readonly name: string; readonly type: string | undefined }[] | undefined;
	readonly windows: readonly MaintenanceWindow[] | undefined;
	/** What could not be read, as the tool says it. */
	readonly incomplete: readonly string[];
}

export interface MaintenanceWindow {
	readonly id: string;
	readonly ongoing: boolean;
	readonly start: number | undefined;
	readonly end: number | undefined;
	readonly description: string | undefined;
	readonly by: string | undefined;
}

/** @returns undefined for an answer without a service */
export function serviceOf(output: Fields): ServiceDetails | undefined {
	const shown = fieldsOf(output['service']);
	const id = textOf(shown['id']);
	if (id === undefined) return undefined;
	const dependencies = output['dependencies'] === undefined ? undefined : fieldsOf(output['dependencies']);
	const some = <Row>(name: string, read: (row: Fields) => Row) =>
		output[name] === undefined ? undefined : rowsOf(output[name], read);
	return {
		id,
		name: textOf(shown['name']) ?? id,
		status: textOf(shown['status']),
		description: textOf(shown['description']),
		policy: textOf(shown['escalation_policy']),
		policyId: textOf(shown['escalation_policy_id']),
		teams: textsOf(shown['teams']),
		url: textOf(shown['url']),
		lastIncident: momentOf(textOf(shown['last_incident_at'])),
		urgency: textOf(shown['urgency']),
		supportHours: textOf(shown['support_hours']),
		acknowledgementTimeout: numberOf(shown['acknowledgement_timeout']),
		autoResolve: numberOf(shown['auto_resolve_timeout']),
		grouping: textOf(shown['alert_grouping']),
		dependsOn: dependencies && namedOf(dependencies['depends_on']),
		neededBy: dependencies && namedOf(dependencies['needed_by']),
		integrations: some('integrations', (row) => ({ name: textOf(row['name']) ?? '', type: textOf(row['type']) })),
		windows: some('maintenance_windows', (row) => ({
			id: textOf(row['id']) ?? '',
			ongoing: row['state'] === 'ongoing',
			start: momentOf(textOf(row['start'])),
			end: momentOf(textOf(row['end'])),
			description: textOf(row['description']),
			by: textOf(row['created_by']),
		})),
		incomplete: textsOf(output['incomplete']),
	};
}

function namedOf(value: unknown): readonly Named[] {
	return rowsOf(value, (row) => ({ id: textOf(row['id']) ?? '', name: textOf(row['name']) ?? '' }));
}

/** An open incident of the service. */
export interface OpenIncident {
	readonly id: string;
	readonly title: string;
	readonly number: number | undefined;
	readonly status: string;
	readonly urgency: string | undefined;
	readonly priority: string | undefined;
	readonly assignees: readonly string[];
	readonly at: number | undefined;
}

/** The first of them, as a tool lists them. */
export interface Listed<Row> {
	readonly rows: readonly Row[];
	/** There are others. */
	readonly more: boolean;
}

export function incidentsOf(output: Fields): Listed<OpenIncident> {
	return {
		rows: rowsOf(output['incidents'], (row) => ({
			id: textOf(row['id']) ?? '',
			title: textOf(row['title']) ?? '',
			number: numberOf(row['number']),
			status: textOf(row['status']) ?? 'unknown',
			urgency: textOf(row['urgency']),
			priority: textOf(row['priority']),
			assignees: textsOf(row['assignees']),
			at: momentOf(textOf(row['created_at'])),
		})),
		more: output['more'] === true,
	};
}

/** Somebody on call for it. */
export interface OnCall {
	readonly user: string;
	readonly level: number;
	readonly schedule: string | undefined;
	/** Undefined for whoever always is. */
	readonly until: number | undefined;
	readonly me: boolean;
}

export function oncallsOf(output: Fields): Listed<OnCall> {
	const rows = rowsOf(output['oncalls'], (row) => ({
		user: textOf(row['user']) ?? '',
		level: numberOf(row['level']) ?? 1,
		schedule: textOf(row['schedule']),
		until: momentOf(textOf(row['end'])),
		me: row['me'] === true,
	}));
	return { rows: rows.toSorted((a, b) => a.level - b.level), more: output['more'] === true };
}

/** A deployment, or another change. */
export interface Change {
	readonly id: string;
	readonly at: number | undefined;
	readonly summary: string;
	readonly source: string | undefined;
	readonly links: readonly string[];
}

export function changesOf(output: Fields): Listed<Change> {
	return {
		rows: rowsOf(output['change_events'], (row) => ({
			id: textOf(row['id']) ?? '',
			at: momentOf(textOf(row['at'])),
			summary: textOf(row['summary']) ?? '',
			source: textOf(row['source']),
			links: textsOf(row['links']),
		})),
		more: output['more'] === true,
	};
}
