import * as vscode from 'vscode';
import { agentPrompt } from '../incidents/agent-prompt.ts';
import type { Handlers } from './register.ts';
import { incidentMeant, type IncidentSources } from './shared/incidents-meant.ts';

/** The editor's own command that opens the chat. */
const openChat = 'workbench.action.chat.open';

/** The command that has an agent look into an incident. */
export function askAgentCommands(parts: IncidentSources): Pick<Handlers, 'askAgent'> {
	return {
		askAgent: async (clicked) => {
			if (!(await hasChat())) {
				void vscode.window.showInformationMessage(
					vscode.l10n.t(
						'The chat is off or missing in this editor. Turn it on, or ask your agent to look into the incident.',
					),
				);
				return;
			}
			const title = vscode.l10n.t('Ask the agent');
			const incident = await incidentMeant(parts, clicked, title, vscode.l10n.t('Choose the incident to look into'));
			if (!incident) return;
			const query = agentPrompt(incident, vscode.env.language);
			await vscode.commands.executeCommand(openChat, { query, mode: 'agent' });
		},
	};
}

/** The command is there although the person has turned the editor's AI features off. */
async function hasChat(): Promise<boolean> {
	if (vscode.workspace.getConfiguration().get('chat.disableAIFeatures') === true) return false;
	return (await vscode.commands.getCommands(true)).includes(openChat);
}
