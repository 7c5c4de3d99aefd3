import { getAlertGroupingSetting } from '../../pagerduty/api/alert-grouping-settings.ts';
import { getEscalationPolicy, listEscalationPolicies } from '../../pagerduty/api/escalation-policies.ts';
import { getIncident } from '../../pagerduty/api/incidents.ts';
import { listOnCalls } from '../../pagerduty/api/oncalls.ts';
import { getMaintenanceWindow } from '../../pagerduty/api/maintenance-windows.ts';
import { pages, type Page, type PageQuery } from '../../pagerduty/api/paging.ts';
import { listSchedulesV3 } from '../../pagerduty/api/schedules-v3.ts';
import { listSchedules } from '../../pagerduty/api/schedules.ts';
import { getService, listServices, type Service } from '../../pagerduty/api/services.ts';
import { getCurrentUser, listUsers } from '../../pagerduty/api/users.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { PagerDutyApi } from '../../pagerduty/http/request.ts';
import type { Within } from '../core/access.ts';
import type { InsideMemory, InsideService, Sphere } from './memory.ts';
import { idOf, type Named } from './named-objects.ts';

/** What lies inside a limit to teams and services, as one call finds it out. */
export class Inside {
	readonly #within: Within;
	readonly #pagerduty: PagerDutyApi;
	readonly #memory: InsideMemory;

	/** @param pagerduty the API without the limit */
	constructor(within: Within, pagerduty: PagerDutyApi, memory: InsideMemory) {
		this.#within = within;
		this.#pagerduty = pagerduty;
		this.#memory = memory;
	}

	hasTeam(id: string | undefined): boolean {
		return id !== undefined && this.#within.teams.includes(id);
	}

	/** Whether an object may be looked at. */
	async has({ kind, id }: Named): Promise<boolean> {
		switch (kind) {
			case 'team':
				return this.hasTeam(id);
			case 'service':
				return (await this.services()).has(id);
			case 'escalation_policy':
				return (await this.policies()).has(id);
			case 'schedule':
				return (await this.#schedules()).all.has(id);
			case 'user':
				return (await this.#users()).has(id);
			case 'incident':
				return (
					this.knowsIncident(id) || this.#found(async () => this.hasIncident(await getIncident(this.#pagerduty, id)))
				);
			case 'maintenance_window':
				return this.#found(async () => this.#covers((await getMaintenanceWindow(this.#pagerduty, id)).services));
			case 'alert_grouping_setting':
				return this.#found(async () => this.#covers((await getAlertGroupingSetting(this.#pagerduty, id)).services));
			case 'business_service':
				return false;
		}
	}

	/** Whether an object may be changed: to be used by a service is not enough. */
	async owns(named: Named): Promise<boolean> {
		if (named.kind === 'escalation_policy') return (await this.#policies()).owned.has(named.id);
		if (named.kind === 'schedule') return (await this.#schedules()).owned.has(named.id);
		return this.has(named);
	}

	/** Whether an incident, or an entry about one, is of a service or a team inside. */
	async hasIncident(row: Readonly<Record<string, unknown>>): Promise<boolean> {
		const service = idOf(row['service']);
		const teams = Array.isArray(row['teams']) ? row['teams'] : [];
		const own =
			teams.some((team: unknown) => this.hasTeam(idOf(team))) ||
			(service !== undefined && (await this.services()).has(service));
		if (own) {
			const names = [row['id'], row['incident_number'], idOf(row['incident'])];
			for (const name of names)
				if (typeof name === 'string' || typeof name === 'number') this.#memory.incidents.add(String(name));
		}
		return own;
	}

	knowsIncident(id: string): boolean {
		return this.#memory.incidents.has(id);
	}

	/** By id. */
	services(): Promise<ReadonlyMap<string, InsideService>> {
		return this.#memory.services.get(async () => {
			const { teams, services } = this.#within;
			const ofTeams = await this.#ofTeams((query) => listServices(this.#pagerduty, query), teams);
			const others = services.filter((id) => !ofTeams.some((service) => service.id === id));
			const single = await Promise.all(others.map((id) => this.#orNone(() => getService(this.#pagerduty, id))));
			return new Map([...ofTeams, ...single.flat()].map((service) => [service.id, plain(service)]));
		});
	}

	/** The ids of the policies that may be looked at. */
	async policies(): Promise<ReadonlySet<string>> {
		return (await this.#policies()).all;
	}

	#policies() {
		return this.#memory.policies.get(async () => {
			const ofTeams = await this.#ofTeams(
				(query) => listEscalationPolicies(this.#pagerduty, query),
				this.#within.teams,
			);
			const owned = new Set(ofTeams.map(({ id }) => id));
			const used = new Set([...(await this.services()).values()].flatMap(({ policy }) => policy ?? []));
			const others = [...used].filter((id) => !owned.has(id));
			const single = await Promise.all(
				others.map((id) => this.#orNone(() => getEscalationPolicy(this.#pagerduty, id))),
			);
			const all = [...ofTeams, ...single.flat()];
			const targets = all.flatMap(({ escalation_rules: rules = [] }) => rules.flatMap((rule) => rule.targets));
			return {
				all: new Set(all.map(({ id }) => id)),
				owned,
				schedules: targets.filter(({ type }) => type?.startsWith('schedule')).map(({ id }) => id),
			};
		});
	}

	#schedules(): Promise<Sphere> {
		return this.#memory.schedules.get(async () => {
			const { teams } = this.#within;
			const [layered, shifts, { schedules }] = await Promise.all([
				this.#ofTeams((query) => listSchedules(this.#pagerduty, query), teams),
				this.#orNone(() => this.#ofTeams((query) => listSchedulesV3(this.#pagerduty, query), teams)),
				this.#policies(),
			]);
			const owned = new Set([...layered, ...shifts.flat()].map(({ id }) => id));
			return { owned, all: new Set([...owned, ...schedules]) };
		});
	}

	/** Members of the teams, who is on call for the services, and whoever asks. */
	#users(): Promise<ReadonlySet<string>> {
		return this.#memory.users.get(async () => {
			const [members, onCall, me] = await Promise.all([
				this.#ofTeams((query) => listUsers(this.#pagerduty, query), this.#within.teams),
				this.#orNone(() => this.#onCallForServices()),
				this.#orNone(() => getCurrentUser(this.#pagerduty)),
			]);
			return new Set([...members, ...onCall.flat(), ...me].map(({ id }) => id));
		});
	}

	/** At any level of their policies, now. */
	async #onCallForServices(): Promise<{ readonly id: string }[]> {
		const known = await this.services();
		const policies = [...new Set(this.#within.services.flatMap((id) => known.get(id)?.policy ?? []))];
		const users: { readonly id: string }[] = [];
		// No policy would be no filter.
		if (policies.length === 0) return users;
		const list = (at: PageQuery) => listOnCalls(this.#pagerduty, { ...at, escalation_policy_ids: policies });
		for await (const { items } of pages(list)) users.push(...items.map(({ user }) => user));
		return users;
	}

	/** No team would be no filter. */
	async #ofTeams<Row>(
		list: (query: { limit: number; offset: number; team_ids: readonly string[] }) => Promise<Page<Row>>,
		team_ids: readonly string[],
	): Promise<Row[]> {
		const rows: Row[] = [];
		if (team_ids.length === 0) return rows;
		for await (const page of pages((at) => list({ ...at, team_ids }))) rows.push(...page.items);
		return rows;
	}

	/** What PagerDuty does not have, or does not show to this token, is not inside. */
	async #orNone<T>(read: () => Promise<T>): Promise<T[]> {
		try {
			return [await read()];
		} catch (error) {
			if (error instanceof PagerDutyError && ['notFound', 'forbidden', 'plan', 'refused'].includes(error.kind))
				return [];
			throw error;
		}
	}

	async #found(isInside: () => Promise<boolean>): Promise<boolean> {
		return (await this.#orNone(isInside)).includes(true);
	}

	/** Whether all of these services are inside, and there is one. */
	async #covers(covered: readonly { readonly id: string }[] = []): Promise<boolean> {
		const services = await this.services();
		return covered.length > 0 && covered.every(({ id }) => services.has(id));
	}
}

function plain({ id, escalation_policy: policy }: Service): InsideService {
	return { id, policy: policy?.id };
}
