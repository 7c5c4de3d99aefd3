import type { ToolAnswer } from '../shared/connection.ts';
import { textOf, type Fields } from '../shared/fields.ts';
import { answerOf, offeredIn, unread, type Part, type ReaderParts } from '../shared/reading.ts';
import {
	changesOf,
	incidentsOf,
	oncallsOf,
	serviceOf,
	type Change,
	type Listed,
	type OnCall,
	type OpenIncident,
	type ServiceDetails,
} from './data.ts';

/** What the page shows, each read by itself. */
interface Parts {
	readonly service: Part<ServiceDetails>;
	readonly incidents: Part<Listed<OpenIncident>>;
	readonly oncalls: Part<Listed<OnCall>>;
	readonly changes: Part<Listed<Change>>;
}

/** All that the page knows. */
export interface Known extends Parts {
	/** Why nothing can be shown: until a reading has succeeded, nothing is. */
	readonly closed: string | undefined;
	/** When all that is shown was read. */
	readonly readAt: number | undefined;
	readonly offered: ReadonlySet<string> | undefined;
}

const nothing: Parts = { service: unread, incidents: unread, oncalls: unread, changes: unread };

/** Reads a service through the tools, part by part, and keeps what it has read. */
export class ServiceReader {
	readonly #parts: ReaderParts;
	#known: Known = { ...nothing, closed: undefined, readAt: undefined, offered: undefined };
	#reference: string | undefined;
	/** Counts readings: what an earlier one still brings is no longer asked for. */
	#reading = 0;
	#isReading = false;
	#triedAt: number | undefined;

	constructor(parts: ReaderParts) {
		this.#parts = parts;
	}

	get known(): Known {
		return this.#known;
	}

	/** The service is that one; later on that what is shown may have changed. */
	begin(input: Fields): void {
		const reference = textOf(input['service']) ?? this.#reference;
		if (reference !== this.#reference) this.#show({ ...nothing, readAt: undefined });
		this.#reference = reference;
		void this.read();
	}

	/** What the host's tool has answered: shown at once where it is all there is, and read anew, because a chat keeps it for days. */
	take({ failed, output, text, meta }: ToolAnswer): void {
		const offered = offeredIn(meta) ?? this.#known.offered;
		if (failed) {
			this.#reading++;
			this.#isReading = false;
			// Somebody else may be the next to look.
			this.#show({ ...nothing, readAt: undefined, closed: text, offered });
			return;
		}
		const told = serviceOf(output);
		this.#show({ offered });
		if (!told || this.#known.service.value !== undefined) return;
		this.#show({ closed: undefined, service: { ...this.#known.service, value: told } });
		this.#reference ??= told.id;
		if (!this.#isReading) void this.read();
	}

	/** Somebody looks at it: reads anew what was read so long ago. */
	look(afterMs: number): void {
		if (this.#known.closed !== undefined || this.#isReading || this.#triedAt === undefined) return;
		if (this.#parts.now() - this.#triedAt >= afterMs) void this.read();
	}

	/** Reads everything that is in sight anew. */
	async read(): Promise<void> {
		const service = this.#reference;
		if (service === undefined) return;
		const reading = ++this.#reading;
		const isLast = () => reading === this.#reading;
		this.#isReading = true;
		await this.#readAll(service, isLast);
		if (!isLast()) return;
		this.#isReading = false;
		this.#triedAt = this.#parts.now();
		const { incidents, oncalls, changes } = this.#known;
		const isOld = [this.#known.service, incidents, oncalls, changes].some(
			({ value, problem }) => value !== undefined && problem !== undefined,
		);
		this.#show(isOld ? {} : { readAt: this.#triedAt });
	}

	async #readAll(service: string, isLast: () => boolean): Promise<void> {
		const include = ['dependencies', 'maintenance_windows', 'integrations'];
		await this.#readPart('service', 'get_service', { service, include, fields: ['all'] }, serviceOf, isLast);
		if (!isLast()) return;
		const { value: details, problem } = this.#known.service;
		if (this.#known.closed !== undefined) this.#show({ closed: problem });
		if (!details) return;
		const { id, policyId } = details;
		const fields = ['number', 'title', 'status', 'urgency', 'priority', 'assignees', 'created_at'];
		const statuses = ['triggered', 'acknowledged'];
		// What an agent asked for may leave out the policy; whoever is told all of the service knows that it has none.
		const hasNone = policyId === undefined && problem === undefined;
		if (hasNone) this.#show({ oncalls: { ...unread, value: { rows: [], more: false } } });
		const whose = policyId === undefined ? { services: [id] } : { escalation_policies: [policyId] };
		await Promise.all([
			this.#readPart(
				'incidents',
				'list_incidents',
				{ services: [id], statuses, limit: 25, fields },
				incidentsOf,
				isLast,
			),
			hasNone ? undefined : this.#readPart('oncalls', 'list_oncalls', { ...whose, limit: 50 }, oncallsOf, isLast),
			this.#readPart(
				'changes',
				'list_change_events',
				{ service: id, limit: 15, fields: ['at', 'summary', 'source', 'links'] },
				changesOf,
				isLast,
			),
		]);
	}

	async #readPart<Name extends keyof Parts>(
		name: Name,
		tool: string,
		input: Fields,
		read: (output: Fields) => Parts[Name]['value'],
		isLast: () => boolean,
	): Promise<void> {
		this.#show({ [name]: { ...this.#known[name], reading: true } });
		const { failed, output, text } = await answerOf(this.#parts.call, tool, input);
		if (!isLast()) return;
		const value = failed ? undefined : read(output);
		if (value === undefined) this.#show({ [name]: { ...this.#known[name], problem: text, reading: false } });
		else this.#show({ [name]: { value, problem: undefined, reading: false }, closed: undefined });
	}

	#show(changed: Partial<Known>): void {
		this.#known = { ...this.#known, ...changed };
		this.#parts.changed();
	}
}
