import { badArguments } from '../server/errors.ts';
import type { Actor, Alert, Incident } from '../model/model.ts';
import type { World } from '../model/world.ts';
import { resolve } from './lifecycle.ts';

export interface AlertChange {
	id: string;
	status?: 'triggered' | 'resolved' | undefined;
	incident?: { id: string } | undefined;
}

/** Checks changes of an incident's alerts and gives the function that makes them all. */
export function planAlertChanges(
	world: World,
	incident: Incident,
	changes: readonly AlertChange[],
	by: Actor,
): () => Alert[] {
	const plans = changes.map((change) => {
		const alert = world.store.alertById.get(change.id);
		if (!alert || alert.incidentId !== incident.id) throw badArguments('Alert not found');
		const target = change.incident && world.store.incident(change.incident.id);
		if (change.incident && !target) throw badArguments('Incident not found');
		if (target?.status === 'resolved') throw badArguments('Incident must be open');
		return { alert, target, status: change.status };
	});
	return () => {
		for (const { alert, target, status } of plans) {
			if (status === 'resolved' && alert.status !== 'resolved') {
				alert.status = 'resolved';
				alert.resolvedAt = world.clock.ms;
			}
			if (target && target.id !== alert.incidentId) world.store.moveAlert(alert, target.id);
		}
		resolveWithLastAlert(
			world,
			incident,
			plans.some(({ status }) => status === 'resolved'),
			by,
		);
		return plans.map(({ alert }) => alert);
	};
}

/** The last open alert takes its incident with it. */
function resolveWithLastAlert(world: World, incident: Incident, resolvedSome: boolean, by: Actor): void {
	const open = world.store.alerts.of(incident.id).some(({ status }) => status === 'triggered');
	if (resolvedSome && !open && incident.status !== 'resolved') resolve(world, incident, by);
}
