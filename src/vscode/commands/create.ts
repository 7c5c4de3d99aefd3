import * as vscode from 'vscode';
import type { CreationParts, Unsent } from '../creation/flow.ts';
import { TurnNode } from '../sidebar/oncall-nodes.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { chooseNamed } from './shared/choose-named.ts';
import { findPeople, type Recipient } from './shared/recipients.ts';

/** The commands that open incidents, and so page people. */
export function createCommands(parts: CreationParts): Pick<Handlers, 'createIncident' | 'pagePerson'> {
	const unsent: Unsent = new Map();
	const create = async (title: string, person?: Recipient) => {
		const { createIncident } = await import('../creation/flow.ts');
		await createIncident(parts, { title, unsent, ...(person && { person }) });
	};
	return {
		createIncident: () => create(vscode.l10n.t('Create incident')),

		pagePerson: async (clicked) => {
			const title = vscode.l10n.t('Page somebody');
			const person = clicked instanceof TurnNode ? personOf(clicked) : await choosePerson(title);
			if (person) await create(vscode.l10n.t('Page {0}', safeForLabel(person.name)), person);
		},
	};

	function choosePerson(title: string): Promise<Recipient | undefined> {
		const search = (text: string, signal: AbortSignal) => findPeople(parts.toolbox, text, signal);
		return chooseNamed({ title, placeHolder: vscode.l10n.t('Whom to page, by name'), search }, parts.clock);
	}
}

function personOf({ turn }: TurnNode): Recipient {
	return { kind: 'user', id: turn.userId, name: turn.user };
}
