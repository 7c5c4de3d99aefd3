import { incidentTitle } from '../incidents/present.ts';
import type { Unpublished } from '../publishing/flow.ts';
import { IncidentNode } from '../sidebar/incidents-tree.ts';
import type { Handlers } from './register.ts';
import type { ChangeParts } from './shared/change-incidents.ts';

/** The command that tells customers. */
export function publishCommands(parts: ChangeParts): Pick<Handlers, 'postToStatusPage'> {
	const unpublished: Unpublished = { draft: undefined };
	return {
		postToStatusPage: async (clicked) => {
			const { publish } = await import('../publishing/flow.ts');
			const hint = clicked instanceof IncidentNode ? incidentTitle(clicked.incident) : undefined;
			await publish(parts, unpublished, hint);
		},
	};
}
