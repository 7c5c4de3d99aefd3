import type {
	Alert,
	ChangeEvent,
	CustomField,
	EscalationPolicy,
	Incident,
	IncidentStatus,
	LogEntry,
	Note,
	Priority,
	Schedule,
	Service,
	ShiftSchedule,
	Team,
	User,
	Template,
} from './model.ts';
import { AccountWide } from './account-wide.ts';
import { Automation } from './automation.ts';
import { ServiceSettings } from './service-settings.ts';
import type { StatusPage } from './status-pages.ts';
import { Orchestrations } from '../orchestrations/model.ts';

/** Lists kept per key; a missing key has an empty list. */
export class Grouped<T> {
	// Not `#groups`: a copy of the account has it too.
	private readonly groups = new Map<string, T[]>();

	add(key: string, item: T): void {
		const group = this.groups.get(key);
		if (group) group.push(item);
		else this.groups.set(key, [item]);
	}

	remove(key: string, item: T): void {
		const group = this.groups.get(key);
		const index = group?.indexOf(item) ?? -1;
		if (index >= 0) group?.splice(index, 1);
	}

	of(key: string): readonly T[] {
		return this.groups.get(key) ?? [];
	}
}

/**
 * The account's data with the indexes that keep lists fast, all of it in fields that can be copied. Knows nothing of HTTP or of
 * PagerDuty's JSON.
 */
export class Store {
	readonly users = new Map<string, User>();
	readonly teams = new Map<string, Team>();
	readonly services = new Map<string, Service>();
	readonly policies = new Map<string, EscalationPolicy>();
	readonly schedules = new Map<string, Schedule>();
	readonly shiftSchedules = new Map<string, ShiftSchedule>();
	/** Highest first. */
	readonly priorities = new Map<string, Priority>();
	readonly abilities: string[] = [];
	readonly serviceSettings = new ServiceSettings();
	readonly automation = new Automation();
	readonly statusPages = new Map<string, StatusPage>();
	readonly accountWide = new AccountWide();
	/** The account's own incident fields. */
	readonly customFields = new Map<string, CustomField>();
	readonly templates = new Map<string, Template>();
	readonly notes = new Grouped<Note>();
	readonly alerts = new Grouped<Alert>();
	readonly alertById = new Map<string, Alert>();
	private readonly alertByKey = new Map<string, Alert>();
	/** Newest last. */
	readonly changeEvents: ChangeEvent[] = [];

	/** In order of creation, which is also the order of numbers. */
	readonly incidents: Incident[] = [];
	private readonly incidentById = new Map<string, Incident>();
	private readonly incidentByNumber = new Map<number, Incident>();
	private readonly open = new Map<string, { triggered: number; acknowledged: number }>();

	/** Oldest first. */
	readonly logEntries: LogEntry[] = [];
	readonly logOfIncident = new Grouped<LogEntry>();
	readonly logEntryById = new Map<string, LogEntry>();

	readonly orchestrations = new Orchestrations();

	nextIncidentNumber = 1;

	addIncident(incident: Incident): void {
		this.incidents.push(incident);
		this.incidentById.set(incident.id, incident);
		this.incidentByNumber.set(incident.number, incident);
		this.#count(incident.serviceId, incident.status, 1);
	}

	/** An incident by id or number. */
	incident(idOrNumber: string): Incident | undefined {
		return this.incidentById.get(idOrNumber) ?? this.incidentByNumber.get(Number(idOrNumber));
	}

	/** The only way to change an incident's status or service: keeps the services' open counts true. */
	moveIncident(incident: Incident, to: { status?: IncidentStatus; serviceId?: string }): void {
		this.#count(incident.serviceId, incident.status, -1);
		incident.status = to.status ?? incident.status;
		incident.serviceId = to.serviceId ?? incident.serviceId;
		this.#count(incident.serviceId, incident.status, 1);
	}

	/** How many incidents of a service are open. */
	openCounts(serviceId: string): { readonly triggered: number; readonly acknowledged: number } {
		return this.open.get(serviceId) ?? { triggered: 0, acknowledged: 0 };
	}

	addAlert(alert: Alert): void {
		if (alert.incidentId !== null) this.alerts.add(alert.incidentId, alert);
		this.alertById.set(alert.id, alert);
		if (alert.key !== null) this.alertByKey.set(keyAt(alert, alert.key), alert);
	}

	/** The alert that further events with this key belong to: a key counts for one integration. */
	openAlert(at: Pick<Alert, 'serviceId' | 'integrationId'>, key: string): Alert | undefined {
		const alert = this.alertByKey.get(keyAt(at, key));
		return alert?.status === 'triggered' ? alert : undefined;
	}

	moveAlert(alert: Alert, incidentId: string): void {
		if (alert.incidentId !== null) this.alerts.remove(alert.incidentId, alert);
		alert.incidentId = incidentId;
		this.alerts.add(incidentId, alert);
	}

	addLogEntry(entry: LogEntry): void {
		this.logEntries.push(entry);
		this.logOfIncident.add(entry.incidentId, entry);
		this.logEntryById.set(entry.id, entry);
	}

	/** The teams a user is a member of. */
	teamsOf(userId: string): Team[] {
		return [...this.teams.values()].filter((team) => !team.deleted && team.members.has(userId));
	}

	#count(serviceId: string, status: IncidentStatus, change: number): void {
		if (status === 'resolved') return;
		const counts = this.open.get(serviceId) ?? { triggered: 0, acknowledged: 0 };
		counts[status] += change;
		this.open.set(serviceId, counts);
	}
}

/** The object with this id; throws when there is none, for ids that the account itself keeps consistent. */
export function required<T>(objects: ReadonlyMap<string, T>, id: string): T {
	const object = objects.get(id);
	if (object === undefined) throw new Error(`The sandbox holds no object ${id}`);
	return object;
}

function keyAt({ serviceId, integrationId }: Pick<Alert, 'serviceId' | 'integrationId'>, key: string): string {
	return `${serviceId} ${integrationId ?? ''} ${key}`;
}
