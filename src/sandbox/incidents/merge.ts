import { ApiError, badArguments, notFound } from '../server/errors.ts';
import type { Actor, Incident } from '../model/model.ts';
import type { World } from '../model/world.ts';
import { resolve } from './lifecycle.ts';
import { log } from './log.ts';
import { isMergeable } from './mergeable.ts';

/** Moves the alerts of the incidents `sourceIds` into `target` and resolves them as merged. */
export function merge(world: World, target: Incident, sourceIds: readonly string[], by: Actor): void {
	if (target.status === 'resolved') throw badArguments('Target incident must be open');
	if (new Set(sourceIds).size < sourceIds.length) {
		throw new ApiError(400, 'Incident Cannot Be Merged More Than Once', 1019);
	}
	const sources = sourceIds.map((id) => {
		const source = world.store.incident(id);
		if (!source) throw notFound();
		if (source === target) throw badArguments('An incident cannot be merged into itself');
		if (source.mergedInto !== null) throw badArguments(`Incident #${source.number} has already been merged`);
		return source;
	});
	if (![target, ...sources].every((incident) => isMergeable(world, incident)))
		throw badArguments('Incidents must have alerts or be manually created to be merged');
	for (const source of sources) {
		for (const alert of [...world.store.alerts.of(source.id)]) world.store.moveAlert(alert, target.id);
		if (source.status === 'resolved') source.mergedInto = target.id;
		else resolve(world, source, by, { mergedInto: target });
	}
	const numbers = sources.map(({ number }) => `#${number}`).join(', ');
	log(world, target, 'annotate', by, `Merged ${numbers}`, {
		channel: { type: 'note', summary: `Merged ${numbers} into this incident` },
	});
}
