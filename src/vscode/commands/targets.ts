import { IncidentNode } from '../incidents/tree.ts';
import { PolicyNode, TurnNode } from '../oncall/tree.ts';

/**
 * The incidents that a menu, a link or a caller named, or undefined if none: then the command asks.
 * A selection counts only if the row that was clicked belongs to it, which is how the editor passes it.
 */
export function namedIncidents(clicked: unknown, selected: unknown): readonly string[] | undefined {
	const given: readonly unknown[] = Array.isArray(selected) ? selected : Array.isArray(clicked) ? clicked : [clicked];
	const ids = given.flatMap((target) => {
		if (target instanceof IncidentNode) return [target.incident.id];
		return typeof target === 'string' && /^[A-Za-z0-9]{1,40}$/.test(target) ? [target] : [];
	});
	return ids.length > 0 ? [...new Set(ids)] : undefined;
}

/** The web page behind a row of the on-call tree. */
export function linkedPage(clicked: unknown): string | undefined {
	if (clicked instanceof TurnNode) return clicked.turn.url;
	return clicked instanceof PolicyNode ? clicked.policy.url : undefined;
}
