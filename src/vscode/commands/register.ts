import * as vscode from 'vscode';
import { commandIds, type CommandName } from '../ids.ts';
import { rowOfCall } from './shared/lost-row.ts';
import type { PresentError } from './shared/present-error.ts';

/** What a command does. Menus pass the row and the selected rows; keys and links may pass ids. */
export type Handler = (clicked?: unknown, selected?: unknown) => Promise<void> | void;

/** One handler for each command of the table. */
export type Handlers = Readonly<Record<CommandName, Handler>>;

/** Registers every command. What a handler throws is told to the person, with another try where that helps. */
export function registerCommands(handlers: () => Promise<Handlers>, present: PresentError): vscode.Disposable {
	const register = (name: CommandName) => {
		const run = async (clicked?: unknown, selected?: unknown): Promise<void> => {
			try {
				await (await handlers())[name](clicked, selected);
			} catch (error) {
				present(error, () => void run(clicked, selected));
			}
		};
		return vscode.commands.registerCommand(commandIds[name], (...passed: unknown[]) =>
			run(rowOfCall(passed), passed[1]),
		);
	};
	const names = Object.keys(commandIds).filter((name): name is CommandName => name in commandIds);
	return vscode.Disposable.from(...names.map(register));
}
