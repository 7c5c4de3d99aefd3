import type { Cast } from './incidents.ts';
import { openStory } from './story-incidents.ts';
import type { Story } from './story.ts';
import { resolveEvent } from '../incidents/events.ts';
import type { Random } from '../random.ts';
import { required } from '../model/store.ts';
import { minute } from '../time.ts';
import type { World } from '../model/world.ts';

const flapCount = 22;

/** Plans what monitoring took back by itself in the past two months, mostly before anybody had looked. */
export function planNoise(world: World, cast: Cast, present: number): void {
	for (let index = 0; index < flapCount; index++) {
		const start = present - world.random.int(9 * 60, 60 * 24 * 60) * minute;
		const end = start + world.random.int(2, 9) * minute;
		const story = flap(world.random);
		world.clock.schedule(start, () => {
			const incident = openStory(world, cast.services, story);
			world.clock.schedule(end, () => {
				const [alert] = world.store.alerts.of(incident.id);
				if (alert?.key) resolveEvent(world, { service: required(cast.services, story.service) }, alert.key);
			});
		});
	}
}

const flaps: readonly Pick<Story, 'service' | 'title' | 'component' | 'class' | 'severity'>[] = [
	{
		service: 'search',
		title: 'Health check of search-api failed twice',
		component: 'search-api',
		class: 'health_check',
		severity: 'warning',
	},
	{
		service: 'search',
		title: 'Query latency above 800 ms for 3 minutes',
		component: 'search-api',
		class: 'latency',
		severity: 'error',
	},
	{
		service: 'checkout',
		title: 'Synthetic checkout from Dublin timed out',
		component: 'synthetic-dublin',
		class: 'synthetic',
		severity: 'error',
	},
	{
		service: 'cdn',
		title: 'Cache hit ratio below 85%',
		component: 'edge-cache',
		class: 'cache',
		severity: 'warning',
	},
	{
		service: 'api',
		title: 'Pod mobile-api restarted',
		component: 'mobile-api',
		class: 'restart',
		severity: 'error',
	},
	{
		service: 'pipeline',
		title: 'Worker queue longer than 500',
		component: 'scheduler',
		class: 'queue',
		severity: 'warning',
	},
];

function flap(random: Random): Story {
	const told = random.pick(flaps);
	const details = { check: told.class, failed_for: `${random.int(2, 5)}m` };
	return { ...told, source: told.component, priority: null, details, alerts: [], notes: [], change: null };
}
