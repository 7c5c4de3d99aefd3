import type { Incident } from '../model/model.ts';
import type { World } from '../model/world.ts';

/** Only incidents that have alerts, or that somebody opened by hand, can be merged. */
export function isMergeable({ store }: World, incident: Incident): boolean {
	if (store.alerts.of(incident.id).length > 0) return true;
	return store.logEntryById.get(incident.firstTriggerId ?? '')?.agent.type === 'user';
}
