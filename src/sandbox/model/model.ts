import type { ClockTimer } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import type { ScheduleV2, ScheduleV3 } from '../rendering/model.ts';

/*
 * What the account holds. Times are epoch milliseconds; PagerDuty's JSON shapes are made in replies/.
 */

export type Urgency = 'high' | 'low';
export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';
export type Severity = 'info' | 'warning' | 'error' | 'critical';
export type TeamRole = 'observer' | 'responder' | 'manager';

export interface ContactMethod {
	id: string;
	type:
		| 'email_contact_method'
		| 'phone_contact_method'
		| 'sms_contact_method'
		| 'whatsapp_contact_method'
		| 'push_notification_contact_method';
	label: string;
	address: string;
	countryCode: number | null;
}

export interface NotificationRule {
	id: string;
	contactMethodId: string;
	delayMinutes: number;
	urgency: Urgency;
}

export interface User {
	id: string;
	name: string;
	email: string;
	timeZone: string;
	role: string;
	jobTitle: string | null;
	description: string | null;
	color: string;
	invitationSent: boolean;
	contactMethods: ContactMethod[];
	notificationRules: NotificationRule[];
	/** Deleted people live on as references. */
	deleted?: boolean;
	deletedAt?: number;
}

export interface Team {
	id: string;
	name: string;
	description: string | null;
	members: Map<string, TeamRole>;
	/** `none`: private. Default: manager. */
	defaultRole?: 'manager' | 'none';
	/** The team above it. */
	parentId?: string;
	deleted?: boolean;
}

export interface Integration {
	id: string;
	type: string;
	name: string;
	key: string;
	createdAt: number;
	/** Of e-mail integrations. */
	email?: string;
}

export type ServiceUrgency = Urgency | 'severity_based';

/** Hours on some days of the week, by which the urgency of a service's incidents goes. */
export interface SupportHours {
	timeZone: string;
	start: string;
	end: string;
	/** 1 = Monday … 7 = Sunday */
	days: number[];
	during: ServiceUrgency;
	outside: ServiceUrgency;
	/** Whether what waits becomes urgent when they begin. */
	raise: boolean;
}

export interface Service {
	id: string;
	name: string;
	description: string | null;
	policyId: string;
	teamIds: string[];
	/** Milliseconds; null = never. */
	acknowledgementTimeout: number | null;
	/** Milliseconds; null = never. */
	autoResolveTimeout: number | null;
	urgency: ServiceUrgency;
	supportHours: SupportHours | null;
	alertCreation: 'create_incidents' | 'create_alerts_and_incidents';
	integrations: Integration[];
	createdAt: number;
	disabled: boolean;
	/** Deleted objects live on as references without a page. */
	deleted: boolean;
	lastIncidentAt: number | null;
}

export interface EscalationTarget {
	type: 'user' | 'schedule' | 'schedule_v3';
	id: string;
}

export interface EscalationRule {
	id: string;
	delayMinutes: number;
	targets: EscalationTarget[];
	/** Pages only one of its targets, each time the next one. */
	roundRobin?: true;
}

export interface EscalationPolicy {
	id: string;
	name: string;
	description: string | null;
	rules: EscalationRule[];
	loops: number;
	handoff: 'if_has_services' | 'always';
	teamIds: string[];
}

export type Schedule = ScheduleV2 & { description: string | null; teamIds: string[] };
export type ShiftSchedule = ScheduleV3 & { description: string | null; teamIds: string[] };

export interface Priority {
	id: string;
	name: string;
	description: string;
}

/** Who did something: a person, or the service itself (events, timers). */
export interface Actor {
	type: 'user' | 'service';
	id: string;
}

export type PendingKind = 'escalate' | 'unacknowledge' | 'resolve' | 'urgency_change';

/** One of the account's own incident fields. */
export interface CustomField {
	id: string;
	/** As requests call it: lower case, no spaces. */
	name: string;
	displayName: string;
	description: string;
	dataType: 'boolean' | 'integer' | 'float' | 'string' | 'datetime' | 'url';
	fieldType: 'single_value' | 'single_value_fixed' | 'multi_value' | 'multi_value_fixed';
	/** Of the fixed types: what may be chosen. */
	options: string[];
}

/** Somebody asked to help with an incident, once per person. */
export interface Responder {
	userId: string;
	state: 'pending' | 'joined' | 'declined' | 'user_cancelled';
	message: string;
	requesterId: string;
	requestedAt: number;
	updatedAt: number;
	/** The policies through which the person was reached. */
	policyIds: string[];
}

export interface ResponderTarget {
	type: 'user' | 'escalation_policy';
	id: string;
}

export interface ResponderRequest {
	id: string;
	requesterId: string;
	at: number;
	message: string;
	targets: ResponderTarget[];
}

export interface StatusUpdate {
	id: string;
	userId: string;
	at: number;
	message: string;
	subject: string | null;
}

/** Who gets the status updates of an incident. */
export interface Subscriber {
	type: 'user' | 'team';
	id: string;
}

export interface Incident {
	id: string;
	number: number;
	title: string;
	createdAt: number;
	updatedAt: number;
	status: IncidentStatus;
	key: string;
	urgency: Urgency;
	priorityId: string | null;
	serviceId: string;
	/** As it was when the incident was opened: later edits of the policy do not reroute it. */
	policy: EscalationPolicy;
	teamIds: string[];
	assignments: { at: number; userId: string }[];
	acknowledgements: { at: number; by: Actor }[];
	/** 1 = the first rule of the policy. */
	level: number;
	loopsDone: number;
	assignedVia: 'escalation_policy' | 'direct_assignment';
	lastStatusChangeAt: number;
	lastStatusChangeBy: Actor;
	resolvedAt: number | null;
	mergedInto: string | null;
	firstTriggerId: string | null;
	body: JsonObject | null;
	conferenceBridge: { number: string | null; url: string | null } | null;
	type: string;
	pending: Map<PendingKind, ClockTimer>;
	/** By the id of the field; a field that is not here has no value. */
	customFields: Map<string, unknown>;
	responders: Responder[];
	responderRequests: ResponderRequest[];
	statusUpdates: StatusUpdate[];
	subscribers: Subscriber[];
}

export interface Alert {
	id: string;
	/** None: suppressed by rules. */
	incidentId: string | null;
	serviceId: string;
	integrationId: string | null;
	createdAt: number;
	resolvedAt: number | null;
	status: 'triggered' | 'resolved';
	key: string | null;
	summary: string;
	severity: Severity;
	suppressed: boolean;
	body: JsonObject;
	firstTriggerId: string | null;
}

export interface Note {
	id: string;
	incidentId: string;
	userId: string;
	content: string;
	createdAt: number;
	updatedAt: number | null;
}

export interface LogEntry {
	id: string;
	/** `acknowledge_log_entry`, `assign_log_entry`, … */
	type: string;
	incidentId: string;
	at: number;
	agent: Actor;
	summary: string;
	channel: JsonObject & { type: string };
	assigneeIds: string[];
	userId: string | null;
	acknowledgementTimeout: number | null;
	changedActions: { type: PendingKind; at: number }[];
	description: string | null;
	contexts: JsonObject[];
}

export interface ChangeEvent {
	id: string;
	at: number;
	summary: string;
	source: string;
	serviceIds: string[];
	integrationId: string | null;
	routingKey: string | null;
	links: { href: string; text: string }[];
	details: JsonObject;
}

/** What status updates are made from; `{{…}}` stands for a fact. */
export interface Template {
	id: string;
	name: string;
	description: string | null;
	message: string;
	emailSubject: string | null;
	emailBody: string | null;
	userId: string;
	at: number;
}
