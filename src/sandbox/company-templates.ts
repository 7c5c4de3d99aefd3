import type { ServiceKey } from './company-services.ts';
import type { JsonObject } from './json.ts';
import type { Severity } from './model.ts';
import type { Random } from './random.ts';

/** An incident as it is told: what monitoring saw, what people wrote, what had changed before. */
export interface Story {
	service: ServiceKey;
	title: string;
	severity: Severity;
	priority: string | null;
	source: string;
	component: string;
	class: string;
	details: JsonObject;
	/** Further alerts of the same incident. */
	alerts: { title: string; severity: Severity }[];
	notes: string[];
	/** What was deployed or switched shortly before, if anything. */
	change: { summary: string; source: string; details: JsonObject } | null;
}

/** Numbers and names that differ from one telling to the next. */
class Words {
	readonly #random: Random;

	constructor(random: Random) {
		this.#random = random;
	}

	get region(): string {
		return this.#random.pick(['eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-2', 'ap-south-1']);
	}

	get build(): string {
		return `2026.${this.#random.int(10, 48)}.${this.#random.int(1, 30)}`;
	}

	get commit(): string {
		return Array.from({ length: 7 }, () => this.#random.int(0, 15).toString(16)).join('');
	}

	int(min: number, max: number): number {
		return this.#random.int(min, max);
	}

	/** One decimal. */
	decimal(min: number, max: number): number {
		return this.#random.int(min * 10, max * 10) / 10;
	}

	pick(...items: string[]): string {
		return this.#random.pick(items);
	}
}

type Teller = (words: Words) => Partial<Story> & Pick<Story, 'service' | 'title' | 'component' | 'details'>;

const tellers: readonly Teller[] = [
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
	(w) => {
		const region = w.region;
		return {
			service: 'cdn',
			title: `Edge 5xx ratio ${w.decimal(1, 4)}% in ${region}`,
			severity: 'critical',
			priority: 'P2',
			source: `edge.${region}`,
			component: 'edge-cache',
			class: 'error_rate',
			details: {
				status_502: w.int(900, 4000),
				status_504: w.int(100, 900),
				region,
				origin: 'storefront-origin',
				cache_hit_ratio: '71%',
			},
			alerts: [{ title: `Origin connect time above 2 s (${region})`, severity: 'error' }],
			notes: ['Origin shield in that region lost half of its nodes. Scaling out.', 'Ratio is back under 0.1%.'],
		};
	},
	(w) => ({
		service: 'cdn',
		title: `Image resizing queue above ${w.int(5, 20)}k jobs`,
		severity: 'warning',
		priority: 'P4',
		source: 'image-resizer',
		component: 'resize-worker',
		class: 'saturation',
		details: { queue_depth: w.int(5000, 20_000), workers: 24, oldest_job_seconds: w.int(300, 1900) },
		notes: ['Bulk upload from the merchandising team. Doubled the workers for an hour.'],
	}),
	(w) => ({
		service: 'identity',
		title: `Sign-in failures ${w.int(4, 12)}x above normal`,
		severity: 'critical',
		priority: 'P2',
		source: 'identity-api',
		component: 'POST /sessions',
		class: 'error_rate',
		details: { failures_per_minute: w.int(400, 2600), error: 'KeyNotFound: kid=2026-q3', service_version: w.build },
		alerts: [{ title: 'Token signature errors in mobile-api', severity: 'error' }],
		notes: ['Key rotation ran, but two pods still hold the old set. Restarting them one by one.'],
		change: {
			summary: 'Rotate signing keys of identity-api',
			source: 'key-rotation',
			details: { key_id: '2026-q4', automatic: true },
		},
	}),
	(w) => ({
		service: 'identity',
		title: `Password reset mails delayed by ${w.int(9, 40)} minutes`,
		severity: 'warning',
		priority: 'P3',
		source: 'identity-mailer',
		component: 'mail-queue',
		class: 'lag',
		details: { oldest_mail_seconds: w.int(540, 2400), queue_depth: w.int(300, 4000), provider: 'primary' },
		notes: ['Provider throttles us. Moved resets to their own queue with priority.'],
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
	(w) => {
		const job = w.pick('orders_daily', 'customer_360', 'stock_snapshot', 'finance_close');
		return {
			service: 'pipeline',
			title: `Job ${job} failed ${w.int(2, 5)} times`,
			severity: w.pick('error', 'warning') === 'error' ? 'error' : 'warning',
			priority: 'P4',
			source: 'scheduler',
			component: job,
			class: 'job_failure',
			details: {
				job,
				task: 'load_to_warehouse',
				try_number: w.int(2, 5),
				error: 'Column "tax_code" does not exist',
				log: `jobs/${job}/latest.log`,
			},
			notes: ['Upstream renamed the column. Mapped it and cleared the task.'],
		};
	},
	(w) => ({
		service: 'pipeline',
		title: `Event stream consumer lag ${w.int(2, 9)} million messages`,
		severity: 'critical',
		priority: 'P3',
		source: 'stream-consumer',
		component: 'clickstream',
		class: 'lag',
		details: {
			lag_messages: w.int(2_000_000, 9_000_000),
			partitions_behind: w.int(4, 48),
			consumer_group: 'warehouse-loader',
		},
		notes: ['Added partitions for the sale, consumers had not picked them up. Rebalanced.'],
	}),
	(w) => ({
		service: 'push',
		title: `Push messages rejected: ${w.int(4, 22)}% with BadDeviceToken`,
		severity: 'warning',
		priority: 'P4',
		source: 'push-sender',
		component: w.pick('ios', 'android'),
		class: 'error_rate',
		details: { rejected_rate: `${w.int(4, 22)}%`, campaign: w.pick('autumn-sale', 'back-in-stock', 'order-updates') },
		notes: ['Campaign used tokens from the retired app. Excluded them.'],
	}),
	(w) => ({
		service: 'api',
		title: `Mobile API crash loop: ${w.int(2, 9)} of 18 pods`,
		severity: 'critical',
		priority: 'P2',
		source: `mobile-api.${w.region}`,
		component: 'mobile-api',
		class: 'availability',
		details: { pods_restarting: w.int(2, 9), reason: 'OOMKilled', memory_limit: '768Mi', version: w.build },
		alerts: [{ title: 'App start success rate below 97%', severity: 'error' }],
		notes: ['Heap grows with the new image prefetch. Feature flag off, pods are stable.'],
		change: {
			summary: 'Flag mobile-image-prefetch: 10% → 100%',
			source: 'feature-flags',
			details: { flag: 'mobile-image-prefetch', from: 10, to: 100, by: 'tomasz.zielinski' },
		},
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
	(w) => ({
		service: 'tools',
		title: `Build farm: ${w.int(30, 120)} jobs waiting longer than 15 minutes`,
		severity: 'warning',
		priority: 'P4',
		source: 'build-farm',
		component: 'scheduler',
		class: 'saturation',
		details: { waiting_jobs: w.int(30, 120), runners_online: w.int(3, 12), runners_expected: 24 },
		notes: ['Runner image ran out of disk. Recycled the pool.'],
	}),
	(w) => ({
		service: 'tools',
		title: `Certificate of ${w.pick('grafana', 'wiki', 'builds')}.lumen-oak.example expires in ${w.int(3, 9)} days`,
		severity: 'warning',
		priority: 'P5',
		source: 'certificate-check',
		component: 'tls',
		class: 'expiry',
		details: { issuer: 'Internal CA 4', days_left: w.int(3, 9), auto_renewal: 'failed: DNS challenge timed out' },
		notes: ['Renewed by hand; the DNS role lacked a permission.'],
	}),
];

/** How many different stories there are. */
export const storyCount = tellers.length;

/** Story number `index` (wrapping round), with numbers of its own. */
export function tellStory(index: number, random: Random): Story {
	const teller = tellers[index % tellers.length];
	if (!teller) throw new Error('No such story');
	const told = teller(new Words(random));
	return {
		severity: 'error',
		priority: null,
		source: told.component,
		class: 'other',
		alerts: [],
		notes: [],
		change: null,
		...told,
	};
}

/** A story about `service`. */
export function tellStoryOf(service: ServiceKey, random: Random): Story {
	for (;;) {
		const story = tellStory(random.int(0, tellers.length - 1), random);
		if (story.service === service) return story;
	}
}
