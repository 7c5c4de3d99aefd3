/** What decides of an incident, as it was at a moment. */
export interface IncidentState {
	readonly id: string;
	readonly number?: number | undefined;
	readonly title: string;
	readonly status: string;
	readonly urgency?: string | undefined;
	/** Null: none. */
	readonly priority: string | null;
	/** Ids, in order. */
	readonly assignees: readonly string[];
	/** As PagerDuty tells it, e.g. `direct_assignment`. */
	readonly assigned_via?: string | undefined;
	readonly escalation_policy?: string | undefined;
	/** The name of that. */
	readonly policy_name?: string | undefined;
	readonly service?: string | undefined;
	/** When its acknowledgement ends, which a snooze puts off. */
	readonly triggers_again?: string | undefined;
}

/** An incident that a call changed; `before` is undefined where the call did not read it. */
export interface ChangedIncident {
	readonly before?: IncidentState | undefined;
	readonly after: IncidentState;
}

/** A call that sent something to change PagerDuty, whatever became of it. */
export interface RecordedCall {
	readonly at: Date;
	readonly tool: string;
	readonly arguments: Readonly<Record<string, unknown>>;
	/** Whose program called, by its own name; undefined for the person in the editor. */
	readonly client?: string | undefined;
	/** `unclear`: nobody knows whether it was carried out. */
	readonly outcome: 'done' | 'failed' | 'unclear' | 'cancelled';
	/** The tool's answer. */
	readonly output?: Readonly<Record<string, unknown>> | undefined;
	/** Why it failed. */
	readonly problem?: string | undefined;
	readonly incidents: readonly ChangedIncident[];
	/** The ids that PagerDuty gave to the requests for the change. */
	readonly requestIds: readonly string[];
	/** Address of PagerDuty's API. */
	readonly account: string | undefined;
	/** First part of the account's web address, where it is known. */
	readonly subdomain?: string | undefined;
}

/** Keeps what calls change. Never throws, and nobody waits for it. */
export interface Recorder {
	record(call: RecordedCall): void;
}
