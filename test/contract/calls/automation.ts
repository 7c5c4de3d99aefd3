import type { Calls } from './calls.ts';

export const automationCalls: Calls = {
	list_incident_workflows: [
		{ query: 'major', limit: 5, fields: ['all'] },
		{ workflow: 'Major Incident' },
		{ service: 'Checkout' },
		{ include: ['triggers'] },
	],
	start_incident_workflow: [{ workflow: 'Customer Liaison', incident: '$incident' }],
	list_automation_actions: [
		{},
		{ query: 'pods', service: 'Checkout', team: 'Storefront', classification: 'remediation', action_type: 'script' },
		{ action: 'Purge CDN cache', incident: '$incident' },
		{ incident: '$incident' },
		{ invocation: '$invocation' },
	],
	run_automation_action: [{ action: 'Collect pod diagnostics', incident: '$incident', alert: '$alert' }],
	list_webhooks: [
		{ service: 'Checkout' },
		{ team: 'Payments' },
		{ scope: 'account', limit: 5 },
		{ webhook: 'Payments chat channel' },
		{ extensions: true },
		{ extensions: true, service: 'Checkout' },
		{ extensions: true, extension_schema: 'Generic V3 Webhook' },
	],
	set_webhook: [
		{
			url: 'https://example.com/hook',
			events: ['incident.triggered'],
			service: 'Checkout',
			description: 'Contract',
			active: true,
			send_test: true,
		},
		{ webhook: 'Contract', team: 'Payments', events: ['incident.resolved'], active: false },
		{ webhook: 'Contract', scope: 'account' },
	],
	delete_webhook: [{ webhook: 'Contract' }],
};
