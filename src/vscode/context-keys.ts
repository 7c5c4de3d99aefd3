import * as vscode from 'vscode';
import type { contextKeys } from './ids.ts';

type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** Sets context keys for menus and welcome views, each only when it changed. */
export class ContextKeys {
	readonly #values = new Map<ContextKey, string | boolean>();

	set(key: ContextKey, value: string | boolean): void {
		if (this.#values.get(key) === value) return;
		this.#values.set(key, value);
		void vscode.commands.executeCommand('setContext', key, value);
	}
}
