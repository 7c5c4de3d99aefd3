import type { ToolAnswer } from '../shared/connection.ts';
import { textOf, type Fields } from '../shared/fields.ts';
import { answerOf, offeredIn, unread, type Part, type ReaderParts } from '../shared/reading.ts';
import {
	changesOf,
	incidentsOf,
	oncallsOf,
	serviceOf,
	type Change,
	type OnCall,
	type OpenIncidents,
	type ServiceDetails,
} from './data.ts';

/** All that the page knows. */
export interface Known {
	readonly service: Part<ServiceDetails>;
	readonly incidents: Part<OpenIncidents>;
	readonly oncalls: Part<readonly OnCall[]>;
	readonly changes: Part<readonly Change[]>;
	readonly closed: string | undefined;
	readonly readAt: number | undefined;
	readonly offered: ReadonlySet<string> | undefined;
}

const nothing = {
	service: unread,
	incidents: unread,
	oncalls: unread,
	changes: unread,
	readAt: undefined,
} as const;

/** Reads a service through the tools, part by part, and keeps what it has read. */
export class ServiceReader {
	readonly #parts: ReaderParts;
	#known: Known = { ...nothing, closed: undefined, offered: undefined };
	#reference: string | undefined;

	constructor(parts: ReaderParts) {
		this.#parts = parts;
	}

	get known(): Known {
		return this.#known;
	}

	/** The service is that one; later on that what is shown may have changed. */
	begin(input: Fields): void {
		this.#reference = textOf(input['service']) ?? this.#reference;
		void this.read();
	}

	/** What the host's tool has answered: shown at once where it is all there is, and read anew, because a chat keeps it for days. */
	take({ failed, output, text, meta }: ToolAnswer): void {
		const offered = offeredIn(meta) ?? this.#known.offered;
		if (failed) {
			// What was read is of an account that may not be seen any more.
			this.#show({ ...nothing, closed: text, offered });
			return;
		}
		const told = serviceOf(output);
		this.#show({ closed: undefined, offered });
		if (told && this.#known.service.value === undefined) {
			this.#reference ??= told.id;
			this.#show({ service: { value: told, problem: undefined, reading: true } });
		}
	}

	/** Reads everything that is in sight anew. */
	async read(): Promise<void> {
		const service = this.#reference;
		if (service === undefined) return;
		await this.#readPart(
			'service',
			'get_service',
			{ service, include: ['dependencies', 'maintenance_windows', 'integrations'], fields: ['all'] },
			serviceOf,
		);
		const { closed } = this.#known;
		const { value: details, problem } = this.#known.service;
		if (closed !== undefined) this.#show({ closed: problem });
		if (!details) return;
		const { id, policyId } = details;
		const fields = ['number', 'title', 'status', 'urgency', 'priority', 'assignees', 'created_at'];
		const statuses = ['triggered', 'acknowledged'];
		await Promise.all([
			this.#readPart('incidents', 'list_incidents', { services: [id], statuses, limit: 25, fields }, incidentsOf),
			policyId === undefined
				? undefined
				: this.#readPart('oncalls', 'list_oncalls', { escalation_policies: [policyId], limit: 50 }, oncallsOf),
			this.#readPart(
				'changes',
				'list_change_events',
				{ service: id, limit: 15, fields: ['at', 'summary', 'source', 'links'] },
				changesOf,
			),
		]);
		this.#show({ readAt: this.#parts.now() });
	}

	async #readPart<Name extends 'service' | 'incidents' | 'oncalls' | 'changes'>(
		name: Name,
		tool: string,
		input: Fields,
		read: (output: Fields) => Known[Name]['value'],
	): Promise<void> {
		this.#show({ [name]: { ...this.#known[name], reading: true } });
		const { failed, output, text } = await answerOf(this.#parts.call, tool, input);
		this.#show({
			[name]: failed
				? { ...this.#known[name], problem: text, reading: false }
				: { value: read(output), problem: undefined, reading: false },
		});
	}

	#show(changed: Partial<Known>): void {
		this.#known = { ...this.#known, ...changed };
		this.#parts.changed();
	}
}
