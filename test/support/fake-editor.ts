import { register } from 'node:module';
import { Emitter, type Disposable } from '../../src/vscode/emitter.ts';

/** What of `vscode` is there; a module that needs more at run time is for the host suites. */
const names = [
	'commands',
	'env',
	'l10n',
	'lm',
	'window',
	'workspace',
	'Disposable',
	'EventEmitter',
	'FileDecoration',
	'McpHttpServerDefinition',
	'ProgressLocation',
	'ThemeColor',
	'Uri',
];

class EditorEmitter<Value> {
	readonly #emitter = new Emitter<Value>();
	readonly event = (listener: (value: Value) => void): Disposable => this.#emitter.on(listener);

	fire(value: Value): void {
		this.#emitter.fire(value);
	}

	dispose(): void {
		// Nothing is kept.
	}
}

class EditorDisposable {
	readonly dispose: () => void;

	constructor(dispose: () => void) {
		this.dispose = dispose;
	}
}

/** As the editor gets to know of an MCP server. */
export class Definition {
	readonly label: string;
	readonly uri: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly version: string;

	constructor(label: string, uri: string, headers: Record<string, string>, version: string) {
		this.label = label;
		this.uri = uri;
		this.headers = headers;
		this.version = version;
	}
}

/** What an extension gives the editor to ask for MCP servers. */
export interface DefinitionProvider {
	onDidChangeMcpServerDefinitions(listener: () => void): Disposable;
	provideMcpServerDefinitions(): Definition[];
	resolveMcpServerDefinition(): Promise<Definition>;
}

/** A view that is always visible. */
class Shape {
	readonly visible = true;
	readonly onDidChangeVisibility = (): Disposable => this;

	dispose(): void {
		// Nothing is kept.
	}
}

/** The editor, as far as parts of the extension touch it in plain Node. */
export class FakeEditor {
	/** What people were told. */
	readonly told: string[] = [];
	copied = '';

	readonly EventEmitter = EditorEmitter;
	readonly Disposable = EditorDisposable;
	readonly McpHttpServerDefinition = Definition;
	readonly FileDecoration = Object;
	readonly ThemeColor = Object;
	readonly Uri = { parse: (text: string) => text };
	/** Where the extension offers MCP servers. */
	provider: DefinitionProvider | undefined;
	readonly lm = {
		registerMcpServerDefinitionProvider: (_id: string, provider: DefinitionProvider) => {
			this.provider = provider;
			return new EditorDisposable(() => undefined);
		},
	};
	readonly commands = { executeCommand: () => Promise.resolve() };
	readonly l10n = {
		t: (message: string, ...values: unknown[]) =>
			message.replaceAll(/\{(\d)\}/g, (_match, index: string) => String(values[Number(index)])),
	};
	readonly env: object;
	readonly ProgressLocation = { Notification: 15 };
	readonly #cancelled = new EditorEmitter<void>();
	readonly #windowState = new EditorEmitter<{ readonly focused: boolean }>();
	readonly window = {
		state: { focused: true },
		onDidChangeWindowState: this.#windowState.event,
		createTreeView: () => new Shape(),
		registerFileDecorationProvider: () => new EditorDisposable(() => undefined),
		setStatusBarMessage: () => undefined,
		showInformationMessage: (message: string) => {
			this.told.push(message);
			return Promise.resolve();
		},
		withProgress: <Value>(_options: object, work: (progress: object, token: object) => Value) =>
			work({ report: () => undefined }, { onCancellationRequested: this.#cancelled.event }),
		showErrorMessage: (message: string) => {
			this.told.push(message);
			return Promise.resolve();
		},
		showWarningMessage: (message: string) => {
			this.told.push(message);
			return Promise.resolve();
		},
	};

	/** What the person has set. */
	readonly settings = new Map<string, unknown>();
	readonly workspace = { getConfiguration: () => ({ get: (id: string) => this.settings.get(id) }) };

	constructor({ remoteName }: { readonly remoteName?: string } = {}) {
		this.env = {
			language: 'en',
			remoteName,
			clipboard: {
				writeText: (text: string) => {
					this.copied = text;
					return Promise.resolve();
				},
			},
		};
	}

	/** Somebody cancels what a notification says is under way. */
	cancel(): void {
		this.#cancelled.fire();
	}

	/** Somebody looks at this window, or away from it. */
	focus(focused: boolean): void {
		this.window.state.focused = focused;
		this.#windowState.fire({ focused });
	}

	/** From now on this is what `vscode` means; modules that use it must be imported after that. */
	open(): void {
		Reflect.set(globalThis, 'fakeEditor', this);
	}
}

const standIn = names.map(
	(name) => `export const ${name} = new Proxy(class {}, {
	get: (_, key) => Reflect.get(globalThis.fakeEditor.${name}, key),
	construct: (_, values) => Reflect.construct(globalThis.fakeEditor.${name}, values),
});`,
);
register(
	dataUrl(`export const resolve = (name, context, next) =>
		name === 'vscode' ? { url: ${JSON.stringify(dataUrl(standIn.join('\n')))}, shortCircuit: true } : next(name, context);`),
);

function dataUrl(source: string): string {
	return `data:text/javascript,${encodeURIComponent(source)}`;
}
