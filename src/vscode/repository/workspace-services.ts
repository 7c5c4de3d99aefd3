import type { Log } from '../../pagerduty/http/log.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { ToolError } from '../../tools/core/failure.ts';
import { Emitter, type Disposable } from '../emitter.ts';

/** A PagerDuty service that a repository of this window belongs to. */
export interface WorkspaceService {
	readonly id: string;
	readonly name: string;
	/** Who is paged for it. */
	readonly policyId: string | undefined;
}

export interface WorkspaceServicesParts {
	/** What the settings of the window's folders name: ids or names. */
	readonly wanted: () => readonly string[];
	/** Reads one of them. @throws {ToolError} when there is none of that name or id, or several */
	readonly read: (service: string) => Promise<WorkspaceService>;
	readonly switched: { on(listener: () => void): Disposable };
	readonly log: Log;
}

/** The services that the repositories of this window belong to, as the account that is signed in has them. */
export class WorkspaceServices {
	readonly changed = new Emitter();
	readonly #parts: WorkspaceServicesParts;
	readonly #listening: Disposable;
	#services: readonly WorkspaceService[] = [];
	#missing: readonly string[] = [];
	/** The reading that counts; undefined before the first one, and when another one is wanted. */
	#reading: object | undefined;

	constructor(parts: WorkspaceServicesParts) {
		this.#parts = parts;
		this.#listening = parts.switched.on(() => this.forget());
	}

	/** None while they are not known. */
	get services(): readonly WorkspaceService[] {
		return this.#services;
	}

	/** What the settings name and the account does not have, or has several times. */
	get missing(): readonly string[] {
		return this.#missing;
	}

	/** Has them read unless they are known. What could not be read is tried again the next time. */
	learn(): void {
		if (this.#reading) return;
		this.#reading = {};
		void this.#read(this.#reading);
	}

	/** Another account, or the settings changed: they are read anew when they are next needed. */
	forget(): void {
		this.#reading = undefined;
		this.#show([], []);
	}

	dispose(): void {
		this.#listening.dispose();
		this.#reading = undefined;
	}

	async #read(reading: object): Promise<void> {
		const { wanted, read, log } = this.#parts;
		const services: WorkspaceService[] = [];
		const missing: string[] = [];
		try {
			for (const name of wanted()) {
				const service = await read(name).catch((error: unknown) => {
					if (isMissing(error)) return undefined;
					throw error;
				});
				if (!service) missing.push(name);
				else if (!services.some(({ id }) => id === service.id)) services.push(service);
			}
			if (this.#reading === reading) this.#show(services, missing);
		} catch {
			log.debug('The service of this repository could not be read.');
			if (this.#reading === reading) this.#reading = undefined;
		}
	}

	#show(services: readonly WorkspaceService[], missing: readonly string[]): void {
		if (services.length + missing.length + this.#services.length + this.#missing.length === 0) return;
		this.#services = services;
		this.#missing = missing;
		this.changed.fire();
	}
}

/** Whether no single service is meant. */
function isMissing(error: unknown): boolean {
	return error instanceof ToolError || (error instanceof PagerDutyError && error.kind === 'notFound');
}
