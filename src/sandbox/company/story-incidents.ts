import type { Incident, Service, Urgency, User } from '../model/model.ts';
import { triggerEvent } from '../incidents/events.ts';
import { addNote } from '../incidents/notes.ts';
import { acknowledge, resolve } from '../incidents/lifecycle.ts';
import { required } from '../model/store.ts';
import { hour, minute } from '../time.ts';
import type { ServiceKey } from './services.ts';
import type { Story } from './story.ts';
import type { World } from '../model/world.ts';

/** The company's services by what they are called in the stories. */
export type Services = ReadonlyMap<ServiceKey, Service>;

/** Opens the incident of a story now, as its monitoring tool does. */
export function openStory(
	world: World,
	services: Services,
	story: Story,
	options: { urgency?: Urgency | undefined; quiet?: boolean } = {},
): Incident {
	const service = required(services, story.service);
	const priority = [...world.store.priorities.values()].find(({ name }) => name === story.priority);
	const incident = triggerEvent(world, {
		...eventOf(world, service, story, story.title, story.severity),
		priorityId: priority?.id ?? null,
		urgency: options.urgency,
		quiet: options.quiet ?? false,
	});
	return incident;
}

/** A further alert of an open incident. */
export function addAlert(world: World, services: Services, story: Story, incident: Incident, index: number): void {
	const alert = story.alerts[index];
	if (!alert || incident.status === 'resolved') return;
	const service = required(services, story.service);
	triggerEvent(world, { ...eventOf(world, service, story, alert.title, alert.severity), incident });
}

function eventOf(world: World, service: Service, story: Story, summary: string, severity: Story['severity']) {
	const client = service.integrations[0]?.name ?? 'Monitoring';
	const slug = story.component.replace(/[^a-z0-9]+/gi, '-').toLowerCase();
	return {
		service,
		summary,
		severity,
		source: story.source,
		component: story.component,
		class: story.class,
		group: service.name,
		client,
		clientUrl: `https://monitoring.lumen-oak.example/${slug}`,
		details: { ...story.details, runbook: `https://runbooks.lumen-oak.example/${story.service}/${story.class}` },
		links: [{ href: `https://dashboards.lumen-oak.example/d/${story.service}`, text: `${service.name} dashboard` }],
		key: world.ids.key(),
	};
}

/** Records the change of a story, shortly before now. */
export function recordChange(
	world: World,
	services: Services,
	change: NonNullable<Story['change']>,
	key: ServiceKey,
): void {
	const service = required(services, key);
	world.store.changeEvents.push({
		id: world.ids.long(),
		at: world.clock.ms,
		summary: change.summary,
		source: change.source,
		serviceIds: [service.id],
		integrationId: service.integrations[0]?.id ?? null,
		routingKey: null,
		links: [{ href: `https://deploys.lumen-oak.example/${service.id}`, text: 'Details' }],
		details: change.details,
	});
}

/** Plans a whole incident, from the change before it to its resolution, beginning at `start`. */
export function planStory(
	world: World,
	services: Services,
	story: Story,
	start: number,
	pace: { acknowledge: number | null; resolve: number; helpers: readonly User[] },
): void {
	const { clock } = world;
	const { change } = story;
	if (change) clock.schedule(start - 4 * minute, () => recordChange(world, services, change, story.service));
	clock.schedule(start, () => {
		const incident = openStory(world, services, story);
		for (const [index] of story.alerts.entries()) {
			clock.schedule(start + (index + 1) * 2 * minute, () => addAlert(world, services, story, incident, index));
		}
		if (pace.acknowledge !== null) {
			clock.schedule(start + pace.acknowledge, () => {
				if (incident.status === 'triggered')
					acknowledge(world, incident, { type: 'user', id: responder(world, incident) });
			});
		}
		const step = (pace.resolve - (pace.acknowledge ?? 0)) / (story.notes.length + 1);
		for (const [index, note] of story.notes.entries()) {
			clock.schedule(start + (pace.acknowledge ?? 0) + (index + 1) * step, () => {
				const helper = pace.helpers[index % Math.max(1, pace.helpers.length)];
				const author = index % 2 === 1 && helper ? helper.id : responder(world, incident);
				addNote(world, incident, required(world.store.users, author), note);
			});
		}
		clock.schedule(start + pace.resolve, () => {
			if (incident.status !== 'resolved') resolve(world, incident, { type: 'user', id: responder(world, incident) });
		});
	});
}

/** Who acts on an incident: whoever acknowledged it, has it, or at last the demo user. */
export function responder(world: World, incident: Incident): string {
	return incident.acknowledgements[0]?.by.id ?? incident.assignments[0]?.userId ?? world.account.demoUserId;
}

/** How soon, in milliseconds, incidents of a priority are taken and solved. */
export function paceOf(world: World, story: Story): { acknowledge: number; resolve: number } {
	const urgent = story.priority === 'P1' || story.priority === 'P2';
	const acknowledgeAfter = world.random.int(1, urgent ? 6 : 14) * minute + world.random.int(0, 59_000);
	const resolveAfter = acknowledgeAfter + world.random.int(12, urgent ? 95 : 170) * minute;
	return { acknowledge: acknowledgeAfter, resolve: Math.min(resolveAfter, 3 * hour) };
}
