import type * as z from 'zod';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { Tool } from '../../tools/core/tool.ts';
import type { ChangesInAccount } from '../account/changes-in-account.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import type { Disposable } from '../emitter.ts';
import type { PageName } from '../ids.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { OncallStore } from '../oncall/store.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import type { Page } from './panel-html.ts';

/** What pages in panels are made of. */
export interface PanelParts {
	readonly account: Pick<CurrentAccount, 'state' | 'switched' | 'isDemo'>;
	readonly toolbox: RunsTools;
	readonly incidents: IncidentStore;
	readonly oncall: Pick<OncallStore, 'changed' | 'policies' | 'load'>;
	readonly changes: Pick<ChangesInAccount, 'announced' | 'paths'>;
	readonly clock: Clock;
	readonly log: Log;
}

/** A tool that a page may call. */
export interface PageTool {
	readonly load: () => Promise<Tool>;
	/** The status that it gives the incident, which rows show at once. */
	readonly status?: string;
}

/** What a panel shows, as the editor keeps it over a restart: ids and nothing else. */
export type Subject = Readonly<Record<string, string>>;

/** A page as a panel of the editor shows it. To add one is to add a value like this, and its line in `catalogue.ts`. */
export interface PanelPage {
	readonly name: PageName;
	/** By which the editor knows its panels again. */
	readonly type: string;
	/** What its panel is called before more is known. */
	readonly title: () => string;
	readonly load: () => Promise<Page>;
	/** The tools that it may call, by name. */
	readonly tools: Readonly<Record<string, PageTool>>;
	readonly subject: z.ZodType<Subject>;
	/** Whether a call is about what the panel shows. */
	mayCall(subject: Subject, input: unknown): boolean;
	/** What keeps the page up to date. */
	follow(subject: Subject, panel: ToldPanel, parts: PanelParts): Follower;
}

/** A panel, for whoever tells its page what is so. */
export interface ToldPanel {
	/** Tells the page what to read. */
	ask(input: Readonly<Record<string, unknown>>): void;
	/** Tells the page what its tool would answer now. */
	answer(output: Readonly<Record<string, unknown>>): void;
	/** Names the panel after what it shows. */
	name(title: string): void;
	/** Whether its own account is used. */
	readonly isOwn: boolean;
	/** Whether anybody can see it. */
	readonly isVisible: boolean;
}

/** Tells a page of news, as long as its panel is open. */
export interface Follower extends Disposable {
	/** The page listens, or may be shown again: tells it all that is known. */
	begin(): void;
	/** Its panel has come into sight. */
	seen?(): void;
	/** A call begins that changes something. Gives what ends with it. */
	calling?(tool: PageTool): { end(): void } | undefined;
	/** What a tool has told the page. */
	heard?(output: Readonly<Record<string, unknown>>): void;
	/** Whether an address is that of what is shown, which in the demo leads nowhere. */
	leadsTo?(url: string): boolean;
}
