import * as vscode from 'vscode';
import type { Log } from '../../pagerduty/http/log.ts';
import { commandIds } from '../ids.ts';
import { keepWorkspaceService } from '../settings.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { serviceOfCatalogue, teamOfCodeowners } from './suggestion.ts';
import type { WorkspaceService } from './workspace-services.ts';

const askedKey = 'pagerduty.serviceAsked';
const neverKey = 'pagerduty.serviceNeverAsk';
/** Such files are small; what is not one is not read. */
const largestFile = 100_000;
/** Where GitHub looks for it, in this order. */
const codeowners = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

type Suggested = Pick<WorkspaceService, 'id' | 'name'>;

export interface ServiceQuestionParts {
	readonly wanted: () => readonly string[];
	readonly read: (service: string) => Promise<Suggested>;
	readonly find: (repository: string) => Promise<Suggested | undefined>;
	/** The only service of a team that is called so elsewhere. */
	readonly findOfTeam: (team: string) => Promise<Suggested | undefined>;
	/** Of this workspace, and of all. */
	readonly memory: Pick<vscode.ExtensionContext, 'workspaceState' | 'globalState'>;
	readonly log: Log;
}

/** Asks once whether this repository belongs to the service that its files or its name suggest. Looks once a window at most. */
export class ServiceQuestion {
	readonly #parts: ServiceQuestionParts;
	#looked = false;

	constructor(parts: ServiceQuestionParts) {
		this.#parts = parts;
	}

	/** Somebody is signed in, and PagerDuty answers. */
	ask(): void {
		// What a stranger's repository says is not acted upon.
		if (this.#looked || !vscode.workspace.isTrusted) return;
		const [folder, ...others] = vscode.workspace.workspaceFolders ?? [];
		const { memory, wanted, log } = this.#parts;
		if (!folder || others.length > 0 || wanted().length > 0) return;
		if (memory.workspaceState.get(askedKey) === true || memory.globalState.get(neverKey) === true) return;
		this.#looked = true;
		this.#suggest(folder).catch(() => log.debug('No service was suggested for this repository.'));
	}

	async #suggest(folder: vscode.WorkspaceFolder): Promise<void> {
		const { memory } = this.#parts;
		const service = await this.#suggested(folder);
		if (!service) return;
		await memory.workspaceState.update(askedKey, true);
		const [yes, other, never] = [
			vscode.l10n.t('Yes'),
			vscode.l10n.t('Choose another'),
			vscode.l10n.t("Don't ask again"),
		];
		const question = vscode.l10n.t(
			'Does this repository belong to the PagerDuty service {0}? Its incidents then come first.',
			safeForNotification(service.name, 80),
		);
		const answer = await vscode.window.showInformationMessage(question, yes, other, never);
		if (answer === yes) await keepWorkspaceService(folder, service.id);
		else if (answer === other) await vscode.commands.executeCommand(commandIds.chooseService);
		else if (answer === never) await memory.globalState.update(neverKey, true);
	}

	/** What its catalogue names comes first, then the service that is called like it, then that of the team that owns what nobody else does. */
	async #suggested(folder: vscode.WorkspaceFolder): Promise<Suggested | undefined> {
		const { read, find, findOfTeam } = this.#parts;
		const named = serviceOfCatalogue(await textOf(vscode.Uri.joinPath(folder.uri, 'catalog-info.yaml')));
		if (named !== undefined) return read(named);
		const alike = await find(folder.name);
		if (alike) return alike;
		for (const file of codeowners) {
			const text = await textOf(vscode.Uri.joinPath(folder.uri, file));
			if (text === '') continue;
			const team = teamOfCodeowners(text);
			return team === undefined ? undefined : findOfTeam(team);
		}
		return undefined;
	}
}

/** Empty where there is no such file. */
async function textOf(uri: vscode.Uri): Promise<string> {
	try {
		if ((await vscode.workspace.fs.stat(uri)).size > largestFile) return '';
		return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
	} catch {
		return '';
	}
}
