import type * as vscode from 'vscode';
import type { CurrentAccount } from '../vscode/account/current-account.ts';
import type { IncidentStore } from '../vscode/incidents/store.ts';
import type { RedactingLog } from '../vscode/log.ts';
import type { ServiceQuestion } from '../vscode/repository/service-question.ts';
import { WorkspaceServices } from '../vscode/repository/workspace-services.ts';
import { onFolders, onSettings, workspaceServices } from '../vscode/settings.ts';
import type { ToolParts } from './tools.ts';

export interface RepositoryPartsOptions extends Pick<ToolParts, 'toolbox'> {
	readonly account: CurrentAccount;
	readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>;
	readonly log: RedactingLog;
}

/** Which services the repositories of this window belong to. */
export interface RepositoryParts {
	readonly repository: WorkspaceServices;
	readonly disposables: readonly Pick<vscode.Disposable, 'dispose'>[];
	/** Reads them once incidents have been read, and asks where none is set. */
	follow(incidents: IncidentStore): Pick<vscode.Disposable, 'dispose'>;
}

/** Builds what knows of the repositories. Nothing is read yet. */
export function repositoryParts({ account, toolbox, context, log }: RepositoryPartsOptions): RepositoryParts {
	const tools = () => import('../vscode/repository/read-service.ts');
	const read = async (service: string) => (await tools()).readService(toolbox, service);
	const repository = new WorkspaceServices({ wanted: workspaceServices, read, switched: account.switched, log });
	const find = async (name: string) => (await tools()).findServiceOf(toolbox, name);
	const findOfTeam = async (team: string) => (await tools()).findServiceOfTeam(toolbox, team);
	let question: ServiceQuestion | undefined;
	const ask = async () => {
		// Loaded with the first reading.
		const { ServiceQuestion: Question } = await import('../vscode/repository/service-question.ts');
		question ??= new Question({ wanted: workspaceServices, read, find, findOfTeam, memory: context, log });
		question.ask();
	};
	const again = () => {
		repository.forget();
		if (account.state.kind === 'signedIn') repository.learn();
	};
	return {
		repository,
		disposables: [repository, onSettings(['service'], again), onFolders(again)],
		follow: (incidents) =>
			incidents.read.on(() => {
				repository.learn();
				ask().catch(() => log.debug('No service was suggested for this repository.'));
			}),
	};
}
