import { Random } from '../random.ts';
import type { EventOrchestration, OrchestrationPath, OrchestrationRule, PausedAlert } from '../orchestrations/model.ts';
import { day, minute } from '../time.ts';
import type { World } from '../model/world.ts';

/** Two ways in for events of tools that serve several teams, and the rules of one service. */
export function addOrchestrations(world: World, present: number): void {
	const { store, account } = world;
	// Numbers of its own: those of the company's history stay as they are.
	const random = new Random(8301);
	const hex = (digits: number) => Array.from({ length: digits }, () => random.int(0, 15).toString(16)).join('');
	const uuid = () => [hex(8), hex(4), `4${hex(3)}`, `a${hex(3)}`, hex(12)].join('-');
	const service = (name: string) => [...store.services.values()].find((each) => each.name === name)?.id ?? '';
	const team = (name: string) => [...store.teams.values()].find((each) => each.name === name)?.id ?? null;
	const rule = (label: string, expressions: string[], actions: OrchestrationRule['actions']): OrchestrationRule => ({
		id: hex(8),
		label,
		conditions: expressions.map((expression) => ({ expression })),
		actions,
		disabled: false,
	});
	const path = (
		type: OrchestrationPath['type'],
		parentId: string,
		rules: OrchestrationRule[],
		catchAll: OrchestrationPath['catchAll'],
	): OrchestrationPath => ({
		type,
		parentId,
		sets: [{ id: 'start', rules }],
		catchAll: { actions: catchAll },
		version: hex(32),
		createdAt: present - 200 * day,
		updatedAt: present - 20 * day,
		updatedBy: account.demoUserId,
	});
	const add = (
		name: string,
		description: string,
		teamName: string,
		routes: OrchestrationRule[],
		global: OrchestrationRule[],
		catchAll: OrchestrationPath['catchAll'],
	) => {
		const id = uuid();
		const orchestration: EventOrchestration = {
			id,
			name,
			description,
			teamId: team(teamName),
			createdAt: present - 200 * day,
			integrations: [{ id: uuid(), label: `${name} default`, key: `R0${hex(30).toUpperCase()}` }],
			paths: {
				router: path('router', id, routes, catchAll),
				global: path('global', id, global, {}),
				unrouted: path('unrouted', id, [], { suppress: true }),
			},
		};
		store.orchestrations.byId.set(id, orchestration);
	};
	add(
		'Shop events',
		'Everything from the clusters that the shop runs on',
		'Platform Reliability',
		[
			rule('Checkout', ["event.source matches part 'checkout'"], { route_to: service('Checkout') }),
			rule('Search', ["event.source matches part 'search'"], { route_to: service('Product Search') }),
			rule('Payments', ["event.source matches regex 'pay(ments)?-'"], { route_to: service('Payments Gateway') }),
		],
		[rule('Drop test events', ["event.custom_details.environment matches 'test'"], { drop_event: true })],
		{ route_to: 'unrouted' },
	);
	add(
		'Warehouse events',
		'Scanners, conveyors and the stock feed',
		'Mobile & Fulfilment',
		[rule('Stock feed', ["event.summary matches part 'feed'"], { route_to: service('Inventory Sync') })],
		[],
		{ route_to: service('Order Fulfilment') },
	);
	const checkout = service('Checkout');
	store.orchestrations.ofServices.set(
		checkout,
		path(
			'service',
			checkout,
			[
				rule('Slow, not down', ["event.severity matches 'warning'"], { suspend: 300 }),
				rule('Name the runbook', [], { annotate: 'https://runbooks.lumen-oak.example/checkout' }),
			],
			{},
		),
	);
	store.orchestrations.activeServices.add(checkout);
	const past = (serviceId: string, by: PausedAlert['by'], count: number): PausedAlert[] =>
		Array.from({ length: count }, () => ({
			serviceId,
			key: hex(32),
			at: present - random.int(60, 60 * 24 * 60) * minute,
			by,
			outcome: random.int(1, 4) === 1 ? 'triggered' : 'resolved',
		}));
	const alerts = [...past(checkout, 'rules', 14), ...past(service('Product Search'), 'auto_pause', 9)];
	store.orchestrations.paused.push(...alerts.sort((a, b) => a.at - b.at));
}
