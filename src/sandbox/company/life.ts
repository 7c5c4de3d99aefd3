import type { ServiceKey } from './services.ts';
import { addAlert, openStory, type Services } from './story-incidents.ts';
import { storyCount, tellStory, tellStoryOf } from './stories.ts';
import type { Story } from './story.ts';
import { acknowledge, resolve } from '../incidents/lifecycle.ts';
import { serviceActor } from '../incidents/log.ts';
import { addNote } from '../incidents/notes.ts';
import type { Actor, Incident } from '../model/model.ts';
import { required } from '../model/store.ts';
import { minute, second } from '../time.ts';
import type { World } from '../model/world.ts';

const mostOpen = 14;

/** Keeps the demo alive until stopped: now and then something breaks, and small things mend themselves. */
export class Life {
	readonly #world: World;
	readonly #services: Services;
	#timer: NodeJS.Timeout | undefined;
	#ticker: NodeJS.Timeout | undefined;
	#next = 0;
	#begun = false;

	constructor(world: World, services: Services) {
		this.#world = world;
		this.#services = services;
		this.#next = world.random.int(0, storyCount - 1);
	}

	/** The first incident comes after about 20 seconds of real time, then one every minute or two. */
	start(): void {
		this.#wait((world) => world.random.int(18, 22));
		// Escalations and timeouts happen even while nobody asks.
		this.#ticker = setInterval(() => this.#world.clock.runDue(), 5 * second);
		this.#ticker.unref();
	}

	stop(): void {
		clearTimeout(this.#timer);
		clearInterval(this.#ticker);
	}

	/** Opens one incident, unless enough are open. */
	happen(): Incident | undefined {
		const open = this.#world.store.incidents.filter(({ status }) => status !== 'resolved').length;
		if (open >= mostOpen) return undefined;
		const theirs = this.#begun ? undefined : this.#serviceOfDemoUser();
		this.#begun = true;
		const { random } = this.#world;
		// Stories come round in turn, so that the same one does not break twice in a row.
		const story = theirs === undefined ? tellStory(this.#next++, random) : tellStoryOf(theirs, random);
		const incident = openStory(this.#world, this.#services, story, { urgency: theirs && 'high' });
		this.#world.clock.schedule(this.#world.clock.ms + 30 * second, () =>
			addAlert(this.#world, this.#services, story, incident, 0),
		);
		if (incident.urgency === 'low') this.#mendLater(incident);
		else this.#leaveToColleagues(story, incident);
		return incident;
	}

	/** A service for which the demo user is on call: whoever tries the demo is to be paged first. */
	#serviceOfDemoUser(): ServiceKey | undefined {
		const { store, onCall, clock, account } = this.#world;
		for (const [key, { policyId }] of this.#services) {
			const policy = required(store.policies, policyId);
			if (onCall.usersAt(policy, 1, clock.ms).includes(account.demoUserId)) return key;
		}
		return undefined;
	}

	#mendLater(incident: Incident): void {
		const at = this.#world.clock.ms + this.#world.random.int(3, 9) * minute;
		this.#world.clock.schedule(at, () => {
			if (incident.status === 'triggered') resolve(this.#world, incident, serviceActor(incident), { channel: 'api' });
		});
	}

	/** Whoever else has an incident takes care of it; what the demo user has is left to them. */
	#leaveToColleagues(story: Story, incident: Incident): void {
		const world = this.#world;
		const by = (): Actor | undefined => {
			const userId = incident.assignments[0]?.userId;
			const mine = incident.assignments.some((assignment) => assignment.userId === world.account.demoUserId);
			return userId === undefined || mine ? undefined : { type: 'user', id: userId };
		};
		const seen = world.clock.ms + world.random.int(2, 6) * minute;
		world.clock.schedule(seen, () => {
			const actor = by();
			if (actor && incident.status === 'triggered') acknowledge(world, incident, actor);
		});
		world.clock.schedule(seen + world.random.int(8, 25) * minute, () => {
			const actor = by();
			if (!actor || incident.status !== 'acknowledged') return;
			const note = story.notes.at(-1);
			if (note !== undefined) addNote(world, incident, required(world.store.users, actor.id), note);
			resolve(world, incident, actor);
		});
	}

	#wait(seconds: (world: World) => number): void {
		this.#timer = setTimeout(
			() => {
				this.#world.clock.runDue();
				this.happen();
				this.#wait((world) => world.random.int(60, 120));
			},
			seconds(this.#world) * second,
		);
		this.#timer.unref();
	}
}
