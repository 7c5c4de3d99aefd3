import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, ServerParts } from '../server.ts';
import type { Admitted } from './admissions.ts';
import { showsBearer } from './bearer.ts';
import { ConnectionDoor, type ForConnections } from './connection-door.ts';
import { admissionOf, mcpPath, newBearer, type Admission, type RequestHead } from './guard.ts';
import { hostLimits, HttpHost, type HostLimits } from './http-host.ts';
import type { Refusal } from './refusal.ts';
import { doorLimits, SessionDoor, type DoorLimits, type HttpCaller } from './session-door.ts';

/** How long and how much a client may take. */
export interface LoopbackLimits extends HostLimits, DoorLimits {}

export interface LoopbackOptions extends ServerParts {
	readonly clock: Clock;
	/** Without it only the window's own client gets in. */
	readonly connections?: ForConnections;
	readonly limits?: Partial<LoopbackLimits>;
}

/** A place where the server listens besides its own. */
export interface Listening {
	readonly url: string;
	/** Frees the port; sessions go on elsewhere. */
	dispose(): Promise<void>;
}

/** The window's client, or one with a connection. */
type Who = 'window' | Admitted;

/** Other clients never take the place of the window's own. */
const sessionsOfConnections = 256;

/** The MCP server of one window: Streamable HTTP on 127.0.0.1, behind the guard. */
export class LoopbackServer {
	/** Sent by the window's client as `Authorization: Bearer …`. Lives as long as the server; never logged. */
	readonly bearer = newBearer();
	readonly #options: LoopbackOptions;
	readonly #limits: LoopbackLimits;
	readonly #door: SessionDoor;
	readonly #caller: HttpCaller;
	readonly #others: ConnectionDoor | undefined;
	readonly #isWindow = showsBearer(this.bearer);
	readonly #listening = new Set<HttpHost<Who>>();
	#url = '';
	#disposing: Promise<void> | undefined;

	private constructor(options: LoopbackOptions) {
		this.#options = options;
		const { clock, connections } = options;
		this.#limits = { ...hostLimits, connections: 1024, ...doorLimits, ...options.limits };
		this.#door = new SessionDoor(clock, this.#limits);
		this.#caller = { key: 'window', parts: options };
		const limits = {
			maximum: sessionsOfConnections,
			idleMs: this.#limits.idleMs,
			keepAliveMs: this.#limits.keepAliveMs,
		};
		// Other clients work elsewhere.
		this.#others =
			connections && new ConnectionDoor({ ...options, place: undefined, editor: undefined, connections, limits });
	}

	/** Listens on a free port. */
	static async start(options: LoopbackOptions): Promise<LoopbackServer> {
		const server = new LoopbackServer(options);
		try {
			server.#url = (await server.listenAt(0)).url;
			return server;
		} catch (error) {
			await server.dispose();
			throw error;
		}
	}

	/** Where the window's client finds it; the same as long as it lives. */
	get url(): string {
		return this.#url;
	}

	/** Listens on one more port, for all its clients. Rejects when it cannot be had. */
	async listenAt(port: number): Promise<Listening> {
		const { clock, log } = this.#options;
		const host = await HttpHost.start<Who>({
			clock,
			log,
			limits: this.#limits,
			host: '127.0.0.1',
			port,
			guard: (head, at) => this.#guard(head, at),
			serve: (request, response, who) => this.#serve(request, response, who),
			end: () => Promise.resolve(),
			answered: ({ method, path, status, ms, session = '-' }) =>
				log.debug(`MCP server: ${method} ${path} ${status} ${ms} ms session ${session}`),
		});
		this.#listening.add(host);
		return {
			url: `http://127.0.0.1:${host.port}${mcpPath}`,
			dispose: () => {
				this.#listening.delete(host);
				return host.dispose();
			},
		};
	}

	/** Tells every client that other tools are offered now. */
	toolsChanged(): void {
		for (const session of this.#door.all())
			session
				.toolsChanged()
				.catch(() => this.#options.log.debug('MCP server: a client is not there to hear of new tools'));
		this.#others?.toolsChanged();
	}

	/** Cancels what runs, ends open event streams, frees the ports. */
	dispose(): Promise<void> {
		this.#disposing ??= this.#end();
		return this.#disposing;
	}

	async #end(): Promise<void> {
		await Promise.all([this.#door.dispose(), this.#others?.dispose()]);
		await Promise.all([...this.#listening].map((host) => host.dispose()));
	}

	async #guard(head: RequestHead, port: number): Promise<Admission<Who>> {
		await this.#others?.refresh();
		return admissionOf<Who>(head, {
			port,
			tunnels: this.#others?.tunnels ?? [],
			whose: (shown) => (this.#isWindow(shown) ? 'window' : this.#others?.admit(shown)),
		});
	}

	async #serve(request: IncomingMessage, response: ServerResponse, who: Who): Promise<Refusal | undefined> {
		return who === 'window'
			? this.#door.serve(request, response, this.#caller)
			: this.#others?.serve(request, response, who);
	}
}
