import { getAutomationAction, listAutomationActions } from '../../../pagerduty/api/automation-actions.ts';
import { listExtensionSchemas } from '../../../pagerduty/api/extension-schemas.ts';
import { getIncidentWorkflow, listIncidentWorkflows } from '../../../pagerduty/api/incident-workflows.ts';
import { cursorPages, pages } from '../../../pagerduty/api/paging.ts';
import { getWebhook, listWebhooks, type Webhook } from '../../../pagerduty/api/webhooks.ts';
import type { Found } from '../../core/directory.ts';
import { paged, type Finder } from '../../names/finder.ts';

/** How incident workflows, automation actions, webhooks and kinds of extensions are found by name. */
export const automationFinders = {
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
} satisfies Record<string, Finder>;

/** Webhooks have no name: people know them by their description. */
function describedAs({ id, description }: Webhook): Found {
	return { id, name: description };
}
