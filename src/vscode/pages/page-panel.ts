import * as vscode from 'vscode';
import { parseInput } from '../../tools/core/input.ts';
import type { Tool } from '../../tools/core/tool.ts';
import { resultText } from '../../tools/text/result-text.ts';
import type { Disposable } from '../emitter.ts';
import type { ShownPage } from '../links/editor-link.ts';
import { describeProblem } from '../words/problem.ts';
import { PageHost, type PageAnswer, type PageContext } from './page-host.ts';
import { panelHtml, type Page } from './panel-html.ts';
import type { Follower, PanelPage, PanelParts, Subject } from './panel-page.ts';
import { styleVariables } from './theme.ts';

/** What a panel shows, and of which account. */
export interface PanelSubject {
	readonly subject: Subject;
	/** The id of the sign-in. */
	readonly account: string;
}

/** Longer titles push other tabs away. */
const longestTitle = 65;

/** A page in a panel of the editor, and all that the page may do. */
export class PagePanel {
	readonly #panel: vscode.WebviewPanel;
	readonly #page: PanelPage;
	readonly #shown: PanelSubject;
	readonly #parts: PanelParts;
	readonly #host: PageHost;
	readonly #follower: Follower;
	readonly #listening: Disposable[];
	/** The panel is closed: nobody waits for what the page still reads. */
	readonly #closed = new AbortController();

	/** The panel is the caller's; what the page needs ends with it. */
	constructor(panel: vscode.WebviewPanel, page: PanelPage, shown: PanelSubject, parts: PanelParts) {
		this.#panel = panel;
		this.#page = page;
		this.#shown = shown;
		this.#parts = parts;
		const { webview } = panel;
		this.#host = new PageHost({
			post: (message) => {
				if (!this.#closed.signal.aborted) void webview.postMessage(message);
			},
			call: (name, input) => this.#call(name, input),
			openLink: (url) => this.#openLink(url),
			context: () => pageContext(panel.visible),
			ready: () => this.#begin(),
			log: parts.log,
		});
		panel.title = page.title();
		this.#follower = page.follow(shown.subject, this.#told(), parts);
		this.#listening = [
			this.#follower,
			webview.onDidReceiveMessage((message: unknown) => void this.#host.receive(message)),
			vscode.window.onDidChangeActiveColorTheme(() => this.#host.sendContext()),
			panel.onDidChangeViewState(() => {
				this.#host.sendContext();
				if (panel.visible) this.#follower.seen?.();
			}),
			parts.account.switched.on(() => this.#begin()),
		];
		panel.onDidDispose(() => {
			this.#closed.abort();
			for (const listening of this.#listening) listening.dispose();
		});
	}

	/** Draws the page. It is told nothing before it asks, and it has been heard from the beginning. */
	draw(code: Page): void {
		if (this.#closed.signal.aborted) return;
		const { subject, account } = this.#shown;
		this.#panel.webview.html = panelHtml(code, this.#page.title(), { ...subject, account });
	}

	/** Brings it into sight. */
	reveal(preserveFocus: boolean): void {
		this.#panel.reveal(undefined, preserveFocus);
	}

	get visible(): boolean {
		return this.#panel.visible;
	}

	/** It is what the person works in, and of the account that is used. */
	get isInFront(): boolean {
		return this.#panel.active && this.#refusal() === undefined;
	}

	get shown(): ShownPage {
		return { page: this.#page.name, subject: this.#shown.subject };
	}

	#told() {
		const { account } = this.#parts;
		const panel = this.#panel;
		const refusal = () => this.#refusal();
		return {
			ask: (input: object) => this.#host.sendInput(input),
			answer: (output: Readonly<Record<string, unknown>>) => this.#host.sendResult(resultWith(output)),
			name: (title: string) => {
				this.#panel.title = title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
			},
			get isOwn() {
				return account.state.kind === 'signedIn' && refusal() === undefined;
			},
			get isVisible() {
				return panel.visible;
			},
		};
	}

	#begin(): void {
		// Also where it must not be shown: the page knows then what to try again.
		this.#follower.begin();
		const problem = this.#refusal();
		if (problem !== undefined) this.#host.sendResult(failed(problem));
	}

	/** Why the page must not show or do anything; undefined while its own account is used. */
	#refusal(): string | undefined {
		const { state } = this.#parts.account;
		switch (state.kind) {
			case 'unknown':
			case 'unreadable':
				return vscode.l10n.t('It is not known yet who is signed in.');
			case 'signedOut':
				return vscode.l10n.t('You are signed out of PagerDuty. Sign in to see this page again.');
			case 'signedIn':
				return state.id === this.#shown.account
					? undefined
					: vscode.l10n.t('This page belongs to another account. Switch to that account to see it again.');
		}
	}

	/** Runs one of the page's tools for the person: with their access, not the agents'. */
	async #call(name: string, input: unknown): Promise<PageAnswer> {
		const refusal = this.#refusal();
		if (refusal !== undefined) return failed(refusal);
		const { tools } = this.#page;
		const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
		if (!tool || !this.#page.mayCall(this.#shown.subject, input)) {
			this.#parts.log.warn('A page asked for what it may not do.');
			return failed(vscode.l10n.t('This page cannot do that.'));
		}
		const calling = this.#follower.calling?.(tool);
		try {
			const answer = await this.#run(await tool.load(), input);
			// Another account may have taken its place meanwhile.
			const late = this.#refusal();
			if (late !== undefined) return failed(late);
			this.#follower.heard?.(answer);
			return resultWith(answer);
		} catch (error) {
			return failed(describeProblem(error, vscode.l10n).message);
		} finally {
			calling?.end();
		}
	}

	/** As an agent gets it, so that a page need not know in which of its places it is. */
	async #run(tool: Tool, raw: unknown): Promise<Record<string, unknown>> {
		const input = parseInput(tool.input, raw);
		// What is being changed when the panel is closed is changed all the same.
		const { signal } = tool.access === 'read' ? this.#closed : new AbortController();
		const output = await this.#parts.toolbox.run(tool, input, { signal, priority: 'person' });
		return tool.present?.(output, input) ?? output;
	}

	async #openLink(url: string): Promise<boolean> {
		if (this.#parts.account.isDemo && this.#follower.leadsTo?.(url)) {
			void vscode.window.showInformationMessage(vscode.l10n.t('The demo account has no pages on the web.'));
			return false;
		}
		// The editor shows the address and asks, unless the person trusts it already.
		// As a text it stays as it is: a `Uri` makes `%26` a `&`.
		try {
			await vscode.commands.executeCommand('vscode.open', url);
			return true;
		} catch (error) {
			this.#parts.log.warn(`An address could not be opened: ${describeProblem(error, vscode.l10n).message}`);
			return false;
		}
	}
}

function resultWith(output: Readonly<Record<string, unknown>>): PageAnswer {
	return { structuredContent: output, content: [{ type: 'text', text: resultText(output) }] };
}

function failed(text: string): PageAnswer {
	return { isError: true, content: [{ type: 'text', text }] };
}

function pageContext(visible: boolean): PageContext {
	const { kind } = vscode.window.activeColorTheme;
	const dark = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
	return {
		theme: dark ? 'dark' : 'light',
		styles: { variables: styleVariables },
		locale: vscode.env.language,
		timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
		visible,
	};
}
