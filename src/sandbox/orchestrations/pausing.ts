import { openIncidentOf, type Inbound } from '../incidents/events.ts';
import { second } from '../time.ts';
import type { World } from '../model/world.ts';
import type { PausedAlert } from './model.ts';

/** Lets `trigger` happen after `seconds` unless the alert is taken back, at once if there are none or it is open already. */
export function pauseOr(
	world: World,
	{ at, key, seconds }: { at: Inbound; key: string; seconds: number | undefined },
	trigger: () => void,
): void {
	if (seconds === undefined || openIncidentOf(world, at, key)) {
		trigger();
		return;
	}
	const { clock, store } = world;
	const { paused } = store.orchestrations;
	const serviceId = at.service.id;
	if (waiting(paused, serviceId, key)) return;
	const alert: PausedAlert = { serviceId, key, at: clock.ms, by: 'rules', outcome: 'waiting' };
	paused.push(alert);
	clock.schedule(clock.ms + seconds * second, () => {
		if (alert.outcome !== 'waiting') return;
		alert.outcome = 'triggered';
		trigger();
	});
}

/** Takes a waiting alert back; says whether there was one. */
export function takeBack({ store }: World, serviceId: string, key: string): boolean {
	const alert = waiting(store.orchestrations.paused, serviceId, key);
	if (alert) alert.outcome = 'resolved';
	return alert !== undefined;
}

function waiting(paused: readonly PausedAlert[], serviceId: string, key: string): PausedAlert | undefined {
	return paused.find((alert) => alert.serviceId === serviceId && alert.key === key && alert.outcome === 'waiting');
}
