import * as vscode from 'vscode';
import type { Log } from '../../pagerduty/http/log.ts';
import { commandIds } from '../ids.ts';
import { keepWorkspaceService } from '../settings.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { serviceOfCatalogue } from './suggestion.ts';
import type { WorkspaceService } from './workspace-services.ts';

const askedKey = 'pagerduty.serviceAsked';
const neverKey = 'pagerduty.serviceNeverAsk';
/** A catalogue is small; what is not one is not read. */
const largestCatalogue = 100_000;

type Suggested = Pick<WorkspaceService, 'id' | 'name'>;

export interface ServiceQuestionParts {
	readonly wanted: () => readonly string[];
	readonly read: (service: string) => Promise<Suggested>;
	readonly find: (repository: string) => Promise<Suggested | undefined>;
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
		const { read, find, memory } = this.#parts;
		const named = serviceOfCatalogue(await textOf(vscode.Uri.joinPath(folder.uri, 'catalog-info.yaml')));
		const service = named === undefined ? await find(folder.name) : await read(named);
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
}

/** Empty where there is no such file. */
async function textOf(uri: vscode.Uri): Promise<string> {
	try {
		if ((await vscode.workspace.fs.stat(uri)).size > largestCatalogue) return '';
		return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
	} catch {
		return '';
	}
}
