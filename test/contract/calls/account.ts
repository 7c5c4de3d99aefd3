import type { Calls } from './calls.ts';

export const accountCalls: Calls = {
	find_tools: [{ job: 'put a service into maintenance' }],
	get_account: [
		{ include: ['abilities', 'priorities', 'incident_types', 'extension_schemas', 'tags'] },
		{ user: 'me' },
		{ team: 'Payments' },
		{ escalation_policy: 'Payments' },
	],
	list_audit_records: [
		{
			since: '-7d',
			until: 'now',
			actor: 'me',
			method_type: 'browser',
			resource_types: ['services'],
			actions: ['update'],
		},
		{ actor_type: 'api_key', limit: 5 },
		{ until: '-2d' },
	],
	list_business_services: [
		{ fields: ['all'] },
		{ business_service: 'Online Shop' },
		{ impacted: true },
		{ incident: '$incident' },
	],
	set_business_service_impact: [{ business_service: 'Delivery', incident: '$incident', impacted: true }],
	change_tags: [
		{ user: 'me', add: ['contract', 'database'] },
		{ user: 'me', remove: ['contract'] },
		{ team: 'Payments', add: ['database'] },
		{ escalation_policy: 'Payments', add: ['database'] },
	],
};
