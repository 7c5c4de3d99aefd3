import type { PersonKey } from './people.ts';
import { storyCount, tellStory, tellStoryOf } from './stories.ts';
import type { Story } from './story.ts';
import { addAlert, openStory, paceOf, planStory, recordChange, responder, type Services } from './story-incidents.ts';
import type { ServiceKey } from './services.ts';
import { acknowledge, reassign, snooze } from '../incidents/lifecycle.ts';
import { addNote } from '../incidents/notes.ts';
import type { Actor, Incident, Urgency, User } from '../model/model.ts';
import { required } from '../model/store.ts';
import { day, hour, minute } from '../time.ts';
import type { World } from '../model/world.ts';

export interface Cast {
	users: ReadonlyMap<PersonKey, User>;
	services: Services;
}

const resolvedCount = 64;

/** Days before the present between which an incident began, in turn. */
const months = [
	[0.4, 28],
	[31, 59],
	[0.4, 28],
	[31, 59],
	[0.4, 28],
	[31, 59],
	[60, 115],
] as const;

/** Plans the incidents of the past four months: as many in each of the last two, few before, all of them over. */
export function planPast(world: World, cast: Cast, present: number): void {
	const helpers = [...cast.users.values()];
	for (let index = 0; index < resolvedCount; index++) {
		const story = tellStory(index % storyCount, world.random);
		const [from, to] = months[index % months.length] ?? [31, 115];
		const age = world.random.int(from * 24 * 60, to * 24 * 60);
		const mine = [world.random.pick(helpers), world.random.pick(helpers)];
		planStory(world, cast.services, story, present - age * minute, { ...paceOf(world, story), helpers: mine });
	}
}

/** Deploys and switches that broke nothing. */
export function planChanges(world: World, cast: Cast, present: number): void {
	const deploys: [ServiceKey, string, string][] = [
		['checkout', 'Deploy checkout-web: gift wrapping', 'deploy-bot'],
		['payments', 'Deploy payments-gw: retry budget per acquirer', 'deploy-bot'],
		['search', 'Rebuild search index after catalogue import', 'search-admin'],
		['cdn', 'Raise image cache lifetime to 30 days', 'terraform'],
		['identity', 'Deploy identity-api: passkey sign-in for staff', 'deploy-bot'],
		['orders', 'Flag split-shipments: 50% → 100%', 'feature-flags'],
		['inventory', 'Add warehouse BER-1 to hourly feed', 'terraform'],
		['pipeline', 'Upgrade scheduler workers', 'terraform'],
		['push', 'Deploy push-sender: quiet hours by country', 'deploy-bot'],
		['api', 'Deploy mobile-api: smaller start payload', 'deploy-bot'],
	];
	for (let index = 0; index < 40; index++) {
		const [key, summary, source] = deploys[index % deploys.length] ?? ['checkout', 'Deploy checkout-web', 'deploy-bot'];
		const at = present - world.random.int(3 * 60, 30 * 24 * 60) * minute;
		const details = { environment: 'production', build: world.random.int(4000, 9000), result: 'passed' };
		world.clock.schedule(at, () => recordChange(world, cast.services, { summary, source, details }, key));
	}
}

interface OpenPlan {
	service: ServiceKey;
	/** Minutes before the present. */
	ago: number;
	story?: Partial<Story>;
	urgency?: Urgency;
	after?: { minutes: number; act: (incident: Incident, by: (person: PersonKey) => Actor) => void }[];
}

/** Plans the eight incidents that are open at the present. */
export function planOpen(world: World, cast: Cast, present: number): void {
	for (const plan of openPlans(world, cast)) {
		const story: Story = { ...tellStoryOf(plan.service, world.random), ...plan.story };
		const start = present - plan.ago * minute;
		const { change } = story;
		if (change)
			world.clock.schedule(start - 6 * minute, () => recordChange(world, cast.services, change, plan.service));
		world.clock.schedule(start, () => {
			const incident = openStory(world, cast.services, story, { urgency: plan.urgency });
			for (const [index] of story.alerts.entries()) {
				const at = start + (index + 1) * 90 * 1000;
				world.clock.schedule(at, () => addAlert(world, cast.services, story, incident, index));
			}
			for (const { minutes, act } of plan.after ?? []) {
				const by = (person: PersonKey): Actor => ({ type: 'user', id: required(cast.users, person).id });
				world.clock.schedule(start + minutes * minute, () => act(incident, by));
			}
		});
	}
}

function openPlans(world: World, cast: Cast): OpenPlan[] {
	const user = (person: PersonKey) => required(cast.users, person);
	const note = (incident: Incident, person: PersonKey, text: string) => addNote(world, incident, user(person), text);
	const mine: Actor = { type: 'user', id: user('maya').id };
	return [
		{
			service: 'pipeline',
			ago: 300,
			urgency: 'low',
			story: { title: 'Job finance_close failed 3 times', severity: 'warning', priority: 'P4', change: null },
		},
		{
			service: 'inventory',
			ago: 205,
			story: { title: 'Warehouse feed stale: nothing from LHR-2 for 55 minutes', priority: 'P3' },
			after: [
				{
					minutes: 6,
					act: (incident) => acknowledge(world, incident, { type: 'user', id: responder(world, incident) }),
				},
				{
					minutes: 20,
					act: (incident) =>
						void note(
							incident,
							'chloe',
							'Warehouse IT swaps the firewall at 17:00 local time. Stock is frozen until then.',
						),
				},
				{ minutes: 24, act: (incident) => snooze(world, incident, 6 * 3600, incident.acknowledgements[0]?.by ?? mine) },
			],
		},
		{
			service: 'search',
			ago: 130,
			story: {
				title: 'Search index is 42 minutes behind the catalogue',
				severity: 'error',
				priority: 'P3',
				change: null,
				alerts: [],
			},
			after: [
				{ minutes: 5, act: (incident, by) => acknowledge(world, incident, by('hannah')) },
				{
					minutes: 31,
					act: (incident) =>
						void note(
							incident,
							'hannah',
							'Shard products-3 is merging a 40 GB segment. Throttled the import, lag is shrinking slowly.',
						),
				},
			],
		},
		{
			service: 'cdn',
			ago: 52,
			story: { title: 'Edge 5xx ratio 2.1% in ap-southeast-2', severity: 'critical', priority: 'P2' },
		},
		{
			service: 'checkout',
			ago: 38,
			story: { title: 'Checkout p95 latency 4.8 s (objective 1.5 s)', severity: 'error', priority: 'P2' },
			after: [
				{ minutes: 2, act: (incident, by) => acknowledge(world, incident, by('sofia')) },
				{
					minutes: 9,
					act: (incident) =>
						void note(
							incident,
							'sofia',
							'Orders that pay by card are slow, wallets are fine. Smells like the authorise call. @Maya can you look?',
						),
				},
				{ minutes: 10, act: (incident, by) => reassign(world, incident, [user('maya').id], by('sofia')) },
				{ minutes: 12, act: (incident) => acknowledge(world, incident, mine) },
				{
					minutes: 25,
					act: (incident) =>
						void note(
							incident,
							'maya',
							'Connection pool to checkout-db-2 is at its limit since the last deploy. Comparing with the previous build.',
						),
				},
			],
		},
		{
			service: 'tools',
			ago: 33,
			urgency: 'low',
			story: {
				title: 'Certificate of grafana.lumen-oak.example expires in 6 days',
				severity: 'warning',
				priority: 'P5',
				class: 'expiry',
			},
		},
		{
			service: 'push',
			ago: 19,
			urgency: 'low',
			story: { title: 'Push messages rejected: 9% with BadDeviceToken', severity: 'warning', priority: null },
		},
		{
			service: 'payments',
			ago: 9,
			story: {
				title: 'Card authorisations failing: 8.3% declined with gateway_timeout (eu-west-1)',
				severity: 'critical',
				priority: 'P1',
			},
		},
	];
}

/** Plans `count` further open incidents over the last 20 days, without timers: for lists that are long. */
export function planMany(world: World, cast: Cast, present: number, count: number): void {
	const step = (20 * day - hour) / Math.max(1, count);
	for (let index = 0; index < count; index++) {
		world.clock.schedule(Math.floor(present - 20 * day + index * step), () => {
			const story = tellStory(index, world.random);
			const incident = openStory(world, cast.services, story, { quiet: true });
			if (index % 3 === 2) quietlyAcknowledge(world, incident);
		});
	}
}

function quietlyAcknowledge(world: World, incident: Incident): void {
	acknowledge(world, incident, { type: 'user', id: responder(world, incident) });
	incident.pending.get('unacknowledge')?.cancel();
	incident.pending.clear();
}
