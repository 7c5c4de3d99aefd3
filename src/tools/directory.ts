import { abortable } from '../pagerduty/abortable.ts';
import { getAutomationAction, listAutomationActions } from '../pagerduty/automation-actions.ts';
import { getBusinessService, listBusinessServices } from '../pagerduty/business-services.ts';
import type { Clock } from '../pagerduty/clock.ts';
import { PagerDutyError } from '../pagerduty/errors.ts';
import { getEscalationPolicy, listEscalationPolicies } from '../pagerduty/escalation-policies.ts';
import { getIncidentWorkflow, listIncidentWorkflows } from '../pagerduty/incident-workflows.ts';
import type { PagerDuty } from '../pagerduty/pagerduty.ts';
import { listPriorities } from '../pagerduty/priorities.ts';
import { getScheduleV3, listSchedulesV3 } from '../pagerduty/schedules-v3.ts';
import { getSchedule, listSchedules } from '../pagerduty/schedules.ts';
import { getService, listServices } from '../pagerduty/services.ts';
import { listStatusPages } from '../pagerduty/status-pages.ts';
import { getTeam, listTeams } from '../pagerduty/teams.ts';
import { getCurrentUser, getUser, listUsers, type User } from '../pagerduty/users.ts';
import { getWebhook, listWebhooks, type Webhook } from '../pagerduty/webhooks.ts';
import type { ToolContext } from './context.ts';
import { ToolError } from './failure.ts';
import { nearest } from './nearest.ts';
import { cleanLine } from './untrusted.ts';

/** Something that a name stands for. */
export interface Entry {
	readonly id: string;
	readonly name: string;
	readonly email?: string | undefined;
	/** Of a service. */
	readonly escalation_policy_id?: string | undefined;
	/** PagerDuty's own, such as `schedule_v3_reference`: tells the two kinds of schedules apart. */
	readonly type?: string | undefined;
}

/** How one kind of object is looked up. */
interface Finder {
	/** How people call it. */
	readonly noun: string;
	readonly listTool: string;
	get?(pagerduty: PagerDuty, id: string): Promise<Found>;
	/** Objects whose name contains `query`, or the first ones without it. */
	search(pagerduty: PagerDuty, query?: string): Promise<readonly Found[]>;
}

interface Found {
	readonly id: string;
	readonly name?: string | undefined;
	readonly summary?: string | undefined;
	readonly type?: string | undefined;
	readonly email?: string | undefined;
	readonly escalation_policy?: { readonly id: string } | undefined;
}

const page = { limit: 100 };

const finders = {
	service: {
		noun: 'service',
		listTool: 'list_services',
		get: getService,
		search: async (pd, query) => (await listServices(pd, { ...page, ...(query && { query }) })).items,
	},
	user: {
		noun: 'user',
		listTool: 'list_users',
		get: getUser,
		search: async (pd, query) => (await listUsers(pd, { ...page, ...(query && { query }) })).items,
	},
	team: {
		noun: 'team',
		listTool: 'list_users',
		get: getTeam,
		search: async (pd, query) => (await listTeams(pd, { ...page, ...(query && { query }) })).items,
	},
	escalation_policy: {
		noun: 'escalation policy',
		listTool: 'list_escalation_policies',
		get: getEscalationPolicy,
		search: async (pd, query) => (await listEscalationPolicies(pd, { ...page, ...(query && { query }) })).items,
	},
	schedule: {
		noun: 'schedule',
		listTool: 'list_schedules',
		get: getEitherSchedule,
		search: searchSchedules,
	},
	priority: {
		noun: 'priority',
		listTool: 'list_incidents',
		search: async (pd) => (await listPriorities(pd, page)).items,
	},
	incident_workflow: {
		noun: 'incident workflow',
		listTool: 'list_incident_workflows',
		get: getIncidentWorkflow,
		search: async (pd, query) => (await listIncidentWorkflows(pd, { ...page, ...(query && { query }) })).items,
	},
	automation_action: {
		noun: 'automation action',
		listTool: 'list_automation_actions',
		get: getAutomationAction,
		search: async (pd, name) => (await listAutomationActions(pd, { ...page, ...(name && { name }) })).items,
	},
	webhook: {
		noun: 'webhook',
		listTool: 'list_webhooks',
		get: async (pd, id) => describedAs(await getWebhook(pd, id)),
		search: async (pd) => (await listWebhooks(pd, page)).items.map(describedAs),
	},
	business_service: {
		noun: 'business service',
		listTool: 'list_business_services',
		get: getBusinessService,
		search: async (pd) => (await listBusinessServices(pd, page)).items,
	},
	status_page: {
		noun: 'status page',
		listTool: 'list_status_pages',
		search: async (pd) => (await listStatusPages(pd)).items,
	},
} satisfies Record<string, Finder>;

/** Kinds of objects that can be given by name. */
export type Kind = keyof typeof finders;

/** How long a name is remembered. */
const freshMilliseconds = 5 * 60_000;

/** A search that has ended or is under way, and the signal of the call that began it. */
interface Lookup<T> {
	readonly found: Promise<T>;
	readonly until: number;
	readonly signal: AbortSignal;
}

/**
 * Names, ids and e-mail addresses to objects. A name costs one request the first time and none while it is fresh.
 * One per signed-in account.
 */
export class Directory {
	readonly #clock: Clock;
	/** Lookups by kind and lower-case reference, those still under way included: whoever asks meanwhile shares them. */
	readonly #known = new Map<Kind, Map<string, Lookup<Entry>>>();
	#me: Lookup<User | undefined> | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Forgets everything: another account, or somebody else signed in. */
	clear(): void {
		this.#known.clear();
		this.#me = undefined;
	}

	/** Forgets one kind of object, after a change of our own: names, teams and policies may be others now. */
	forget(kind: Kind): void {
		this.#known.delete(kind);
		// The person signed in is known with their teams.
		if (kind === 'user' || kind === 'team') this.#me = undefined;
	}

	/** The person signed in, or undefined for an account-level key, which belongs to nobody. operationId: getCurrentUser */
	me(context: ToolContext): Promise<User | undefined> {
		return this.#shared(
			() => this.#me,
			(lookup) => {
				this.#me = lookup;
			},
			() => currentUser(context.pagerduty),
			context,
		);
	}

	/**
	 * The object that `reference` names.
	 * @throws {ToolError} not found (with the closest names) or ambiguous (with the candidates) and nobody to ask.
	 */
	async resolve(kind: Kind, reference: string, context: ToolContext): Promise<Entry> {
		if (kind === 'user' && reference.toLowerCase() === 'me') return this.#resolveMe(context);
		const known = this.#known.get(kind) ?? new Map<string, Lookup<Entry>>();
		this.#known.set(kind, known);
		const key = reference.toLowerCase();
		const entry = await this.#shared(
			() => known.get(key),
			(lookup) => {
				if (lookup) known.set(key, lookup);
				else known.delete(key);
			},
			async () => (await this.#byId(kind, reference, context)) ?? this.#byName(kind, reference, context),
			context,
		);
		const own = entry.id.toLowerCase();
		const lookup = known.get(key);
		if (lookup && !known.has(own)) known.set(own, lookup);
		return entry;
	}

	/** The ids of several objects; undefined when none are asked for. */
	async ids(
		kind: Kind,
		references: readonly string[] | undefined,
		context: ToolContext,
	): Promise<string[] | undefined> {
		if (!references) return undefined;
		const entries = await Promise.all(references.map((reference) => this.resolve(kind, reference, context)));
		return [...new Set(entries.map(({ id }) => id))];
	}

	/** What a fresh lookup found or is about to find; otherwise a lookup of our own. One that fails is not kept. */
	async #shared<T>(
		read: () => Lookup<T> | undefined,
		write: (lookup: Lookup<T> | undefined) => void,
		start: () => Promise<T>,
		context: ToolContext,
	): Promise<T> {
		const now = this.#clock.now().getTime();
		const current = read();
		if (current && current.until > now) {
			try {
				return await abortable(current.found, context.signal);
			} catch (error) {
				// Another call was cancelled, not this one.
				if (!current.signal.aborted || context.signal.aborted) throw error;
				if (read() === current) write(undefined);
				return this.#shared(read, write, start, context);
			}
		}
		const lookup = { found: start(), until: now + freshMilliseconds, signal: context.signal };
		write(lookup);
		try {
			return await lookup.found;
		} catch (error) {
			if (read() === lookup) write(undefined);
			throw error;
		}
	}

	async #resolveMe(context: ToolContext): Promise<Entry> {
		const user = await this.me(context);
		if (user) return { id: user.id, name: user.name ?? user.id, email: user.email };
		throw new ToolError({
			message: '"me" is nobody here: this is an account-level key.',
			next: 'Name a user, or sign in with a personal API token.',
		});
	}

	async #byId(kind: Kind, reference: string, context: ToolContext): Promise<Entry | undefined> {
		const finder: Finder = finders[kind];
		if (!finder.get || !/^[A-Z0-9]{6,26}$/.test(reference)) return undefined;
		try {
			return entryOf(await finder.get(context.pagerduty, reference));
		} catch (error) {
			if (error instanceof PagerDutyError && error.kind === 'notFound') return undefined;
			throw error;
		}
	}

	async #byName(kind: Kind, reference: string, context: ToolContext): Promise<Entry> {
		const finder: Finder = finders[kind];
		const wanted = reference.toLowerCase();
		const found = (await finder.search(context.pagerduty, reference)).map(entryOf);
		const exact = found.filter(({ id, name, email }) =>
			[id, name, email].some((value) => value?.toLowerCase() === wanted),
		);
		if (exact[0] && exact.length === 1) return exact[0];
		if (exact.length > 1) return choose(finder.noun, reference, exact, context);
		const others = found.length > 0 ? found : (await finder.search(context.pagerduty)).map(entryOf);
		const near = nearest(
			reference,
			others.map(({ name }) => name),
		);
		throw new ToolError({
			message: `There is no ${finder.noun} "${reference}".`,
			candidates: near.flatMap((name) => others.find((entry) => entry.name === name) ?? []),
			next: `Use one of the candidates or look it up with ${finder.listTool}.`,
		});
	}
}

/** Webhooks have no name: people know them by their description. */
function describedAs({ id, description }: Webhook): Found {
	return { id, name: description };
}

/** PagerDuty has two scheduling systems with disjoint ids; asking one for the other's id gives 400. */
async function getEitherSchedule(pagerduty: PagerDuty, id: string): Promise<Found> {
	try {
		return await getSchedule(pagerduty, id);
	} catch (error) {
		if (error instanceof PagerDutyError && error.status === 400) return getScheduleV3(pagerduty, id);
		throw error;
	}
}

/** The second system is asked only if the first has no schedule of just that name. */
async function searchSchedules(pagerduty: PagerDuty, query?: string): Promise<readonly Found[]> {
	const search = { ...page, ...(query && { query }) };
	const layered = (await listSchedules(pagerduty, search)).items;
	const exact = layered.some(({ name }) => query !== undefined && name?.toLowerCase() === query.toLowerCase());
	return exact ? layered : [...layered, ...(await listSchedulesV3(pagerduty, search)).items];
}

async function currentUser(pagerduty: PagerDuty): Promise<User | undefined> {
	try {
		return await getCurrentUser(pagerduty);
	} catch (error) {
		// An account-level key acts for nobody; PagerDuty answers it with 400.
		if (error instanceof PagerDutyError && error.status === 400) return undefined;
		throw error;
	}
}

async function choose(
	noun: string,
	reference: string,
	entries: readonly Entry[],
	context: ToolContext,
): Promise<Entry> {
	const candidates = entries.map(({ id, name, email }) => ({ id, name: email ? `${name} <${email}>` : name }));
	const chosen = await context.person?.choose(
		`Which ${noun} is "${reference}"?`,
		candidates.map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
	);
	const entry = entries.find(({ id }) => id === chosen);
	if (entry) return entry;
	throw new ToolError({
		message: `Several ${noun}s are called "${reference}".`,
		candidates,
		next: 'Use the id of the right one.',
	});
}

function entryOf({ id, name, summary, email, escalation_policy, type }: Found): Entry {
	return { id, name: cleanLine(name ?? summary ?? id), email, escalation_policy_id: escalation_policy?.id, type };
}
