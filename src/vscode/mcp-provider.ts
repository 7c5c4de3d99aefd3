import * as vscode from 'vscode';
import { mcpProviderId } from './ids.ts';

/** The running MCP server, as far as the editor cares. */
export interface McpServer {
	readonly url: string;
	readonly bearer: string;
	toolsChanged(): void;
	/** Listens on one more port. Rejects when it cannot be had. */
	listenAt(port: number): Promise<{ readonly url: string; dispose(): Promise<void> }>;
	dispose(): Promise<void>;
}

export interface McpProviderOptions {
	/** Loads and starts the server. */
	readonly start: () => Promise<McpServer>;
	/**
	 * Version of what it would offer if it started now; a client that knows another version forgets the tools it knows. What a
	 * running server offers may change: then it tells its clients itself, and its version stays.
	 */
	readonly version: () => string;
}

/**
 * The door for agents. The editor gets to know of the server at once; the server itself starts when a client first needs it
 * and keeps its address and its key as long as the window lives.
 */
export class McpProvider {
	readonly #options: McpProviderOptions;
	readonly #changed = new vscode.EventEmitter<void>();
	#server: Promise<McpServer> | undefined;
	/** Of the running server: it stays, because another version makes the editor stop the server, and its clients lose their place. */
	#version: string | undefined;

	constructor(options: McpProviderOptions) {
		this.#options = options;
	}

	/** Offers the server to the editor; does nothing where the editor has no MCP. */
	register(): vscode.Disposable {
		// Forks of VS Code may lack it, whatever version they claim.
		if (typeof Reflect.get(vscode.lm, 'registerMcpServerDefinitionProvider') !== 'function')
			return new vscode.Disposable(() => undefined);
		return vscode.lm.registerMcpServerDefinitionProvider(mcpProviderId, {
			onDidChangeMcpServerDefinitions: this.#changed.event,
			provideMcpServerDefinitions: () => [this.#definition()],
			resolveMcpServerDefinition: async () => {
				const { url, bearer } = await this.running();
				return this.#definition(url, { Authorization: `Bearer ${bearer}` });
			},
		});
	}

	/** The server, started if it was not. */
	running(): Promise<McpServer> {
		this.#server ??= this.#start();
		return this.#server;
	}

	/** Other tools are offered now, or the same ones to somebody else. */
	offerChanged(): void {
		if (this.#server) void this.#server.then((server) => server.toolsChanged()).catch(() => undefined);
		else this.#changed.fire();
	}

	async dispose(): Promise<void> {
		this.#changed.dispose();
		await (await this.#server?.catch(() => undefined))?.dispose();
	}

	async #start(): Promise<McpServer> {
		this.#version = this.#options.version();
		try {
			return await this.#options.start();
		} catch (error) {
			this.#server = undefined;
			throw error;
		}
	}

	/** Where the server is not running yet the address only says what kind it is: resolving gives the real one. */
	#definition(url = 'http://127.0.0.1/mcp', headers: Record<string, string> = {}): vscode.McpHttpServerDefinition {
		return new vscode.McpHttpServerDefinition(
			'PagerDuty',
			vscode.Uri.parse(url),
			headers,
			this.#version ?? this.#options.version(),
		);
	}
}
