import type { Tool } from '../core/tool.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { listAutomationActions } from './list-automation-actions.ts';
import { listIncidentWorkflows } from './list-incident-workflows.ts';
import { listWebhooks } from './list-webhooks.ts';
import { runAutomationAction } from './run-automation-action.ts';
import { setWebhook } from './set-webhook.ts';
import { startIncidentWorkflow } from './start-incident-workflow.ts';

/** In the order in which they are offered. */
export const automationTools: readonly Tool[] = [
	listIncidentWorkflows,
	startIncidentWorkflow,
	listAutomationActions,
	runAutomationAction,
	listWebhooks,
	setWebhook,
	deleteWebhook,
];
