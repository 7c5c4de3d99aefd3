import type { Tool } from '../core/tool.ts';
import { addRouterRule } from './add-router-rule.ts';
import { listAlertGroupingSettings } from './list-alert-grouping-settings.ts';
import { listEventOrchestrations } from './list-event-orchestrations.ts';
import { listLogEntries } from './list-log-entries.ts';
import { sendChangeEvent } from './send-change-event.ts';
import { sendEvent } from './send-event.ts';
import { updateEventOrchestration } from './update-event-orchestration.ts';
import { updateEvent } from './update-event.ts';

/** In the order in which they are offered. */
export const eventsTools: readonly Tool[] = [
	listLogEntries,
	sendEvent,
	updateEvent,
	sendChangeEvent,
	listEventOrchestrations,
	addRouterRule,
	updateEventOrchestration,
	listAlertGroupingSettings,
];
