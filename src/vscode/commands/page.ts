import * as vscode from 'vscode';
import type { KeyOnRow } from '../sidebar/selected-rows.ts';
import type { PageName } from '../ids.ts';
import type { Handlers } from './register.ts';
import { incidentMeant, namedIncidents, type IncidentSources } from './shared/incidents-meant.ts';

/** Opens a page. @param fromRow it was clicked in a list, where the keyboard stays */
export type OpenPage = (page: PageName, subject: Readonly<Record<string, string>>, fromRow?: boolean) => Promise<void>;

export interface PageCommandsParts extends IncidentSources {
	readonly key: KeyOnRow;
	readonly openPage: OpenPage;
}

/** The command that opens an incident's page. A row that is clicked passes `{ row: id }`; a key that acts on a row `{ key: true }`, first. */
export function pageCommands(parts: PageCommandsParts): Pick<Handlers, 'openPage'> {
	return {
		openPage: async (clicked) => {
			if (typeof clicked === 'object' && clicked !== null && 'key' in clicked) {
				parts.key.press();
				return;
			}
			const row = typeof clicked === 'object' && clicked !== null && 'row' in clicked ? clicked.row : undefined;
			if (row !== undefined && parts.key.release()) return;
			const [named] = (await namedIncidents(row ?? clicked, undefined, parts)) ?? [];
			const id =
				named ??
				(
					await incidentMeant(
						parts,
						undefined,
						vscode.l10n.t('Open incident page'),
						vscode.l10n.t('Choose the incident'),
					)
				)?.id;
			if (id !== undefined) await parts.openPage('incident', { incident: id }, row !== undefined);
		},
	};
}
