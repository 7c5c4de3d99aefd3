import * as vscode from 'vscode';
import { registerCommands, type Handlers } from '../vscode/commands/register.ts';
import { errorPresenter } from '../vscode/commands/shared/present-error.ts';
import type { HandlerOptions } from './handlers.ts';

/**
 * Registers every command, and links of the editor; what one throws is shown to the person. What handles them is loaded when the
 * first one comes.
 */
export function commandParts(options: HandlerOptions): vscode.Disposable {
	const { account, toolbox, incidents, clock, sidebar, openPage, log } = options;
	const present = errorPresenter(log);
	const handleUri = async (uri: vscode.Uri) => {
		const [{ LinkHandler }, { showTarget }, { selectedRows }] = await Promise.all([
			import('../vscode/links/link-handler.ts'),
			import('../vscode/links/show-target.ts'),
			import('../vscode/sidebar/selected-rows.ts'),
		]);
		const selected = () => selectedRows(sidebar.incidents, clock);
		const parts = { toolbox, store: incidents, clock, selected, sidebar, openPage };
		await new LinkHandler({ account, present, show: (target) => showTarget(target, parts) }).handleUri(uri);
	};
	let handlers: Promise<Handlers> | undefined;
	const load = async () => (await import('./handlers.ts')).commandHandlers(options);
	const loaded = () =>
		(handlers ??= load().catch((error: unknown) => {
			// The next command tries again.
			handlers = undefined;
			throw error;
		}));
	return vscode.Disposable.from(registerCommands(loaded, present), vscode.window.registerUriHandler({ handleUri }));
}
