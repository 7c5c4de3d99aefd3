import type { Teller } from './story.ts';

/** What breaks between the search box and the parcel. */
export const shopStories: readonly Teller[] = [
	(w) => {
		const region = w.region;
		const rate = w.decimal(3, 14);
		return {
			service: 'payments',
			title: `Card authorisations failing: ${rate}% declined with gateway_timeout (${region})`,
			severity: 'critical',
			priority: 'P1',
			source: `payments-gw.${region}`,
			component: 'authorise',
			class: 'error_rate',
			details: {
				decline_rate: `${rate}%`,
				baseline: '0.4%',
				window: '5m',
				acquirer: 'primary',
				region,
				affected_checkouts: w.int(80, 900),
			},
			alerts: [{ title: `Payment retries above ${w.int(200, 900)}/min (${region})`, severity: 'error' }],
			notes: [
				'Acquirer status page is green, but their p99 from our side is 11 s. Opened a ticket with them.',
				'Routing 50% of traffic to the secondary acquirer.',
				'Decline rate back to 0.5% after the switch. Keeping the split until they confirm the fix.',
			],
		};
	},
	(w) => {
		const build = w.build;
		const p95 = w.decimal(3, 7);
		return {
			service: 'checkout',
			title: `Checkout p95 latency ${p95} s (objective 1.5 s)`,
			priority: 'P2',
			source: 'checkout-web',
			component: 'POST /orders',
			class: 'latency',
			details: {
				p95_ms: p95 * 1000,
				p50_ms: w.int(400, 900),
				objective_ms: 1500,
				burn_rate: w.decimal(6, 14),
				version: build,
			},
			alerts: [
				{ title: 'Checkout error budget burning 10x too fast', severity: 'error' },
				{ title: `Database pool exhausted on checkout-db-${w.int(1, 3)}`, severity: 'warning' },
			],
			notes: [
				`Started two minutes after ${build} went out. Looking at the new shipping estimate call.`,
				'The estimate is fetched once per basket line. Rolling back.',
			],
			change: {
				summary: `Deploy checkout-web ${build}: shipping estimates in the basket`,
				source: 'deploy-bot',
				details: { version: build, commit: w.commit, environment: 'production', author: 'sofia.marchetti' },
			},
		};
	},
	(w) => ({
		service: 'search',
		title: `Search index is ${w.int(20, 75)} minutes behind the catalogue`,
		priority: 'P3',
		source: 'search-indexer',
		component: 'indexer',
		class: 'lag',
		details: { lag_seconds: w.int(1300, 4500), queue_depth: w.int(20_000, 180_000), shard: `products-${w.int(0, 7)}` },
		notes: ['One shard is stuck merging segments. Forced a flush, the queue is draining.'],
	}),
	(w) => ({
		service: 'search',
		title: `Zero-result searches at ${w.int(12, 31)}% on ${w.pick('the web shop', 'the iOS app')}`,
		severity: 'warning',
		source: 'search-quality',
		component: 'query',
		class: 'quality',
		details: {
			zero_result_rate: `${w.int(12, 31)}%`,
			baseline: '6%',
			top_query: w.pick('oak dining table', 'pendant lamp', 'linen curtain'),
		},
		notes: ['Synonym list was published half empty. Restored the previous version.'],
		change: {
			summary: 'Publish synonym list 88',
			source: 'catalogue-admin',
			details: { list: 'synonyms-en', entries: w.int(40, 90), previous_entries: 4120 },
		},
	}),
	(w) => ({
		service: 'orders',
		title: `${w.int(40, 400)} paid orders without a parcel label`,
		priority: 'P2',
		source: 'fulfilment-worker',
		component: 'label-printer',
		class: 'backlog',
		details: {
			orders: w.int(40, 400),
			warehouse: w.pick('LHR-2', 'BER-1', 'SYD-1'),
			error: 'carrier API: 403 quota exceeded',
		},
		notes: ['Carrier quota is used up since the sale started. They raised it by phone.', 'Backlog printed.'],
	}),
	(w) => ({
		service: 'inventory',
		title: `Warehouse feed stale: nothing from ${w.pick('LHR-2', 'BER-1', 'SYD-1')} for ${w.int(35, 90)} minutes`,
		priority: 'P3',
		source: 'inventory-sync',
		component: 'feed-reader',
		class: 'staleness',
		details: { last_message_age_seconds: w.int(2100, 5400), queue: 'warehouse-feed', retries: w.int(3, 20) },
		notes: ['Their VPN dropped. Network team on site is restarting the tunnel.'],
	}),
	(w) => ({
		service: 'inventory',
		title: `Negative stock for ${w.int(3, 60)} articles`,
		severity: 'warning',
		priority: 'P4',
		source: 'inventory-sync',
		component: 'reconciler',
		class: 'consistency',
		details: { articles: w.int(3, 60), example: `LO-${w.int(10_000, 99_999)}`, job: 'reconcile-stock' },
		notes: ['Double booking of returns. Reconciled by hand, fix is in review.'],
	}),
	(w) => ({
		service: 'recommendations',
		title: `Recommendations fall back to bestsellers for ${w.int(20, 80)}% of visitors`,
		severity: 'warning',
		priority: 'P5',
		source: 'reco-api',
		component: 'ranker',
		class: 'quality',
		details: { fallback_rate: `${w.int(20, 80)}%`, model: `ranker-${w.int(30, 60)}`, features_missing: 'price_band' },
		notes: ['Feature store snapshot was empty. Reloaded yesterday’s.'],
	}),
];
