import type { Incident } from '../../pagerduty/api/incident.ts';
import type { Page } from '../../pagerduty/api/paging.ts';
import type { User } from '../../pagerduty/api/users.ts';
import type { Deadline } from '../../pagerduty/http/limits/deadline.ts';
import type { PagerDutyApi } from '../../pagerduty/http/request.ts';
import type { AsksPerson } from './conversation.ts';

/** Kinds of objects that can be given by name. */
export type ObjectKind =
	| 'alert_grouping_setting'
	| 'automation_action'
	| 'business_service'
	| 'escalation_policy'
	| 'event_orchestration'
	| 'extension_schema'
	| 'incident_workflow'
	| 'priority'
	| 'schedule'
	| 'service'
	| 'status_page'
	| 'team'
	| 'template'
	| 'user'
	| 'webhook';

/** What a look-up needs of an object. */
export interface Found {
	readonly id: string;
	readonly name?: string | undefined;
	readonly summary?: string | undefined;
	readonly type?: string | undefined;
	readonly email?: string | undefined;
	readonly escalation_policy?: { readonly id: string } | undefined;
}

/** Something that a name stands for. */
export interface Entry {
	readonly id: string;
	readonly name: string;
	readonly email?: string | undefined;
	/** PagerDuty's own, such as `schedule_v3_reference`: tells the two kinds of schedules apart. */
	readonly type?: string | undefined;
}

/** What a look-up needs of the call that it is for. */
export interface LookupCall {
	readonly pagerduty: PagerDutyApi;
	readonly signal: AbortSignal;
	readonly person: AsksPerson | undefined;
	readonly deadline: Pick<Deadline, 'priority'>;
}

/** The two names of an incident, which never change. */
export interface IncidentName {
	readonly id: string;
	readonly number: number;
}

/** A word that a page has for severities, statuses, impacts or services. */
export interface PageWord {
	readonly id: string;
	readonly name: string;
	/** Services are for both. */
	readonly post_type?: string | undefined;
}

/** The words in which a status page speaks. Each page has its own. */
export interface PageWords {
	readonly severities: readonly PageWord[];
	readonly statuses: readonly PageWord[];
	readonly impacts: readonly PageWord[];
	readonly services: readonly PageWord[];
	/** PagerDuty has more of them than it gives. */
	readonly incomplete: boolean;
}

/** Names, ids and e-mail addresses to objects, as a tool sees it. One per signed-in account. */
export interface Directory {
	/** Ids and numbers of the incidents that were read. */
	readonly incidents: {
		remember(incident: Incident): void;
		/** The one with this id or number, if it is known. */
		find(key: string): IncidentName | undefined;
	};

	/**
	 * The object that `reference` names.
	 * @throws {ToolError} not found (with the closest names) or ambiguous (with the candidates) and nobody to ask.
	 */
	resolve(kind: ObjectKind, reference: string, call: LookupCall): Promise<Entry>;

	/** The ids of several objects; undefined when none are asked for. */
	ids(kind: ObjectKind, references: readonly string[] | undefined, call: LookupCall): Promise<string[] | undefined>;

	/**
	 * The object itself that `reference` names, as it is now: its name is remembered, what it relates to is not, because
	 * somebody else may change that. No further request if this call looks the name up. For kinds that the API gives by id.
	 */
	current(kind: ObjectKind, reference: string, call: LookupCall): Promise<Found>;

	/** The same list, whose ids are known from then on: whoever was shown an object names it by its id next. */
	learning<Query, Row extends Found>(
		kind: ObjectKind,
		read: (query: Query) => Promise<Page<Row>>,
		call: Pick<LookupCall, 'signal'>,
	): (query: Query) => Promise<Page<Row>>;

	/** Forgets one kind of object, after a change of our own: names, teams and policies may be others now. */
	forget(kind: ObjectKind): void;

	/** The person signed in, or undefined for an account-level key, which belongs to nobody. operationId: getCurrentUser */
	me(call: LookupCall): Promise<User | undefined>;

	/** The person signed in with their teams as they are now: what this call knows, not what another one once read. */
	myself(call: LookupCall): Promise<User | undefined>;

	/** To mark what is theirs: nothing fails because PagerDuty does not tell who is signed in. */
	myId(call: LookupCall): Promise<string | undefined>;

	/** Whether requests are made for a person, who need not be known, rather than by the key of an account. */
	isPersonal(call: LookupCall): Promise<boolean>;

	/** The words in which a status page speaks. */
	words(pageId: string, call: LookupCall): Promise<PageWords>;
}
