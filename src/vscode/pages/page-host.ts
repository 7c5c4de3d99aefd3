import * as z from 'zod';
import type { Log } from '../../pagerduty/http/log.ts';

/** What a page is shown with. */
export interface PageContext {
	readonly theme: 'light' | 'dark';
	readonly styles: { readonly variables: Readonly<Record<string, string>> };
	readonly locale: string;
	readonly timeZone: string;
	/** Whether anybody can see it. A panel behind another tab goes on running, and thinks that it is in sight. */
	readonly visible: boolean;
}

/** What a tool gave, as MCP has it. */
export interface PageAnswer {
	readonly isError?: true;
	readonly structuredContent?: Readonly<Record<string, unknown>>;
	readonly content: readonly { readonly type: 'text'; readonly text: string }[];
}

export interface PageHostParts {
	/** Sends a message to the page. */
	readonly post: (message: object) => void;
	/** Calls a tool for the page. Never throws: what goes wrong is an answer, too. */
	readonly call: (name: string, input: unknown) => Promise<PageAnswer>;
	/** Asks the person whether to open an address of the web; gives whether it was opened. */
	readonly openLink: (url: string) => Promise<boolean>;
	readonly context: () => PageContext;
	/** The page listens now. */
	readonly ready: () => void;
	readonly log: Log;
}

/** A page comes from here, but shows text from anywhere: what it sends is read as if a stranger had sent it. */
const Message = z.object({
	jsonrpc: z.literal('2.0'),
	id: z.union([z.int(), z.string().max(64)]).optional(),
	method: z.string().max(64),
	params: z.record(z.string(), z.unknown()).default({}),
});
const Call = z.object({ name: z.string().max(64), arguments: z.record(z.string(), z.unknown()).default({}) });
const OpenLink = z.object({ url: z.url({ protocol: /^https?$/ }).max(2048) });

type Id = number | string;

const refusals = {
	methodNotFound: { code: -32601, message: 'Method not found' },
	invalidParams: { code: -32602, message: 'Invalid params' },
	tooMany: { code: -32000, message: 'Too many calls at once' },
} as const;

/** A page reads four parts at once; whoever sends more than this does something else. */
const mostAtOnce = 12;

/** The editor as the host of a page, as far as a page needs one: the messages of MCP Apps. */
export class PageHost {
	readonly #parts: PageHostParts;
	#running = 0;
	#ready = false;

	constructor(parts: PageHostParts) {
		this.#parts = parts;
	}

	/** Takes a message of the page, whatever it is. */
	async receive(raw: unknown): Promise<void> {
		const { data: message } = Message.safeParse(raw);
		if (!message) {
			this.#parts.log.debug('A page sent what is no message.');
			return;
		}
		const { id, method, params } = message;
		if (id === undefined) this.#hear(method);
		else await this.#answer(id, method, params);
	}

	/** Tells the page what its tool was called with. */
	sendInput(input: object): void {
		this.#notify('tool-input', { arguments: input });
	}

	/** Tells the page what its tool gives now. */
	sendResult(result: PageAnswer): void {
		this.#notify('tool-result', result);
	}

	/** Tells the page that it is shown otherwise. */
	sendContext(): void {
		this.#notify('host-context-changed', this.#parts.context());
	}

	#hear(method: string): void {
		if (method !== 'ui/notifications/initialized') return;
		this.#ready = true;
		this.#parts.ready();
	}

	/** Before it listens, a page is told nothing: it gets all of it with its first answer. */
	#notify(name: string, params: object): void {
		if (this.#ready) this.#parts.post({ jsonrpc: '2.0', method: `ui/notifications/${name}`, params });
	}

	async #answer(id: Id, method: string, params: unknown): Promise<void> {
		if (this.#running >= mostAtOnce) {
			this.#refuse(id, 'tooMany');
			return;
		}
		this.#running++;
		try {
			await this.#handle(id, method, params);
		} finally {
			this.#running--;
		}
	}

	async #handle(id: Id, method: string, params: unknown): Promise<void> {
		const { call, openLink, context } = this.#parts;
		switch (method) {
			case 'ui/initialize':
				this.#reply(id, {
					protocolVersion: '2026-01-26',
					hostInfo: { name: 'VS Code', version: '1' },
					hostCapabilities: { openLinks: {}, serverTools: {} },
					hostContext: context(),
				});
				return;
			case 'tools/call': {
				const { data } = Call.safeParse(params);
				if (data) this.#reply(id, await call(data.name, data.arguments));
				else this.#refuse(id, 'invalidParams');
				return;
			}
			case 'ui/open-link': {
				const { data } = OpenLink.safeParse(params);
				if (data) this.#reply(id, (await openLink(data.url).catch(() => false)) ? {} : { isError: true });
				else this.#refuse(id, 'invalidParams');
				return;
			}
			case 'ping':
				this.#reply(id, {});
				return;
			default:
				this.#refuse(id, 'methodNotFound');
		}
	}

	#reply(id: Id, result: object): void {
		this.#parts.post({ jsonrpc: '2.0', id, result });
	}

	#refuse(id: Id, why: keyof typeof refusals): void {
		this.#parts.post({ jsonrpc: '2.0', id, error: refusals[why] });
	}
}
