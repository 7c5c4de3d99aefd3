import { getAlertGroupingSetting, readAlertGroupingPage } from '../../../pagerduty/api/alert-grouping-settings.ts';
import { getEventOrchestration, listEventOrchestrations } from '../../../pagerduty/api/event-orchestrations.ts';
import { cursorPages } from '../../../pagerduty/api/paging.ts';
import { paged, type Finder } from '../../names/finder.ts';

/** How alert grouping settings and event orchestrations are found by name. */
export const eventsFinders = {
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
	event_orchestration: {
		noun: 'event orchestration',
		listTool: 'list_event_orchestrations',
		get: getEventOrchestration,
		searches: [paged(listEventOrchestrations)],
	},
} satisfies Record<string, Finder>;
