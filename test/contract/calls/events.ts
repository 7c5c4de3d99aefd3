import type { Calls } from './calls.ts';

export const eventsCalls: Calls = {
	list_log_entries: [
		{},
		{ since: '-2d', until: 'now', scope: 'account', teams: ['Payments'], overview: false, raw_length: 500 },
		{ log_entry: '$log_entry' },
		{ notifications: ['all'], since: '-30d', fields: ['all'] },
		{ notifications: ['sms'] },
	],
	send_event: [
		{
			service: 'Checkout',
			integration: '$checkout_integration',
			summary: 'Disk nearly full',
			severity: 'warning',
			source: 'db-1',
			dedup_key: 'contract/disk',
			component: 'postgres',
			group: 'databases',
			class: 'disk',
			details: '{"free": "1%"}',
			links: ['Dashboard https://dashboards.lumen-oak.example/db-1'],
			at: '-5m',
		},
		{ routing_key: '$routing_key', summary: 'Down', source: 'web-1' },
	],
	update_event: [
		{ service: 'Checkout', integration: '$checkout_integration', dedup_key: 'contract/disk', action: 'acknowledge' },
		{ routing_key: '$routing_key', dedup_key: 'contract/disk', action: 'resolve' },
	],
	send_change_event: [
		{
			service: 'Checkout',
			integration: '$checkout_integration',
			summary: 'Deploy checkout-web 1.2',
			source: 'deploy-bot',
			details: 'Gift wrapping',
			links: ['https://deploys.lumen-oak.example/1.2'],
			at: 'now',
		},
		{ routing_key: '$routing_key', summary: 'Flag on' },
	],
	list_event_orchestrations: [
		{},
		{ scope: 'account', teams: ['Payments'] },
		{ orchestration: 'Shop events', part: 'global' },
		{ orchestration: 'Shop events', raw: true },
		{ orchestration: 'Shop events', part: 'unrouted' },
		{ service: 'Checkout' },
	],
	list_alert_grouping_settings: [{ services: ['Checkout'], limit: 5 }, { settings: ['Warehouse hosts'] }, {}],
	add_router_rule: [
		{
			orchestration: 'Shop events',
			label: 'Identity',
			conditions: ["event.source matches part 'identity'"],
			service: 'Identity & Login',
			position: 1,
			disabled: true,
		},
	],
	update_event_orchestration: [
		{
			service: 'Checkout',
			version: '$checkout_rules',
			rules: '[{"label": "All", "conditions": [], "actions": {"annotate": "Hello"}}]',
			catch_all: '{"suppress": true}',
			confirm: 'Checkout',
		},
		{
			orchestration: 'Shop events',
			part: 'global',
			version: '$global_rules',
			rules: '[{"label": "Quiet", "conditions": [], "actions": {"suppress": true}}]',
			confirm: 'Shop events',
		},
		{ service: 'Product Search', active: true },
		{
			orchestration: 'Shop events',
			part: 'unrouted',
			version: '$unrouted_rules',
			rules: '[{"id": "start", "rules": [{"conditions": [], "actions": {"severity": "info"}}]}]',
		},
	],
};
