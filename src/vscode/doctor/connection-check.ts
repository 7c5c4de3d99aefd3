import * as vscode from 'vscode';
import type { LookParts } from './look.ts';

const scheme = 'pagerduty-check';
const uri = vscode.Uri.from({ scheme, path: '/PagerDuty connection.txt' });

/** Looks at everything between this editor and PagerDuty, and shows what it found as a page that cannot be changed. */
export class ConnectionCheck {
	readonly #parts: LookParts;
	readonly #changed = new vscode.EventEmitter<vscode.Uri>();
	readonly #provider: vscode.Disposable;
	#report: string | undefined;

	constructor(parts: LookParts) {
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
		// Loaded only now.
		const { lookAtConnection } = await import('./look.ts');
		const report = await lookAtConnection(this.#parts);
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

	async #offerCopy(report: string): Promise<void> {
		const copy = vscode.l10n.t('Copy');
		const question = vscode.l10n.t('The report on the connection is open. It holds no secrets.');
		if ((await vscode.window.showInformationMessage(question, copy)) === copy)
			await vscode.env.clipboard.writeText(report);
	}
}
