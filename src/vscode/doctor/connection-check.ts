import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { slowAction } from '../commands/shared/slow-action.ts';
import type { InEditorParts } from './in-editor.ts';

export interface ConnectionCheckParts extends InEditorParts {
	readonly version: string;
	readonly clock: Clock;
}

const scheme = 'pagerduty-check';
const uri = vscode.Uri.from({ scheme, path: '/PagerDuty connection.txt' });

/** Looks at everything between this editor and PagerDuty, and shows what it found as a page that cannot be changed. */
export class ConnectionCheck {
	readonly #parts: ConnectionCheckParts;
	readonly #changed = new vscode.EventEmitter<vscode.Uri>();
	readonly #provider: vscode.Disposable;
	#report: string | undefined;

	constructor(parts: ConnectionCheckParts) {
		this.#parts = parts;
		this.#provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
			onDidChange: this.#changed.event,
			// The editor opens the page again in the next window, where nothing has been looked at yet.
			provideTextDocumentContent: () =>
				this.#report ?? vscode.l10n.t('Run the command "PagerDuty: Check connection" to look at it again.'),
		});
	}

	/** Looks, shows the page, and offers to copy it. */
	async show(): Promise<void> {
		const report = await slowAction(
			this.#parts.clock,
			vscode.l10n.t('Checking the connection to PagerDuty'),
			({ signal }) => this.#look(signal),
		);
		this.#report = report;
		this.#changed.fire(uri);
		await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
		// Nobody waits for the answer.
		void this.#offerCopy(report);
	}

	dispose(): void {
		this.#provider.dispose();
		this.#changed.dispose();
	}

	/** Loaded only now. */
	async #look(signal: AbortSignal): Promise<string> {
		const [{ examine }, { reportText }, { inEditor }] = await Promise.all([
			import('../../doctor/examine.ts'),
			import('../../doctor/report.ts'),
			import('./in-editor.ts'),
		]);
		const findings = await examine(inEditor(this.#parts), signal);
		const host = `VS Code ${vscode.version} on ${process.platform} ${process.arch}`;
		return reportText(findings, { version: this.#parts.version, host, at: this.#parts.clock.now() });
	}

	async #offerCopy(report: string): Promise<void> {
		const copy = vscode.l10n.t('Copy');
		const question = vscode.l10n.t('This is how the connection to PagerDuty stands. The page holds no secret.');
		if ((await vscode.window.showInformationMessage(question, copy)) === copy)
			await vscode.env.clipboard.writeText(report);
	}
}
