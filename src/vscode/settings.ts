import * as vscode from 'vscode';
import { accessLevels, toolsets, type Policy } from '../tools/core/access.ts';
import { classicScopes, scopesFromText } from '../oauth/scopes.ts';
import { settingIds } from './ids.ts';
import { notificationChoices, type Wanted } from './notifications/wanted.ts';

/** Seconds. Faster than this helps nobody; slower is better said as 0, and much slower would overflow a timer. */
const shortestInterval = 10;
const longestInterval = 3600;

/** Minutes. */
const longestReminder = 24 * 60;

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
	const seconds = read('refreshInterval');
	if (typeof seconds !== 'number' || !(seconds > 0)) return 0;
	return Math.min(longestInterval, Math.max(shortestInterval, seconds)) * 1000;
}

/** The services that the folders of this window belong to, by id or name. Of a workspace that is not trusted, none. */
export function workspaceServices(): readonly string[] {
	const named = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) =>
		vscode.workspace.getConfiguration(undefined, uri).get<unknown>(settingIds.service),
	);
	const texts = named.flatMap((text) =>
		typeof text === 'string' && text.trim() !== '' ? [text.trim().slice(0, 200)] : [],
	);
	return [...new Set(texts)];
}

/** Keeps in the settings of a folder which service it belongs to; undefined for none. */
export async function keepWorkspaceService({ uri }: vscode.WorkspaceFolder, id: string | undefined): Promise<void> {
	await vscode.workspace
		.getConfiguration(undefined, uri)
		.update(settingIds.service, id, vscode.ConfigurationTarget.WorkspaceFolder);
}

/** Which incidents are notified. */
export function wantedNotifications(): Wanted {
	const [chosen, services, priority] = [
		read('notifications'),
		read('notificationServices'),
		read('notificationPriority'),
	];
	return {
		choice: notificationChoices.find((choice) => choice === chosen) ?? 'off',
		services: Array.isArray(services) ? services.filter((service) => typeof service === 'string') : [],
		leastPriority: typeof priority === 'string' && priority.trim() !== '' ? priority : undefined,
	};
}

/** The port on which clients with connections find this machine; 0 for any, which changes with the window. */
export function mcpPort(): number {
	const port = read('mcpPort');
	return typeof port === 'number' && Number.isInteger(port) && port >= 1024 && port <= 65_535 ? port : 0;
}

/** Has all windows of this machine use a port. */
export async function setMcpPort(port: number): Promise<void> {
	await vscode.workspace.getConfiguration().update(settingIds.mcpPort, port, vscode.ConfigurationTarget.Global);
}

/** How many minutes before a shift begins or ends the person is reminded; 0 for not at all. */
export function shiftReminderMinutes(): number {
	const minutes = read('shiftReminders');
	return typeof minutes === 'number' && minutes > 0 ? Math.min(longestReminder, minutes) : 0;
}

/** Whether changes are kept in a record of this machine. Anything but a clear yes is none. */
export function recordEnabled(): boolean {
	return read('recordEnabled') === true;
}

/** Whether notes of agents say by which client they came. */
export function notesSayVia(): boolean {
	return read('notesVia') === true;
}

export function statusBarShown(): boolean {
	return read('statusBar') === true;
}

/** The app that people sign in by with the browser, as it is registered with PagerDuty. */
export interface OAuthSettings {
	/** Undefined where there is none, or it cannot be one. */
	readonly clientId: string | undefined;
	/** Of the address that the browser comes back to. */
	readonly port: number;
	readonly scopes: readonly string[];
}

export function oauthSettings(): OAuthSettings {
	const [clientId, port, scopes] = [read('oauthClientId'), read('oauthCallbackPort'), read('oauthScopes')];
	const asked = Array.isArray(scopes) ? scopesFromText(scopes.join(' ')).filter(isScope) : [];
	return {
		clientId: typeof clientId === 'string' && isClientId(clientId.trim()) ? clientId.trim() : undefined,
		// What is none is refused when somebody signs in, in plain words.
		port: typeof port === 'number' ? port : Number.NaN,
		scopes: asked.length > 0 ? asked : classicScopes,
	};
}

/** Keeps the client id of the app in the person's own settings. */
export async function keepClientId(clientId: string): Promise<void> {
	await vscode.workspace
		.getConfiguration()
		.update(settingIds.oauthClientId, clientId, vscode.ConfigurationTarget.Global);
}

/** Whether a text can be a client id: whatever else it held would end up in an address. */
export function isClientId(text: string): boolean {
	return /^[\w.~-]{1,200}$/.test(text);
}

function isScope(text: string): boolean {
	return /^[\w:.-]{1,100}$/.test(text) && text !== 'openid';
}

/** Calls `listener` when one of `names` changed. */
export function onSettings(names: readonly SettingName[], listener: () => void): vscode.Disposable {
	return vscode.workspace.onDidChangeConfiguration((event) => {
		if (names.some((name) => event.affectsConfiguration(settingIds[name]))) listener();
	});
}

/** Calls `listener` when a folder comes or goes, or the workspace becomes trusted. */
export function onFolders(listener: () => void): vscode.Disposable {
	return vscode.Disposable.from(
		vscode.workspace.onDidChangeWorkspaceFolders(listener),
		vscode.workspace.onDidGrantWorkspaceTrust(listener),
	);
}
