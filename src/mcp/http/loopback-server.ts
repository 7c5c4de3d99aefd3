import type { Clock, ServerParts } from '../server.ts';
import { mcpPath, newBearer, refusalOf } from './guard.ts';
import { hostLimits, HttpHost, type HostLimits } from './http-host.ts';
import { doorLimits, SessionDoor, type DoorLimits } from './session-door.ts';

/** How long and how much a client may take. */
export interface LoopbackLimits extends HostLimits, DoorLimits {}

export interface LoopbackOptions extends ServerParts {
	readonly clock: Clock;
	readonly limits?: Partial<LoopbackLimits>;
}

/** The MCP server of one window: Streamable HTTP on 127.0.0.1, behind the guard. */
export class LoopbackServer {
	readonly url: string;
	/** Sent by clients as `Authorization: Bearer …`. Lives as long as the server; never logged. */
	readonly bearer: string;
	readonly #options: LoopbackOptions;
	readonly #door: SessionDoor;
	readonly #host: HttpHost;

	private constructor(options: LoopbackOptions, bearer: string, door: SessionDoor, host: HttpHost) {
		this.#options = options;
		this.bearer = bearer;
		this.#door = door;
		this.#host = host;
		this.url = `http://127.0.0.1:${host.port}${mcpPath}`;
	}

	/** Listens on a free port. */
	static async start(options: LoopbackOptions): Promise<LoopbackServer> {
		const { clock, log } = options;
		const limits = { ...hostLimits, ...doorLimits, ...options.limits };
		const bearer = newBearer();
		const door = new SessionDoor(clock, limits);
		const caller = { key: 'window', parts: options };
		const host = await HttpHost.start({
			clock,
			log,
			limits,
			host: '127.0.0.1',
			port: 0,
			guard: (head, port) => refusalOf(head, { port, bearer }),
			serve: (request, response) => door.serve(request, response, caller),
			end: () => door.dispose(),
			answered: ({ method, path, status, ms, session = '-' }) =>
				log.debug(`MCP server: ${method} ${path} ${status} ${ms} ms session ${session}`),
		});
		return new LoopbackServer(options, bearer, door, host);
	}

	/** Tells every client that other tools are offered now. */
	toolsChanged(): void {
		for (const session of this.#door.all())
			session
				.toolsChanged()
				.catch(() => this.#options.log.debug('MCP server: a client is not there to hear of new tools'));
	}

	/** Cancels what runs, ends open event streams, frees the port. */
	dispose(): Promise<void> {
		return this.#host.dispose();
	}
}
