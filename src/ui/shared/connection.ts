// The page's side of MCP Apps: JSON-RPC over messages, with the package's types and none of its code, which is 160 kB a page.
import type { McpUiInitializeRequest } from '@modelcontextprotocol/ext-apps';
import { fieldsOf, isFields, textOf, type Fields } from './fields.ts';

/** What a tool gave. */
export interface ToolAnswer {
	readonly failed: boolean;
	/** Empty where it failed. */
	readonly output: Fields;
	/** The same in words; where it failed, why, in those of the person if whoever runs the tools has them. */
	readonly text: string;
	/** Facts for programs. */
	readonly meta: Fields;
}

/** The way to whoever shows the page. */
export interface Door {
	post(message: object): void;
	/** Calls with each message that comes from there. */
	listen(receive: (message: unknown) => void): void;
}

/** What the host tells without being asked. */
export interface Told {
	/** What the tool was called with whose result the page shows. */
	input(input: Fields): void;
	result(answer: ToolAnswer): void;
	/** Language, zone or theme changed. */
	context(context: Fields): void;
}

/** Why the host did not do what it was asked for. */
export class HostRefusal extends Error {
	override readonly name = 'HostRefusal';
}

interface Reply {
	resolve(result: unknown): void;
	reject(error: Error): void;
}

const protocolVersion = '2026-01-26';
const methodNotFound = -32601;
/** The editor takes twelve requests at once: links and what else a page asks find a way beside the calls. */
const callsAtOnce = 8;

/** The connection of a page with its host: a chat, or a panel of the editor. */
export class Connection {
	readonly #door: Door;
	readonly #told: Told;
	readonly #waiting = new Map<number, Reply>();
	#lastId = 0;
	#calling = 0;
	/** Calls that wait for others to end, the first one first. */
	readonly #queue: (() => void)[] = [];
	#context: Fields = {};

	constructor(door: Door, told: Told) {
		this.#door = door;
		this.#told = told;
	}

	/** Says hello. Results may come as soon as this has been called. */
	async open(name: string): Promise<void> {
		this.#door.listen((message) => this.#receive(message));
		const params: McpUiInitializeRequest['params'] = {
			appInfo: { name, version: '1' },
			appCapabilities: { availableDisplayModes: ['inline'] },
			protocolVersion,
		};
		const host = fieldsOf(await this.#request('ui/initialize', params));
		this.#takeContext(fieldsOf(host['hostContext']));
		this.notify('ui/notifications/initialized', {});
	}

	/** What a tool gives; its failures are answers, too. Waits while many are called. @throws {HostRefusal} where the host does not call it */
	async callTool(name: string, input: Fields): Promise<ToolAnswer> {
		if (this.#calling >= callsAtOnce) await new Promise<void>((resolve) => this.#queue.push(resolve));
		else this.#calling++;
		try {
			return answerOf(await this.#request('tools/call', { name, arguments: input }));
		} finally {
			const next = this.#queue.shift();
			if (next) next();
			else this.#calling--;
		}
	}

	/** Asks the host to open a page of the web; it shows the address and asks the person. Gives whether it did. */
	async openLink(url: string): Promise<boolean> {
		return fieldsOf(await this.#request('ui/open-link', { url }))['isError'] !== true;
	}

	notify(method: string, params: object): void {
		this.#door.post({ jsonrpc: '2.0', method, params });
	}

	#request(method: string, params: object): Promise<unknown> {
		const id = ++this.#lastId;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			this.#door.post({ jsonrpc: '2.0', id, method, params });
		});
	}

	#receive(message: unknown): void {
		if (!isFields(message) || message['jsonrpc'] !== '2.0') return;
		const { id, method } = message;
		const params = fieldsOf(message['params']);
		if (method === undefined) this.#settle(message);
		else if (method === 'ui/notifications/tool-input') this.#told.input(fieldsOf(params['arguments']));
		else if (method === 'ui/notifications/tool-result') this.#told.result(answerOf(params));
		else if (method === 'ui/notifications/host-context-changed') this.#takeContext(params);
		else if (id === undefined) return;
		else if (method === 'ping' || method === 'ui/resource-teardown')
			this.#door.post({ jsonrpc: '2.0', id, result: {} });
		else this.#door.post({ jsonrpc: '2.0', id, error: { code: methodNotFound, message: 'Method not found' } });
	}

	#settle({ id, result, error }: Fields): void {
		if (typeof id !== 'number') return;
		const reply = this.#waiting.get(id);
		this.#waiting.delete(id);
		if (error === undefined) reply?.resolve(result);
		else reply?.reject(new HostRefusal(textOf(fieldsOf(error)['message']) ?? ''));
	}

	/** A host sends what changed, or all of it. */
	#takeContext(changed: Fields): void {
		this.#context = { ...this.#context, ...changed };
		this.#told.context(this.#context);
	}
}

const errorKey = 'oncall-for-pagerduty/error';

function answerOf(result: unknown): ToolAnswer {
	const { isError, structuredContent, content, _meta: meta } = fieldsOf(result);
	const parts = Array.isArray(content) ? content.map(fieldsOf) : [];
	const failed = isError === true;
	// In a chat the content is worded for the model.
	const told = textOf(fieldsOf(fieldsOf(meta)[errorKey])['told']);
	return {
		failed,
		output: failed ? {} : fieldsOf(structuredContent),
		text: told ?? parts.flatMap(({ type, text }) => (type === 'text' ? (textOf(text) ?? []) : [])).join('\n'),
		meta: fieldsOf(meta),
	};
}
