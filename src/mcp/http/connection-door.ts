import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connection } from '../../connections/connection.ts';
import type { ConnectionStore } from '../../connections/connection-store.ts';
import type { Shown } from '../../connections/whose-secret.ts';
import type { Policy } from '../../tools/core/access.ts';
import { LimitedTools } from '../limited-tools.ts';
import type { AgentTools, Clock, ServerParts } from '../server.ts';
import { Admissions, type Admitted } from './admissions.ts';
import { unauthorized } from './guard.ts';
import type { Refusal } from './refusal.ts';
import { SessionDoor, type DoorLimits, type HttpCaller } from './session-door.ts';

/** The connections that let other clients in, and what each gets. */
export interface ForConnections {
	readonly store: ConnectionStore;
	/** Tools for one connection alone, under a policy that may change. */
	readonly toolsFor: (policy: () => Policy, connection: Connection) => OwnTools;
}

export interface OwnTools {
	readonly tools: AgentTools;
	dispose(): void;
}

export interface ConnectionDoorParts extends Omit<ServerParts, 'tools'> {
	readonly connections: ForConnections;
	readonly clock: Clock;
	readonly limits: DoorLimits;
}

interface Served {
	readonly caller: HttpCaller;
	readonly own: OwnTools;
}

/** Serves whoever shows the secret of a connection: tools of its own, until it ends. */
export class ConnectionDoor {
	readonly #parts: ConnectionDoorParts;
	readonly #admissions: Admissions;
	readonly #door: SessionDoor;
	readonly #served = new Map<string, Served>();

	constructor(parts: ConnectionDoorParts) {
		this.#parts = parts;
		const { clock, log, limits, connections } = parts;
		this.#door = new SessionDoor(clock, limits);
		this.#admissions = new Admissions({
			store: connections.store,
			clock,
			log,
			ended: (key) => void this.#end(key),
			changed: (key) => this.toolsChanged(key),
		});
	}

	/** The hosts by which tunnels call. */
	get tunnels(): readonly string[] {
		return this.#admissions.tunnels;
	}

	/** Looks what connections there are now. */
	refresh(): Promise<void> {
		return this.#admissions.refresh();
	}

	admit(shown: Shown): Admitted | undefined {
		return this.#admissions.admit(shown);
	}

	async serve(request: IncomingMessage, response: ServerResponse, admitted: Admitted): Promise<Refusal | undefined> {
		if (admitted.limits.ending.reached) return unauthorized;
		return this.#door.serve(request, response, this.#of(admitted).caller);
	}

	/** Tells clients that other tools are offered now. @param connection only those of this one */
	toolsChanged(connection?: string): void {
		for (const session of this.#door.all(connection))
			session
				.toolsChanged()
				.catch(() => this.#parts.log.debug('MCP server: a client is not there to hear of new tools'));
	}

	/** Ends every session and takes no more. */
	async dispose(): Promise<void> {
		await Promise.all([this.#admissions.dispose(), this.#door.dispose()]);
		for (const { own } of this.#served.values()) own.dispose();
		this.#served.clear();
	}

	#of(admitted: Admitted): Served {
		const { connections, clock, version, identity, news, log } = this.#parts;
		const known = this.#served.get(admitted.key);
		if (known) return known;
		const own = connections.toolsFor(() => admitted.policy(), admitted.connection);
		const tools = new LimitedTools(own.tools, admitted.limits, clock);
		const parts: ServerParts = { tools, version, news, log, ...(identity && { identity }) };
		const ended = () => admitted.limits.ending.reached;
		const served = { own, caller: { key: admitted.key, connection: admitted.key, parts, ended } };
		this.#served.set(admitted.key, served);
		return served;
	}

	async #end(key: string): Promise<void> {
		const served = this.#served.get(key);
		this.#served.delete(key);
		await this.#door.end(key);
		served?.own.dispose();
	}
}
