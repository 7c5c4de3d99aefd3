import * as vscode from 'vscode';
import { clientLabel, isByAddress } from '../../connections/client-configuration.ts';
import type { Connection, Whose } from '../../connections/connection.ts';
import type { WithSecrets } from '../../connections/connection-store.ts';
import { defaultToolsets } from '../../tools/core/access.ts';
import { commandIds } from '../ids.ts';
import type { McpProvider } from '../mcp-provider.ts';
import { mcpPort, setMcpPort } from '../settings.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { draftOf, termsOf, type Draft } from './draft.ts';
import { handOver, sayHandedOver } from './handover.ts';
import type { MachineConnections } from './machine-connections.ts';
import { askAccess, askClient, askEnds, askHost, askSecond, askToolsets, type QuestionParts } from './questions.ts';
import { flowTitle, review } from './review.ts';
import type { StablePort } from './stable-port.ts';
import { answered, choose, walk, type Answer, type Place, type Step } from '../questions/steps.ts';

export interface FlowParts extends QuestionParts {
	/** The account in use. */
	readonly whose: () => Whose | undefined;
	readonly connections: MachineConnections;
	readonly mcp: Pick<McpProvider, 'running'>;
	readonly port: StablePort;
}

/** Suggested where nobody has chosen one: below the ports that systems hand out, and nobody else's. */
const suggestedPort = 8764;

const eightHours = 8 * 3_600_000;

interface New extends Draft {
	/** Whether the address is to stay the same. */
	readonly stable: boolean;
}

/** Asks what a client is to get, makes the connection and hands it over. */
export async function newConnection(parts: FlowParts): Promise<void> {
	const account = parts.whose();
	// Without one it would serve whoever signs in next.
	if (!account) {
		sayNobody();
		return;
	}
	const start: New = {
		account,
		name: '',
		client: 'claude-code',
		access: 'read',
		toolsets: [...defaultToolsets],
		ends: { kind: 'after', ms: eightHours },
		withSecond: false,
		stable: mcpPort() !== 0,
	};
	const drafted = await walk(start, stepsFor(parts));
	if (!drafted) return;
	const { stable, ...draft } = drafted;
	if (stable && mcpPort() === 0) await setMcpPort(suggestedPort);
	const url = await serverUrl(parts);
	const store = await parts.connections.store();
	const made = await store.create(termsOf(draft, parts.now()), draft.withSecond);
	await hand(parts, made, url);
}

/** Changes what a client gets; its secret stays. */
export async function editConnection(parts: FlowParts, connection: Connection): Promise<void> {
	const draft = draftOf(connection);
	const changed = await review({ title: flowTitle(draft), back: false }, vscode.l10n.t('Save'), draft, parts);
	if (changed === undefined || changed === 'back') return;
	const store = await parts.connections.store();
	if (!(await store.edit(connection.id, termsOf(changed.value, parts.now())))) sayGone(connection);
}

/** Gives a connection another secret, and hands it over. */
export async function rotateConnection(parts: FlowParts, connection: Connection): Promise<void> {
	const agreed = vscode.l10n.t('New secret');
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('Give "{0}" a new secret?', safeForNotification(connection.name)),
		{
			modal: true,
			detail: vscode.l10n.t('The old one stops working, and its sessions end. You copy the new one next.'),
		},
		agreed,
	);
	if (chosen !== agreed) return;
	const url = await serverUrl(parts);
	const made = await (await parts.connections.store()).rotate(connection.id);
	if (made) await hand(parts, made, url);
	else sayGone(connection);
}

/** Ends a connection at once. */
export async function endConnection({ connections }: FlowParts, connection: Connection): Promise<void> {
	const agreed = vscode.l10n.t('End connection');
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('End the connection "{0}"?', safeForNotification(connection.name)),
		{ modal: true, detail: vscode.l10n.t('Its sessions end at once, and its secret stops working.') },
		agreed,
	);
	if (chosen === agreed) await (await connections.store()).end(connection.id);
}

/** One of the connections, chosen by the person. */
export async function chooseConnection({ connections }: FlowParts, title: string): Promise<Connection | undefined> {
	const all = await (await connections.store()).fresh();
	if (all.length === 0) {
		void vscode.window.showInformationMessage(vscode.l10n.t('There are no connections.'));
		return undefined;
	}
	const answer = await choose(
		{ title, back: false },
		vscode.l10n.t('Choose the connection'),
		all.map((connection) => ({
			label: `$(plug) ${connection.name}`,
			description: clientLabel(connection.client),
			value: connection,
		})),
	);
	return answer === undefined || answer === 'back' ? undefined : answer.value;
}

function stepsFor(parts: FlowParts): readonly Step<New>[] {
	const title = vscode.l10n.t('New connection');
	const place = (back: boolean, draft: New): Place => ({ title: draft.name === '' ? title : flowTitle(draft), back });
	const plain = { host: undefined, secretInPath: undefined, withSecond: false };
	return [
		async (draft, back) =>
			answered(await askClient(place(back, draft), draft.client), (client) => ({
				...draft,
				...plain,
				client,
				name: clientLabel(client),
				...(isByAddress(client) && { secretInPath: true }),
			})),
		async (draft, back) =>
			draft.secretInPath !== true
				? 'skip'
				: answered(await askHost(place(back, draft), draft.host), (host) => ({ ...draft, host })),
		async (draft, back) =>
			draft.secretInPath !== true
				? 'skip'
				: answered(await askSecond(place(back, draft), draft.withSecond), (withSecond) => ({ ...draft, withSecond })),
		async (draft, back) =>
			answered(await askAccess(place(back, draft), draft.access), (access) => ({ ...draft, access })),
		async (draft, back) =>
			answered(await askToolsets(place(back, draft), draft.toolsets), (toolsets) => ({
				...draft,
				toolsets: [...toolsets],
			})),
		async (draft, back) =>
			answered(await askEnds(place(back, draft), draft.ends, parts), (ends) => ({ ...draft, ends })),
		async (draft, back) =>
			mcpPort() !== 0 ? 'skip' : answered(await askStable(place(back, draft)), (stable) => ({ ...draft, stable })),
		async (draft, back) =>
			answered(await review(place(back, draft), vscode.l10n.t('Create'), draft, parts), (reviewed) => ({
				...draft,
				...reviewed,
			})),
	];
}

function askStable(place: Place): Promise<Answer<boolean>> {
	return choose(
		place,
		vscode.l10n.t('How long should its address work?'),
		[
			{
				label: vscode.l10n.t('As long as the connection'),
				detail: vscode.l10n.t(
					'Port {0} of this machine, whichever window is open. The setting is pagerduty.mcp.port.',
					suggestedPort,
				),
				value: true,
			},
			{
				label: vscode.l10n.t('Until this window closes'),
				detail: vscode.l10n.t('Each window has an address of its own, which ends with it.'),
				value: false,
			},
		],
		true,
	);
}

/**
 * Where the window's server is, which runs from now on, whatever chat does. It is asked before a secret is made: where it does not
 * start, the secret could not be handed over.
 */
async function serverUrl({ mcp }: FlowParts): Promise<string> {
	return (await mcp.running()).url;
}

async function hand({ port }: FlowParts, made: WithSecrets, url: string): Promise<void> {
	await port.update();
	const { state } = port;
	const { host, secretInPath } = made.connection;
	const local = state.kind === 'off' ? url : `http://127.0.0.1:${state.port}${new URL(url).pathname}`;
	const address = host !== undefined && secretInPath === true ? `https://${host}${new URL(url).pathname}` : local;
	const copied = await handOver(made, address);
	sayHandedOver(made.connection, copied, state.kind !== 'off');
	if (state.kind === 'taken') sayTaken(state.port);
}

function sayTaken(port: number): void {
	const settings = vscode.l10n.t('Choose another port');
	void vscode.window
		.showWarningMessage(
			vscode.l10n.t('Another program has port {0} of this machine, so the client cannot connect yet.', port),
			settings,
		)
		.then((chosen) =>
			chosen === settings
				? vscode.commands.executeCommand('workbench.action.openSettings', 'pagerduty.mcp.port')
				: undefined,
		);
}

function sayNobody(): void {
	const signIn = vscode.l10n.t('Sign in');
	void vscode.window
		.showInformationMessage(
			vscode.l10n.t('Sign in to PagerDuty first: a connection is for the account that you use.'),
			signIn,
		)
		.then((chosen) => (chosen === signIn ? vscode.commands.executeCommand(commandIds.signIn) : undefined));
}

function sayGone({ name }: Connection): void {
	void vscode.window.showInformationMessage(
		vscode.l10n.t('The connection "{0}" has ended in the meantime.', safeForNotification(name)),
	);
}
