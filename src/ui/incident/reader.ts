import type { ToolAnswer } from '../shared/connection.ts';
import { textsOf, type Fields } from '../shared/fields.ts';
import { answerOf, offeredIn, unread, type Part, type ReaderParts } from '../shared/reading.ts';
import {
	alertsOf,
	changesOf,
	detailsOf,
	escalationOf,
	similarOf,
	subscribersOf,
	timelineOf,
	type Alert,
	type Entry,
	type IncidentDetails,
	type Level,
	type Listed,
	type SimilarIncidents,
	type Subscribers,
} from './data.ts';

/** All that the page knows. */
export interface Known {
	readonly details: IncidentDetails | undefined;
	readonly timeline: Part<Listed<Entry>>;
	readonly alerts: Part<Listed<Alert>>;
	readonly changes: Part<readonly Entry[]>;
	readonly similar: Part<SimilarIncidents>;
	readonly escalation: Part<readonly Level[]>;
	readonly subscribers: Part<Subscribers>;
	/** Details of alerts that were read whole, by the alert's id. */
	readonly wholeDetails: ReadonlyMap<string, string>;
	/** Why there is no incident to show, as the host says it. */
	readonly closed: string | undefined;
	/** Why what is shown could not be read anew. */
	readonly stale: string | undefined;
	/** When all of it was read. */
	readonly readAt: number | undefined;
	/** The tools that can be called; undefined where the host does not say. */
	readonly offered: ReadonlySet<string> | undefined;
}

/** Read only when somebody wants to see it. */
type OnDemand = 'similar' | 'escalation' | 'subscribers';
type PartName = 'timeline' | 'alerts' | 'changes' | OnDemand;

const nothing: Known = {
	details: undefined,
	timeline: unread,
	alerts: unread,
	changes: unread,
	similar: unread,
	escalation: unread,
	subscribers: unread,
	wholeDetails: new Map(),
	closed: undefined,
	stale: undefined,
	readAt: undefined,
	offered: undefined,
};

/** As many as the tools give at once. */
const entriesAtOnce = 100;
const alertsAtOnce = 25;
/** Characters of an alert's details before somebody unfolds it: what most monitoring tools send. */
const detailLength = 2000;
/** The most that the tool gives. */
const wholeLength = 20_000;

/** Reads an incident through the tools, part by part, and keeps what it has read. */
export class IncidentReader {
	readonly #parts: ReaderParts;
	#known: Known = nothing;
	#id: string | undefined;
	#reading: Promise<void> | undefined;
	/** How often somebody wanted it to be read. */
	#wanted = 0;
	/** How often the host has told of the incident by itself. */
	#taken = 0;

	constructor(parts: ReaderParts) {
		this.#parts = parts;
	}

	get known(): Known {
		return this.#known;
	}

	/** The incident is that one. What could not be shown is read again. */
	begin(reference: string): void {
		if (this.#id !== undefined && this.#known.closed === undefined) return;
		this.#id = reference;
		void this.read();
	}

	/**
	 * What the host tells of the incident by itself. A chat shows the result of its time even days later, so it is read anew in any
	 * case; unless it is the first one, while that is under way already.
	 */
	take({ failed, output, text, meta }: ToolAnswer): void {
		const isFirst = this.#taken++ === 0;
		const told = detailsOf(output);
		const offered = offeredIn(meta) ?? this.#known.offered;
		if (failed || !told) {
			this.#show({ ...nothing, closed: text, offered });
			return;
		}
		this.#id = told.incident.id;
		// It may tell of less than what was read.
		const { details } = this.#known;
		const { customFields = details?.customFields, responders = details?.responders, body = details?.body } = told;
		this.#show({ closed: undefined, details: { incident: told.incident, body, customFields, responders }, offered });
		if (!isFirst || details || !this.#reading) void this.read();
	}

	/** Reads everything that is in sight anew. What is asked meanwhile is read once more afterwards. */
	async read(): Promise<void> {
		if (this.#id === undefined) return;
		this.#wanted++;
		this.#reading ??= this.#readWanted(this.#id);
		await this.#reading;
	}

	async #readWanted(incident: string): Promise<void> {
		let wanted;
		do {
			wanted = this.#wanted;
			await this.#readAll(incident);
		} while (wanted !== this.#wanted);
		this.#reading = undefined;
	}

	/** The tools look an incident up that they do not know: one that nobody has told of is read first, and alone. */
	async #readAll(incident: string): Promise<void> {
		const isKnown = this.#known.details !== undefined;
		if (!isKnown) await this.#readDetails(incident);
		if (!this.#known.details) return;
		await Promise.all([
			isKnown ? this.#readDetails(incident) : undefined,
			this.#readPart('timeline', timelineInput(incident), (output) =>
				refreshed(this.#known.timeline.value, timelineOf(output)),
			),
			this.#readPart('alerts', alertsInput(incident), (output) =>
				refreshed(this.#known.alerts.value, alertsOf(output)),
			),
			// What was deployed before it began does not change any more.
			this.#known.changes.value ?? this.#readPart('changes', { incident, limit: 10, fields: changeFields }, changesOf),
			// Whom it pages next changes with the incident.
			this.#known.escalation.value && this.unfold('escalation'),
			this.#known.subscribers.value && this.unfold('subscribers'),
		]);
		if (this.#known.closed === undefined) this.#show({ readAt: this.#parts.now() });
	}

	/** Earlier entries of the timeline. */
	async earlier(): Promise<void> {
		const { value } = this.#known.timeline;
		if (this.#id === undefined || value?.cursor === undefined) return;
		const input = { ...timelineInput(this.#id), cursor: value.cursor };
		await this.#readPart('timeline', input, (output) =>
			continued(joined(this.#known.timeline.value, value), timelineOf(output)),
		);
	}

	async moreAlerts(): Promise<void> {
		const { value } = this.#known.alerts;
		if (this.#id === undefined || value?.cursor === undefined) return;
		const input = { ...alertsInput(this.#id), cursor: value.cursor };
		await this.#readPart('alerts', input, (output) =>
			continued(joined(this.#known.alerts.value, value), alertsOf(output)),
		);
	}

	/** Reads a part that opening the page does not need. */
	async unfold(part: OnDemand): Promise<void> {
		const incident = this.#id;
		if (incident === undefined) return;
		const only = { incident, include: [part], fields: ['id'] };
		switch (part) {
			case 'similar':
				await this.#readPart(part, { incident }, similarOf);
				return;
			case 'escalation':
				await this.#readPart(part, only, escalationOf);
				return;
			case 'subscribers':
				await this.#readPart(part, only, subscribersOf);
		}
	}

	/** The details of one alert, as much of them as there is. */
	async whole(alert: string): Promise<void> {
		if (this.#id === undefined || this.#known.wholeDetails.has(alert)) return;
		const { output } = await this.#call('alerts', {
			incident: this.#id,
			alert,
			detail_length: wholeLength,
			fields: alertFields,
		});
		const details = alertsOf(output).rows[0]?.details;
		if (details !== undefined) this.#show({ wholeDetails: new Map([...this.#known.wholeDetails, [alert, details]]) });
	}

	async #readDetails(incident: string): Promise<void> {
		const [taken, isFirst] = [this.#taken, this.#known.details === undefined];
		const answer = await this.#call('incident', {
			incident,
			include: ['custom_fields', 'responders'],
			fields: ['all'],
		});
		const details = detailsOf(answer.output);
		const told = taken === this.#taken ? undefined : this.#known.details?.incident;
		// What the host has told meanwhile may be newer; the first that a chat tells may be days old.
		const differs = told !== undefined && told.status !== details?.incident.status;
		if (isFirst && differs) this.#wanted++;
		if (details)
			this.#show({
				details: told === undefined || isFirst ? details : { ...details, incident: told },
				closed: undefined,
				stale: undefined,
				offered: offeredIn(answer.meta) ?? this.#known.offered,
			});
		else if (this.#known.details) this.#show({ stale: answer.text });
		else this.#show({ closed: answer.text });
	}

	async #readPart<Name extends PartName>(
		part: Name,
		input: Fields,
		read: (output: Fields) => Known[Name]['value'],
	): Promise<void> {
		this.#showPart(part, { ...this.#known[part], reading: true });
		const { failed, output, text } = await this.#call(part, input);
		// Another reading of the same part may have ended meanwhile.
		const value = failed ? undefined : read(output);
		const problem = failed ? text : textsOf(output['incomplete']).join(' ');
		if (value === undefined) this.#showPart(part, { ...this.#known[part], problem, reading: false });
		else this.#showPart(part, { value, problem: undefined, reading: false });
	}

	#call(part: PartName | 'incident', input: Fields): Promise<ToolAnswer> {
		return answerOf(this.#parts.call, toolOf[part], input);
	}

	#showPart(part: PartName, value: Part<unknown>): void {
		this.#show({ [part]: value });
	}

	#show(changed: Partial<Known>): void {
		this.#known = { ...this.#known, ...changed };
		this.#parts.changed();
	}
}

const toolOf = {
	incident: 'get_incident',
	timeline: 'get_incident_timeline',
	alerts: 'list_incident_alerts',
	changes: 'list_change_events',
	similar: 'find_related_incidents',
	escalation: 'get_incident',
	subscribers: 'get_incident',
} as const;

const entryFields = ['at', 'event', 'by', 'summary', 'note'];
const alertFields = ['status', 'severity', 'summary', 'created_at', 'details', 'links'];
const changeFields = ['at', 'summary', 'source', 'links'];

function timelineInput(incident: string): Fields {
	return { incident, overview: false, limit: entriesAtOnce, fields: entryFields };
}

function alertsInput(incident: string): Fields {
	return { incident, limit: alertsAtOnce, detail_length: detailLength, fields: alertFields };
}

interface Row {
	readonly id: string;
}

/** A list with its next rows. New ones at its start may have moved some of them down: each counts once. */
function continued<One extends Row>(before: Listed<One>, { rows, cursor }: Listed<One>): Listed<One> {
	return { rows: [...before.rows, ...without(rows, before.rows)], cursor };
}

/** A list as it is now, with what was known of it before: between its start and its next rows there is no gap. */
function joined<One extends Row>(now: Listed<One> | undefined, before: Listed<One>): Listed<One> {
	return now ? continued(now, before) : before;
}

/** A list whose start was read anew: what was read of it beyond that stays. */
function refreshed<One extends Row>(before: Listed<One> | undefined, start: Listed<One>): Listed<One> {
	if (!before || before.rows.length <= start.rows.length || start.cursor === undefined) return start;
	return { rows: [...start.rows, ...without(before.rows, start.rows)], cursor: before.cursor };
}

function without<One extends Row>(rows: readonly One[], known: readonly One[]): readonly One[] {
	const ids = new Set(known.map(({ id }) => id));
	return rows.filter(({ id }) => !ids.has(id));
}
