import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import { parseInput } from '../../tools/core/input.ts';
import type { Tool } from '../../tools/core/tool.ts';
import { incidentShape, type ShownIncident } from '../../tools/shapes/incident.ts';
import { project } from '../../tools/shapes/shape.ts';
import { resultText } from '../../tools/text/result-text.ts';
import type { ChangesInAccount } from '../account/changes-in-account.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import type { Disposable } from '../emitter.ts';
import { incidentTitle, statusWord } from '../incidents/present.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import { describeProblem } from '../words/problem.ts';
import { incidentTools, isAbout } from './incident-tools.ts';
import { PageHost, type PageAnswer, type PageContext } from './page-host.ts';
import { panelHtml, type Page } from './panel-html.ts';
import { styleVariables } from './theme.ts';

export interface IncidentPanelParts {
	readonly account: Pick<CurrentAccount, 'state' | 'switched' | 'isDemo'>;
	readonly toolbox: RunsTools;
	readonly incidents: IncidentStore;
	readonly changes: Pick<ChangesInAccount, 'announced'>;
	readonly clock: Clock;
	readonly log: Log;
}

/** An incident of an account, as a panel keeps it over a restart of the editor: nothing else is kept. */
export interface PanelSubject {
	readonly incident: string;
	/** The id of the sign-in. */
	readonly account: string;
}

/** Longer titles push other tabs away. */
const longestTitle = 50;

/** An incident's page in a panel of the editor, and all that the page may do. */
export class IncidentPanel {
	readonly #panel: vscode.WebviewPanel;
	readonly #subject: PanelSubject;
	readonly #parts: IncidentPanelParts;
	readonly #host: PageHost;
	readonly #listening: Disposable[];
	/** The panel is closed: nobody waits for what the page still reads. */
	readonly #closed = new AbortController();
	/** What the page was told last. */
	#told = '';
	/** The incident, as far as anything has told of it. */
	#shown: ShownIncident | undefined;

	/** Shows the page. The panel is the caller's; what the page needs ends with it. */
	constructor(panel: vscode.WebviewPanel, page: Page, subject: PanelSubject, parts: IncidentPanelParts) {
		this.#panel = panel;
		this.#subject = subject;
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
		const { incidents, changes, account } = parts;
		this.#listening = [
			webview.onDidReceiveMessage((message: unknown) => void this.#host.receive(message)),
			vscode.window.onDidChangeActiveColorTheme(() => this.#host.sendContext()),
			panel.onDidChangeViewState(() => this.#host.sendContext()),
			incidents.changed.on(() => this.#follow()),
			changes.announced.on(({ incidents: changed = [], unknown }) => {
				const own = changed.find(({ id }) => id === subject.incident);
				if (own) this.#tell(incidents.confirmed(own.id) ?? own);
				else if (unknown) this.#tellAnew();
			}),
			account.switched.on(() => this.#begin()),
		];
		panel.onDidDispose(() => {
			this.#closed.abort();
			for (const listening of this.#listening) listening.dispose();
		});
		// The page is told nothing before it asks, and it is heard from now on.
		webview.html = panelHtml(page, vscode.l10n.t('Incident'), subject);
		this.#nameIt();
	}

	/** Brings it into sight. */
	reveal(preserveFocus: boolean): void {
		this.#panel.reveal(undefined, preserveFocus);
	}

	get visible(): boolean {
		return this.#panel.visible;
	}

	/** What is known at once; else the page reads it. */
	#begin(): void {
		const problem = this.#refusal();
		this.#told = '';
		const known = problem === undefined ? this.#parts.incidents.confirmed(this.#subject.incident) : undefined;
		if (known) {
			this.#tell(known);
			return;
		}
		// Also where it must not be shown: the page knows then what to try again.
		this.#host.sendInput({ incident: this.#subject.incident });
		if (problem !== undefined) this.#host.sendResult(failed(problem));
	}

	/** Tells the page of a change of what the views know, once PagerDuty has confirmed it: it would read what was before. */
	#follow(): void {
		const known = this.#parts.incidents.confirmed(this.#subject.incident);
		if (known && this.#refusal() === undefined) this.#tell(known);
	}

	#tell(incident: ShownIncident): void {
		// It grows older all the time, which the page knows.
		const facts = JSON.stringify({ ...incident, age: 0 });
		if (facts === this.#told) return;
		this.#told = facts;
		this.#nameIt(incident);
		this.#host.sendResult(answered({ incident: project(incidentShape, incident, ['all']) }));
	}

	/** Nobody knows what became of a change: the page reads all of it. */
	#tellAnew(): void {
		this.#told = '';
		if (this.#shown) this.#tell(this.#shown);
	}

	#nameIt(incident = this.#parts.incidents.confirmed(this.#subject.incident)): void {
		this.#shown = incident ?? this.#shown;
		if (!this.#shown) {
			this.#panel.title = vscode.l10n.t('Incident');
			return;
		}
		const title = incidentTitle(this.#shown);
		const short = title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
		this.#panel.title = `${statusWord(this.#shown.status, vscode.l10n)} · ${short}`;
	}

	/** Why the page must not show or do anything; undefined while its own account is used. */
	#refusal(): string | undefined {
		const { state } = this.#parts.account;
		switch (state.kind) {
			case 'unknown':
			case 'unreadable':
				return vscode.l10n.t('It is not known yet who is signed in.');
			case 'signedOut':
				return vscode.l10n.t('You are signed out of PagerDuty. Sign in to see this incident again.');
			case 'signedIn':
				return state.id === this.#subject.account
					? undefined
					: vscode.l10n.t('This incident belongs to another account. Switch to that account to see it again.');
		}
	}

	/** Runs one of the page's tools for the person: with their access, not the agents'. */
	async #call(name: string, input: unknown): Promise<PageAnswer> {
		const refusal = this.#refusal();
		if (refusal !== undefined) return failed(refusal);
		const { incident } = this.#subject;
		const tool = Object.hasOwn(incidentTools, name) ? incidentTools[name] : undefined;
		if (!tool || !isAbout(incident, input)) {
			this.#parts.log.warn('A page asked for what it may not do.');
			return failed(vscode.l10n.t('This page cannot do that.'));
		}
		const expectation = tool.status === undefined ? undefined : this.#parts.incidents.expect([incident], tool.status);
		try {
			const answer = await this.#run(await tool.load(), input);
			// Another account may have taken its place meanwhile.
			const late = this.#refusal();
			if (late !== undefined) return failed(late);
			return answered(answer);
		} catch (error) {
			return failed(describeProblem(error, vscode.l10n).message);
		} finally {
			expectation?.end();
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
		if (this.#parts.account.isDemo && url === this.#shown?.url) {
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

function answered(output: Record<string, unknown>): PageAnswer {
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
