/**
 * Where PagerDuty's OpenAPI contradicts its own examples, its own prose or what the service is known to answer.
 * Each entry must apply somewhere in the contract suite: one that no longer does is reported by `unusedExceptions`.
 */
export interface ReplyException {
	/** `*` = every operation. */
	readonly operations: readonly string[] | '*';
	/** Where in the body: `incidents`, `*`, `resolved_at` joined by slashes; `**` is any depth. The value there is not checked;
	 * expanded objects are checked as the references they stand for. */
	readonly at: string;
	/** Which values are meant. */
	readonly when: 'null' | 'text' | 'object' | 'expanded' | 'any' | { readonly equals: string };
	readonly reason: string;
}

export interface StatusException {
	readonly operations: readonly string[] | '*';
	readonly status: number;
	readonly reason: string;
}

export interface RequestException {
	readonly operations: readonly string[] | '*';
	/**
	 * A required header that may be missing, an undocumented query parameter, a query parameter whose pattern is not
	 * checked, one (`name=value`) that its list of values forgot, an undocumented field of the body (`*` is any item of a list), a required one that is missing, or a place in the body where any text,
	 * with `object` any object, with `any` whatever else, may stand.
	 */
	readonly what:
		| { readonly header: string }
		| { readonly query: string }
		| { readonly queryPattern: string }
		| { readonly queryValue: string }
		| { readonly field: string }
		| { readonly missing: string }
		| { readonly at: string; readonly any?: true; readonly object?: true };
	readonly reason: string;
}

/** What holds for one area of the API. */
export interface Exceptions {
	readonly replies: readonly ReplyException[];
	readonly statuses: readonly StatusException[];
	readonly requests: readonly RequestException[];
}

const incidentOperations = [
	'listIncidents',
	'getIncident',
	'createIncident',
	'updateIncident',
	'updateIncidents',
	'createIncidentSnooze',
	'mergeIncidents',
];

function expanded(operations: readonly string[], ...names: string[]): ReplyException[] {
	const reason = 'include[] gives the object itself; the schema says reference.';
	return names.map((name) => ({ operations, at: `*/**/${name}`, when: 'expanded', reason }));
}

export const replyExceptions: readonly ReplyException[] = [
	// Fields without a value.
	{
		operations: '*',
		at: '**/resolved_at',
		when: 'null',
		reason: 'Open incidents have null here in PagerDuty’s examples; the schema says string.',
	},
	{
		operations: incidentOperations,
		at: '**/resolve_reason',
		when: 'null',
		reason: 'Null in PagerDuty’s examples unless the incident was merged; the schema says object.',
	},
	{
		operations: incidentOperations,
		at: '**/alert_grouping',
		when: 'null',
		reason: 'Incidents that are not grouped have none; the schema says object.',
	},
	{
		operations: incidentOperations,
		at: '**/incident_key',
		when: 'null',
		reason: 'Incidents with alerts have no key, says the description of the parameter; the schema says string.',
	},
	{
		operations: incidentOperations,
		at: '**/priority',
		when: 'null',
		reason: 'A priority is optional; the schema says object.',
	},
	{
		operations: '*',
		at: '**/acknowledgement_timeout',
		when: 'null',
		reason: 'Null switches the timeout off (Service, and the prose of AcknowledgeLogEntry); the schema says integer.',
	},
	{
		operations: '*',
		at: '**/auto_resolve_timeout',
		when: 'null',
		reason: 'Null switches the timeout off, says the description of the field; the schema says integer.',
	},
	{
		operations: '*',
		at: '**/support_hours',
		when: 'null',
		reason: 'Services with a constant urgency have none; the schema says object.',
	},
	{
		operations: '*',
		at: '**/alert_grouping_parameters',
		when: 'null',
		reason: 'Services without grouping have none; the schema says object.',
	},
	{
		operations: '*',
		at: '**/description',
		when: 'null',
		reason: 'Descriptions are optional; the schema says string for policies, teams and services.',
	},
	{
		operations: ['listIncidentAlerts', 'getIncidentAlert'],
		at: '**/alert_key',
		when: 'null',
		reason: 'Alerts of integrations that send no key have none; the schema says string.',
	},
	{
		operations: ['listOnCalls'],
		at: 'oncalls/*/start',
		when: 'null',
		reason: 'Null for who is always on call, says the description; the schema says string.',
	},
	{
		operations: ['listOnCalls'],
		at: 'oncalls/*/end',
		when: 'null',
		reason: 'Null for who is always on call, says the description; the schema says string.',
	},
	{
		operations: ['listOnCalls'],
		at: 'oncalls/*/schedule',
		when: 'null',
		reason: 'Null for who is on a policy directly, says the description; the schema says object.',
	},
	{
		operations: ['listSchedules', 'getSchedule'],
		at: '**/schedule_layers/*/end',
		when: 'null',
		reason: 'Null if the layer does not end, says the description; the schema says string.',
	},
	{
		operations: ['getSchedule'],
		at: '**/rendered_coverage_percentage',
		when: 'null',
		reason: 'Null unless since or until are given, says the description; the schema says number.',
	},
	// include[] replaces references by the objects themselves, where these schemas know references only.
	...expanded(['listUsers', 'getCurrentUser'], 'contact_methods', 'notification_rules', 'teams'),
	...expanded(['listServices'], 'escalation_policy', 'teams', 'integrations'),
	...expanded(['listEscalationPolicies', 'getEscalationPolicy'], 'services', 'teams'),
	...expanded(['listIncidentAlerts'], 'incident', 'service', 'first_trigger_log_entry'),
	...expanded(['listIncidentLogEntries'], 'incident', 'service', 'teams'),
	...expanded(['listTeamUsers'], 'user'),
	...expanded(['listOnCalls'], 'escalation_policy', 'user', 'schedule'),
	{
		operations: ['listIncidentLogEntries', 'listLogEntries', 'getLogEntry'],
		at: '**/type',
		when: { equals: 'acknowledge_log_entry' },
		reason: 'LogEntry and the examples say acknowledge_log_entry, AcknowledgeLogEntry says acknowledgement_log_entry.',
	},
	{
		operations: ['listLogEntries'],
		at: '**/type',
		when: { equals: 'field_value_change_log_entry' },
		reason: 'One of the types of LogEntry and of listIncidentLogEntries, forgotten here.',
	},
	{
		operations: ['createIncident'],
		at: 'incident/body/details',
		when: 'text',
		reason: 'A text in PagerDuty’s example of the request; the schema says object.',
	},
	{
		operations: '*',
		at: '**/escalation_rule_assignment_strategy',
		when: 'object',
		reason: 'PagerDuty’s examples have an object with a type, and widely used clients read one; the schema says text.',
	},
	{
		operations: ['getCurrentUser'],
		at: 'error',
		when: 'text',
		reason: 'A text for account-level keys (recorded); the schema says object.',
	},
];

export const statusExceptions: readonly StatusException[] = [
	{
		operations: ['updateIncident'],
		status: 400,
		reason: 'The answer to a change that is not allowed (recorded); updateIncidents documents it, this one forgot.',
	},
	{
		operations: ['getScheduleV3'],
		status: 400,
		reason: 'The answer for a layer-based schedule; the migration guide describes it, the document does not.',
	},
];

export const requestExceptions: readonly RequestException[] = [
	{
		operations: '*',
		what: { header: 'Content-Type' },
		reason: 'Declared required even where there is no body; a GET without it is answered.',
	},
	{
		operations: '*',
		what: { header: 'From' },
		reason: 'Declared required, but needed with account-level keys only: a user token implies its user.',
	},
	...['since', 'until'].map((name): RequestException => ({
		operations: ['listChangeEvents', 'listServiceChangeEvents'],
		what: { queryPattern: name },
		reason: 'The pattern is the words YYYY-MM-DDThh:mm:ssZ, which no date can match.',
	})),
	{
		operations: ['createIncident'],
		what: { at: 'incident/body/details' },
		reason: 'A text in PagerDuty’s own example; the schema says object.',
	},
	{
		operations: ['createIncident'],
		what: { field: '/incident/body/type' },
		reason: 'Required by IncidentBody, which forgets to name it among the properties.',
	},
	{
		operations: ['createEscalationPolicy', 'updateEscalationPolicy'],
		what: { at: 'escalation_policy/escalation_rules/*/escalation_rule_assignment_strategy', object: true },
		reason: 'An object with a type in PagerDuty’s own examples; the schema says text.',
	},
];
