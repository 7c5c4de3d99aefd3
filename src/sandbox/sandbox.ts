import { SandboxClock } from './clock.ts';
import { addCompany, addEmptyCompany } from './company/company.ts';
import type { Cast } from './company/incidents.ts';
import type { Faults } from './server/faults.ts';
import { triggerEvent } from './incidents/events.ts';
import { Life } from './company/life.ts';
import { OnCallDirectory } from './oncalls.ts';
import { Identity } from './oauth/identity.ts';
import { Ids, Random } from './random.ts';
import { routes } from './routes/table.ts';
import { buildServer, type RecordedRequest } from './server/server.ts';
import { Store } from './model/store.ts';
import type { Urgency } from './model/model.ts';
import type { World } from './model/world.ts';

export type { OAuthApp } from './oauth/app.ts';
export type { RecordedRequest } from './server/server.ts';

export interface SandboxOptions {
	/** 0 or none = any free one. */
	port?: number;
	/** The account's clock; the real time by default. */
	now?: () => Date;
	/** Things happen by themselves every minute or two. */
	live?: boolean;
	/** `empty`: an account on its first day. */
	account?: 'full' | 'empty';
	/** Further open incidents, e.g. 5000. */
	incidents?: number;
	faults?: Partial<Faults>;
	/** Another number, another history. */
	seed?: number;
	/** Requests per minute and key, 960 by default. */
	rateLimit?: number;
}

export interface Sandbox {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	/** The demo user's own key. */
	readonly token: string;
	/** A key of the account: belongs to nobody, needs a From header for changes. */
	readonly accountToken: string;
	/** A key of the account that may only read. */
	readonly readOnlyToken: string;
	/** Sign-in with a browser, served at the same address: apps, regions, revocation. */
	readonly identity: Identity;
	/** Mutable: a change takes effect with the next request. */
	readonly faults: Faults;
	/** What was received, oldest first: the last 500, for the demo may run for days. */
	readonly requests: readonly RecordedRequest[];
	readonly clock: SandboxClock;
	readonly store: Store;
	/** Opens an incident as if by an event; `service` is an id or a name, the first service by default. */
	trigger(options?: { title?: string; service?: string; urgency?: Urgency }): Promise<{ id: string; number: number }>;
	/** Stops listening and cuts what is still connected. */
	close(): Promise<void>;
}

const mostRequests = 500;

/** Starts an account of its own on loopback; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const world = makeWorld(options);
	const cast: Cast | undefined = options.account === 'empty' ? undefined : addCompany(world, options.incidents ?? 0);
	if (!cast) addEmptyCompany(world);
	world.clock.catchUp();
	const tokens = {
		token: 'u+LumenOakDemoUser001',
		accountToken: 'LumenOakAccountKey01',
		readOnlyToken: 'LumenOakReadOnlyKey1',
	};
	const identity = new Identity(world, options.seed ?? 1);
	const faults: Faults = { ...options.faults };
	const requests: RecordedRequest[] = [];
	const server = buildServer({
		world,
		tokens,
		identity,
		faults,
		routes,
		rateLimit: options.rateLimit ?? 960,
		record(request) {
			requests.push(request);
			if (requests.length > mostRequests) requests.shift();
		},
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, '127.0.0.1', resolve);
	});
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const life = options.live && cast ? new Life(world, cast.services) : undefined;
	life?.start();
	return {
		url: `http://127.0.0.1:${port}`,
		...tokens,
		identity,
		faults,
		requests,
		clock: world.clock,
		store: world.store,
		// A wrong name rejects, it does not throw.
		trigger: (wanted) => new Promise((resolve) => resolve(trigger(world, wanted))),
		close: () =>
			new Promise((resolve) => {
				life?.stop();
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function makeWorld(options: SandboxOptions): World {
	const random = new Random(options.seed ?? 1);
	const store = new Store();
	return {
		store,
		random,
		clock: new SandboxClock(options.now),
		ids: new Ids(random),
		onCall: new OnCallDirectory(store),
		account: { subdomain: 'lumen-oak', timeZone: 'Etc/UTC', demoUserId: '' },
	};
}

function trigger(
	world: World,
	{
		title = 'Something is wrong',
		service: wanted,
		urgency,
	}: { title?: string; service?: string; urgency?: Urgency } = {},
): { id: string; number: number } {
	const services = [...world.store.services.values()].filter(({ deleted }) => !deleted);
	const service =
		wanted === undefined ? services[0] : services.find(({ id, name }) => id === wanted || name === wanted);
	if (!service) throw new Error(`The sandbox has no service ${wanted ?? 'at all'}`);
	world.clock.runDue();
	const incident = triggerEvent(world, {
		service,
		summary: title,
		severity: urgency === 'low' ? 'warning' : 'critical',
		source: 'synthetic-check',
		client: service.integrations[0]?.name ?? 'Monitoring',
		clientUrl: 'https://monitoring.lumen-oak.example/synthetic',
		details: { check: 'synthetic', attempts: 3 },
		key: world.ids.key(),
		urgency,
	});
	return { id: incident.id, number: incident.number };
}
