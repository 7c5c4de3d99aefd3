import type { Whose } from '../../connections/connection.ts';
import { incidentTitle } from '../incidents/present.ts';
import type { Draft } from '../publishing/draft.ts';
import { IncidentNode } from '../sidebar/incidents-tree.ts';
import type { Handlers } from './register.ts';
import type { ChangeParts } from './shared/change-incidents.ts';
import { KeptDraft } from './shared/kept-draft.ts';

export interface PublishCommandsParts extends ChangeParts {
	/** The account in use. */
	readonly whose: () => Whose | undefined;
}

/** The command that tells customers. */
export function publishCommands(parts: PublishCommandsParts): Pick<Handlers, 'postToStatusPage'> {
	const unpublished = new KeptDraft<Draft>(parts.whose);
	return {
		postToStatusPage: async (clicked) => {
			const { publish } = await import('../publishing/flow.ts');
			const hint = clicked instanceof IncidentNode ? incidentTitle(clicked.incident) : undefined;
			await publish(parts, unpublished, hint);
		},
	};
}
