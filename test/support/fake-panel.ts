import assert from 'node:assert/strict';
import { Emitter } from '../../src/vscode/emitter.ts';

/** A panel of the editor, and the page in it as far as it speaks. */
export class FakePanel {
	title = '';
	visible = true;
	readonly posted: Record<string, unknown>[] = [];
	readonly #received = new Emitter<unknown>();
	readonly #disposed = new Emitter();
	readonly #looked = new Emitter();
	readonly #focus: boolean[] = [];
	readonly webview = {
		html: '',
		options: {},
		onDidReceiveMessage: (listener: (message: unknown) => void) => this.#received.on(listener),
		postMessage: (message: Record<string, unknown>) => Promise.resolve(this.posted.push(message) > 0),
	};
	readonly onDidChangeViewState = (listener: () => void) => this.#looked.on(listener);
	readonly onDidDispose = (listener: () => void) => this.#disposed.on(listener);
	readonly reveal = (_column: undefined, preserveFocus: boolean) => void this.#focus.push(!preserveFocus);
	readonly dispose = () => this.#disposed.fire();

	/** Whether it got the focus, each time that it was brought into sight. */
	get focused(): readonly boolean[] {
		return this.#focus;
	}

	/** Another tab comes before it, or goes away again. */
	look(visible: boolean): void {
		this.visible = visible;
		this.#looked.fire();
	}

	send(message: object): void {
		this.#received.fire({ jsonrpc: '2.0', ...message });
	}

	/** The answer to a call of a tool. */
	async call(name: string, input: object): Promise<{ readonly isError?: true; readonly content: { text: string }[] }> {
		const id = `call ${this.posted.length}`;
		this.send({ id, method: 'tools/call', params: { name, arguments: input } });
		for (;;) {
			const reply = this.posted.find((message) => message['id'] === id);
			if (reply) return Reply.parse(reply).result;
			await new Promise(setImmediate);
		}
	}

	/** What it was told without asking. */
	get told(): readonly string[] {
		return this.posted.flatMap(({ id, params }) => (id === undefined ? JSON.stringify(params) : []));
	}
}

const Reply = {
	parse: (reply: Record<string, unknown>) => {
		const { result } = reply;
		assert.ok(typeof result === 'object' && result !== null && 'content' in result && Array.isArray(result.content));
		const content = result.content.map((part: unknown) => {
			assert.ok(typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string');
			return { text: part.text };
		});
		return { result: { ...('isError' in result && { isError: true as const }), content } };
	},
};
