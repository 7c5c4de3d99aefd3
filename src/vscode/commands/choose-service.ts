import * as vscode from 'vscode';
import { keepWorkspaceService } from '../settings.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { chooseNamed } from './shared/choose-named.ts';
import { findServices } from './shared/find-services.ts';
import type { IncidentSources } from './shared/incidents-meant.ts';
import { sayDone } from './shared/say-done.ts';

interface Chosen {
	/** Undefined: none. */
	readonly id: string | undefined;
	readonly name: string;
}

/** The command that says which service a repository belongs to. */
export function chooseServiceCommands({
	toolbox,
	clock,
}: Pick<IncidentSources, 'toolbox' | 'clock'>): Pick<Handlers, 'chooseService'> {
	return {
		chooseService: async () => {
			const folder = await folderMeant();
			if (!folder) return;
			const none = { value: { id: undefined, name: '' }, label: vscode.l10n.t('No service'), icon: 'circle-slash' };
			const chosen = await chooseNamed<Chosen>(
				{
					title: vscode.l10n.t('Choose the service of this repository'),
					placeHolder: vscode.l10n.t('A service, by name'),
					search: async (text, signal) => {
						const { services, more } = await findServices(toolbox, text, signal);
						const found = services.map(({ id, name }) => ({ value: { id, name }, label: safeForLabel(name) }));
						return { items: text === '' ? [...found, none] : found, more };
					},
				},
				clock,
			);
			if (!chosen) return;
			await keepWorkspaceService(folder, chosen.id);
			const { id, name } = chosen;
			sayDone(
				id === undefined
					? vscode.l10n.t('This repository belongs to no service')
					: vscode.l10n.t('Incidents of {0} come first here', safeForLabel(name)),
			);
		},
	};
}

/** The folder that is open, or the one of several that the person chooses. */
async function folderMeant(): Promise<vscode.WorkspaceFolder | undefined> {
	const [folder, ...others] = vscode.workspace.workspaceFolders ?? [];
	if (others.length > 0) return vscode.window.showWorkspaceFolderPick();
	if (!folder)
		void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder first: the service belongs to it.'));
	return folder;
}
