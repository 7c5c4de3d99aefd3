import * as vscode from 'vscode';
import type { Connection } from '../../connections/connection.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import { ConnectionNode } from '../connections/connections-view.ts';
import type { FlowParts } from '../connections/flow.ts';
import type { MachineConnections } from '../connections/machine-connections.ts';
import type { StablePort } from '../connections/stable-port.ts';
import type { McpProvider } from '../mcp-provider.ts';
import { refuseLostRow } from './shared/lost-row.ts';
import type { Handlers } from './register.ts';

export interface ConnectionCommandsParts {
	readonly account: Pick<CurrentAccount, 'ready' | 'whose'>;
	readonly connections: MachineConnections;
	readonly mcp: McpProvider;
	readonly port: StablePort;
	readonly toolbox: RunsTools;
	readonly clock: Clock;
}

type Names = 'newConnection' | 'editConnection' | 'rotateConnection' | 'endConnection' | 'copyMcpConfiguration';

/** The commands about connections for other MCP clients. */
export function connectionCommands(parts: ConnectionCommandsParts): Pick<Handlers, Names> {
	const flow = () => import('../connections/flow.ts');
	const meant = async (clicked: unknown, title: string): Promise<Connection | undefined> => {
		refuseLostRow(clicked);
		return clicked instanceof ConnectionNode
			? clicked.connection
			: (await flow()).chooseConnection(await flowParts(parts), title);
	};
	const create = async () => {
		await parts.account.ready();
		await (await flow()).newConnection(await flowParts(parts));
	};
	return {
		newConnection: create,
		// It copied the key of the window once: what stands in somebody's keys and notes goes on working.
		copyMcpConfiguration: create,
		editConnection: async (clicked) => {
			const connection = await meant(clicked, vscode.l10n.t('Edit connection'));
			if (connection) await (await flow()).editConnection(await flowParts(parts), connection);
		},
		rotateConnection: async (clicked) => {
			const connection = await meant(clicked, vscode.l10n.t('Give a connection a new secret'));
			if (connection) await (await flow()).rotateConnection(await flowParts(parts), connection);
		},
		endConnection: async (clicked) => {
			const connection = await meant(clicked, vscode.l10n.t('End connection'));
			if (connection) await (await flow()).endConnection(await flowParts(parts), connection);
		},
	};
}

/** What the questions ask of PagerDuty and of the catalogue, each loaded when it is asked. */
async function flowParts(parts: ConnectionCommandsParts): Promise<FlowParts> {
	const { account, connections, mcp, port, toolbox, clock } = parts;
	const { parseMoment } = await import('../../tools/time/parse-moment.ts');
	const caller = (signal: AbortSignal): Caller => ({ signal, priority: 'person' });
	const query = (text: string) => ({ limit: 50, ...(text !== '' && { query: text }) });
	return {
		whose: () => account.whose,
		connections,
		mcp,
		port,
		now: () => clock.now(),
		tools: async () => (await import('../../tools/catalogue.ts')).catalogue,
		findTeams: async (text, signal) => {
			const { listTeams } = await import('../../tools/people/list-teams.ts');
			return named((await toolbox.run(listTeams, query(text), caller(signal))).teams);
		},
		findServices: async (text, signal) => {
			const { listServices } = await import('../../tools/services/list-services.ts');
			return named((await toolbox.run(listServices, query(text), caller(signal))).services);
		},
		moment: (text) => {
			const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
			try {
				return parseMoment('', text, { asked: clock, local: { zone }, toward: 'ahead' });
			} catch {
				return undefined;
			}
		},
	};
}

function named(objects: readonly { readonly id: string; readonly name?: string | undefined }[]) {
	return objects.map(({ id, name }) => ({ id, name: name ?? id }));
}
