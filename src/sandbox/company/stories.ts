import type { ServiceKey } from './services.ts';
import { platformStories } from './stories-platform.ts';
import { shopStories } from './stories-shop.ts';
import { Words, type Story } from './story.ts';
import type { Random } from '../random.ts';

const tellers = [...shopStories, ...platformStories];

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
