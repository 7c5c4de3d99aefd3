import { register } from 'node:module';
import { Emitter, type Disposable } from '../../src/vscode/emitter.ts';

/** What of `vscode` is there; a module that needs more at run time is for the host suites. */
const names = [
	'authentication',
	'commands',
	'env',
	'extensions',
	'l10n',
	'lm',
	'window',
	'workspace',
	'CancellationError',
	'ColorThemeKind',
	'ConfigurationTarget',
	'Disposable',
	'EventEmitter',
	'FileDecoration',
	'ExtensionKind',
	'McpHttpServerDefinition',
	'ProgressLocation',
	'QuickInputButtons',
	'QuickPickItemKind',
	'ThemeColor',
	'ThemeIcon',
	'UIKind',
	'Uri',
	'ViewColumn',
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

class EditorIcon {
	readonly id: string;

	constructor(id: string) {
		this.id = id;
	}
}

class EditorCancellation extends Error {
	override readonly name = 'Canceled';
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

/** A box that asks for a text. Tests type into it and press Enter. */
export class FakeInput {
	title = '';
	prompt = '';
	placeholder = '';
	value = '';
	password = false;
	busy = false;
	enabled = true;
	validationMessage = '';
	buttons: readonly { readonly tooltip?: string }[] = [];
	readonly #changed = new EditorEmitter<void>();
	readonly #accepted = new EditorEmitter<void>();
	readonly #hidden = new EditorEmitter<void>();
	readonly #triggered = new EditorEmitter<unknown>();
	readonly onDidChangeValue = this.#changed.event;
	readonly onDidAccept = this.#accepted.event;
	readonly onDidHide = this.#hidden.event;
	readonly onDidTriggerButton = this.#triggered.event;
	shown = false;

	show(): void {
		this.shown = true;
	}

	hide(): void {
		if (!this.shown) return;
		this.shown = false;
		this.#hidden.fire();
	}

	dispose(): void {
		// Nothing is kept.
	}

	type(text: string): void {
		this.value = text;
		this.#changed.fire();
	}

	/** Types a text and presses Enter; answers what the box says about it once it is not busy any more. */
	async enter(text: string): Promise<string> {
		this.type(text);
		this.#accepted.fire();
		while (this.busy) await new Promise((resolve) => setTimeout(resolve, 1));
		return this.validationMessage;
	}

	press(button: unknown): void {
		this.#triggered.fire(button);
	}
}

/** A list to choose from, as the person sees it. */
export interface FakePick {
	readonly title: string;
	readonly items: readonly { readonly label: string; readonly description?: string; readonly kind?: number }[];
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
	/** What notifications said of how far something is. */
	readonly progress: string[] = [];
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
	/** Commands that were run, with their arguments. */
	readonly ran: (readonly unknown[])[] = [];
	readonly commands = {
		executeCommand: (...command: readonly unknown[]) => {
			this.ran.push(command);
			return Promise.resolve();
		},
	};
	readonly l10n = {
		t: (message: string, ...values: unknown[]) =>
			message.replaceAll(/\{(\d)\}/g, (_match, index: string) => String(values[Number(index)])),
	};
	readonly env: object;
	readonly ProgressLocation = { Notification: 15 };
	readonly ConfigurationTarget = { Global: 1, WorkspaceFolder: 3 };
	readonly ExtensionKind = { UI: 1, Workspace: 2 };
	readonly UIKind = { Desktop: 1, Web: 2 };
	readonly QuickPickItemKind = { Separator: -1 };
	readonly QuickInputButtons = { Back: { tooltip: 'Back' } };
	readonly ThemeIcon = EditorIcon;
	readonly CancellationError = EditorCancellation;
	readonly authentication = {
		registerAuthenticationProvider: () => new EditorDisposable(() => undefined),
	};
	/** Addresses that the person's browser was sent to. */
	readonly opened: string[] = [];
	/** What happens when the person's browser is sent somewhere. */
	browser: (url: string) => void = () => undefined;
	/** The boxes that were shown, the last one first. */
	readonly inputs: FakeInput[] = [];
	/** The lists that were shown, the last one first. */
	readonly picks: FakePick[] = [];
	/** Labels that the person chooses from the lists to come, in this order; beyond them, nothing. */
	readonly choices: string[] = [];
	readonly #cancelled = new EditorEmitter<void>();
	readonly #windowState = new EditorEmitter<{ readonly focused: boolean }>();
	readonly window = {
		state: { focused: true },
		onDidChangeWindowState: this.#windowState.event,
		createTreeView: () => new Shape(),
		registerFileDecorationProvider: () => new EditorDisposable(() => undefined),
		withProgress: <Value>(_options: object, work: (progress: object, token: object) => Value) =>
			work(
				{ report: ({ message }: { readonly message: string }) => this.progress.push(message) },
				{ onCancellationRequested: this.#cancelled.event },
			),
		showErrorMessage: (message: string, ...buttons: string[]) => this.#tell(message, buttons),
		showWarningMessage: (message: string, ...buttons: string[]) => this.#tell(message, buttons),
		showInformationMessage: (message: string, ...buttons: string[]) => this.#tell(message, buttons),
		setStatusBarMessage: () => undefined,
		createInputBox: () => {
			const input = new FakeInput();
			this.inputs.unshift(input);
			return input;
		},
		showQuickPick: (items: FakePick['items'], { title }: { readonly title: string }) => {
			this.picks.unshift({ title, items });
			const wanted = this.choices.shift();
			return Promise.resolve(items.find(({ label }) => label === wanted));
		},
	};
	/** The button of a message that the person presses, if a message has it. */
	pressed: string | undefined;

	#tell(message: string, buttons: readonly string[]): Promise<string | undefined> {
		this.told.push(message);
		return Promise.resolve(buttons.find((button) => button === this.pressed));
	}

	/** What the person has set. */
	readonly settings = new Map<string, unknown>();
	readonly workspace = {
		getConfiguration: () => ({
			get: (id: string) => this.settings.get(id),
			update: (id: string, value: unknown) => {
				this.settings.set(id, value);
				return Promise.resolve();
			},
		}),
	};

	constructor({ remoteName }: { readonly remoteName?: string } = {}) {
		this.env = {
			language: 'en',
			uriScheme: 'vscode',
			remoteName,
			uiKind: 1,
			openExternal: (url: string) => {
				this.opened.push(url);
				this.browser(url);
				return Promise.resolve(true);
			},
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
