import type { Calls } from './calls.ts';

export const eventsCalls: Calls = {
	send_event: [
		{
			service: 'Checkout',
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
		{ service: 'Checkout', dedup_key: 'contract/disk', action: 'acknowledge' },
		{ routing_key: '$routing_key', dedup_key: 'contract/disk', action: 'resolve' },
	],
	send_change_event: [
		{
			service: 'Checkout',
			summary: 'Deploy checkout-web 1.2',
			source: 'deploy-bot',
			details: 'Gift wrapping',
			links: ['https://deploys.lumen-oak.example/1.2'],
			at: 'now',
		},
		{ routing_key: '$routing_key', summary: 'Flag on' },
	],
};
