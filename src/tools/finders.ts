import { getAlertGroupingSetting, readAlertGroupingPage } from '../pagerduty/api/alert-grouping-settings.ts';
import { getAutomationAction, listAutomationActions } from '../pagerduty/api/automation-actions.ts';
import { getBusinessService, listBusinessServices } from '../pagerduty/api/business-services.ts';
import { PagerDutyError } from '../pagerduty/http/errors.ts';
import { getEscalationPolicy, listEscalationPolicies } from '../pagerduty/api/escalation-policies.ts';
import { getEventOrchestration, listEventOrchestrations } from '../pagerduty/api/event-orchestrations.ts';
import { listExtensionSchemas } from '../pagerduty/api/extension-schemas.ts';
import { getIncidentWorkflow, listIncidentWorkflows } from '../pagerduty/api/incident-workflows.ts';
import type { PagerDuty } from '../pagerduty/http/request.ts';
import { cursorPages, pages, type Page } from '../pagerduty/api/paging.ts';
import { listPriorities } from '../pagerduty/api/priorities.ts';
import { getScheduleV3, listSchedulesV3 } from '../pagerduty/api/schedules-v3.ts';
import { getSchedule, listSchedules } from '../pagerduty/api/schedules.ts';
import { getService, listServices } from '../pagerduty/api/services.ts';
import { listStatusPages } from '../pagerduty/api/status-pages.ts';
import { getTeam, listTeams } from '../pagerduty/api/teams.ts';
import { getUser, listUsers } from '../pagerduty/api/users.ts';
import { getWebhook, listWebhooks, type Webhook } from '../pagerduty/api/webhooks.ts';
import { seesNoShiftBased } from './schedules/shift-based.ts';

/** What a look-up needs of an object. */
export interface Found {
	readonly id: string;
	readonly name?: string | undefined;
	readonly summary?: string | undefined;
	readonly type?: string | undefined;
	readonly email?: string | undefined;
	readonly escalation_policy?: { readonly id: string } | undefined;
}

/** How one kind of object is looked up. */
export interface Finder {
	/** How people call it. */
	readonly noun: string;
	/** The tool that lists it. */
	readonly listTool: string;
	/** By id; undefined for kinds that the API gives in lists only. */
	readonly get?: (pagerduty: PagerDuty, id: string) => Promise<Found>;
	/** Where it is looked for; more than one if PagerDuty has several systems of the kind, which may use the same name. */
	readonly searches: readonly Search[];
}

interface Search {
	/** Objects whose name may be `query`, or all without it, page by page. */
	readonly read: (pagerduty: PagerDuty, query?: string) => AsyncGenerator<readonly Found[], void, void>;
	/** The API filters by name: what has exactly that name comes together. */
	readonly filtered: boolean;
}

interface At {
	readonly limit: number;
	readonly offset: number;
}

/** The search of a classic list; `filter` says how its name is asked for, and nothing if the API cannot. */
function paged(
	list: (pagerduty: PagerDuty, query: At & Readonly<Record<string, string | number>>) => Promise<Page<Found>>,
	filter?: string,
): Search {
	return {
		filtered: filter !== undefined,
		read: async function* (pagerduty, query) {
			const named = filter !== undefined && query !== undefined ? { [filter]: query } : {};
			for await (const page of pages((at) => list(pagerduty, { ...at, ...named }))) yield page.items;
		},
	};
}

/** Each kind of object that can be given by name. */
export const finders = {
	service: { noun: 'service', listTool: 'list_services', get: getService, searches: [paged(listServices, 'query')] },
	user: { noun: 'user', listTool: 'list_users', get: getUser, searches: [paged(listUsers, 'query')] },
	team: { noun: 'team', listTool: 'list_teams', get: getTeam, searches: [paged(listTeams, 'query')] },
	escalation_policy: {
		noun: 'escalation policy',
		listTool: 'list_escalation_policies',
		get: getEscalationPolicy,
		searches: [paged(listEscalationPolicies, 'query')],
	},
	schedule: {
		noun: 'schedule',
		listTool: 'list_schedules',
		get: getEitherSchedule,
		searches: [
			paged(listSchedules, 'query'),
			// PagerDuty's guide says that there is no such filter, its OpenAPI that there is.
			{ filtered: false, read: searchShiftSchedules },
		],
	},
	priority: { noun: 'priority', listTool: 'get_account', searches: [paged(listPriorities)] },
	incident_workflow: {
		noun: 'incident workflow',
		listTool: 'list_incident_workflows',
		get: getIncidentWorkflow,
		searches: [paged(listIncidentWorkflows, 'query')],
	},
	automation_action: {
		noun: 'automation action',
		listTool: 'list_automation_actions',
		get: getAutomationAction,
		searches: [
			{
				filtered: true,
				read: async function* (pagerduty, name) {
					const read = (cursor?: string) =>
						listAutomationActions(pagerduty, { limit: 100, ...(name && { name }), ...(cursor && { cursor }) });
					for await (const page of cursorPages(read)) yield page.items;
				},
			},
		],
	},
	webhook: {
		noun: 'webhook',
		listTool: 'list_webhooks',
		get: async (pagerduty, id) => describedAs(await getWebhook(pagerduty, id)),
		searches: [
			{
				filtered: false,
				read: async function* (pagerduty) {
					for await (const page of pages((at) => listWebhooks(pagerduty, at))) yield page.items.map(describedAs);
				},
			},
		],
	},
	business_service: {
		noun: 'business service',
		listTool: 'list_business_services',
		get: getBusinessService,
		searches: [paged(listBusinessServices)],
	},
	status_page: {
		noun: 'status page',
		listTool: 'list_status_pages',
		searches: [
			{
				filtered: false,
				read: async function* (pagerduty) {
					yield (await listStatusPages(pagerduty)).items;
				},
			},
		],
	},
	alert_grouping_setting: {
		noun: 'alert grouping setting',
		listTool: 'list_alert_grouping_settings',
		get: getAlertGroupingSetting,
		searches: [
			{
				filtered: false,
				read: async function* (pagerduty) {
					const read = (after?: string) => readAlertGroupingPage(pagerduty, { limit: 100, ...(after && { after }) });
					for await (const page of cursorPages(read)) yield page.items;
				},
			},
		],
	},
	extension_schema: {
		noun: 'kind of extension',
		listTool: 'get_account',
		searches: [
			{
				filtered: false,
				read: async function* (pagerduty) {
					for await (const { items } of pages((at) => listExtensionSchemas(pagerduty, at)))
						yield items.flatMap(({ id, label, key, summary }) => [
							{ id, name: label ?? summary },
							...(key === undefined ? [] : [{ id, name: key }]),
						]);
				},
			},
		],
	},
	event_orchestration: {
		noun: 'event orchestration',
		listTool: 'list_event_orchestrations',
		get: getEventOrchestration,
		searches: [paged(listEventOrchestrations)],
	},
} satisfies Record<string, Finder>;

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

/** Where the second system of schedules may not be seen there is nothing in it. */
async function* searchShiftSchedules(pagerduty: PagerDuty, query?: string): ReturnType<Search['read']> {
	try {
		yield* paged(listSchedulesV3, 'query').read(pagerduty, query);
	} catch (error) {
		if (!seesNoShiftBased(error)) throw error;
	}
}
