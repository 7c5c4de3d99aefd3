import * as vscode from 'vscode';
import { accessLevels, toolsets, type Policy } from '../tools/core/access.ts';
import { settingIds } from './ids.ts';
import { intervalOf } from './refresh/interval.ts';
import { notificationChoices, type NotificationChoice } from './notifications/new-incidents.ts';

type SettingName = keyof typeof settingIds;

function read(name: SettingName): unknown {
	return vscode.workspace.getConfiguration().get<unknown>(settingIds[name]);
}

/** What agents may do. A value that is none of the choices counts as the least. */
export function agentPolicy(): Policy {
	const access = read('agentAccess');
	const chosen = read('toolsets');
	return {
		access: accessLevels.find((level) => level === access) ?? 'read',
		toolsets: Array.isArray(chosen) ? toolsets.filter((toolset) => chosen.includes(toolset)) : [],
	};
}

/** Milliseconds between two looks at PagerDuty; 0 for none. */
export function refreshInterval(): number {
	return intervalOf(read('refreshInterval'));
}

/** Which new incidents are notified. */
export function notificationChoice(): NotificationChoice {
	const chosen = read('notifications');
	return notificationChoices.find((choice) => choice === chosen) ?? 'off';
}

export function statusBarShown(): boolean {
	return read('statusBar') === true;
}

/** Calls `listener` when one of `names` changed. */
export function onSettings(names: readonly SettingName[], listener: () => void): vscode.Disposable {
	return vscode.workspace.onDidChangeConfiguration((event) => {
		if (names.some((name) => event.affectsConfiguration(settingIds[name]))) listener();
	});
}
