import type { Incident, PendingKind } from '../model/model.ts';
import type { World } from '../model/world.ts';

/** Plans something for an incident, in place of what was planned of the same kind. */
export function arm(world: World, incident: Incident, kind: PendingKind, at: number, run: () => void): void {
	disarm(incident, kind);
	const timer = world.clock.schedule(at, () => {
		incident.pending.delete(kind);
		run();
	});
	incident.pending.set(kind, timer);
}

/** Drops what is planned, of these kinds or altogether. */
export function disarm(incident: Incident, ...kinds: PendingKind[]): void {
	for (const kind of kinds.length > 0 ? kinds : [...incident.pending.keys()]) {
		incident.pending.get(kind)?.cancel();
		incident.pending.delete(kind);
	}
}
