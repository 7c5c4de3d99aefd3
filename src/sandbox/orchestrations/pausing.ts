import type { JsonObject } from '../json.ts';
import { second } from '../time.ts';
import type { World } from '../world.ts';
import { suspension } from './evaluate.ts';
import type { PausedAlert } from './model.ts';

/** What of an event decides whether it waits. */
interface Candidate {
	readonly serviceId: string;
	readonly key: string;
	readonly payload: JsonObject;
}

/** Lets `trigger` happen, at once or, if the rules of the service pause the alert and it is not taken back, later. */
export function pauseOr({ store, clock }: World, { serviceId, key, payload }: Candidate, trigger: () => void): void {
	const { ofServices, activeServices, paused } = store.orchestrations;
	const rules = activeServices.has(serviceId) ? ofServices.get(serviceId) : undefined;
	const seconds = rules && suspension(rules, payload);
	if (seconds === undefined || store.openAlert(serviceId, key)) {
		trigger();
		return;
	}
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
