import * as vscode from 'vscode';
import * as z from 'zod';
import { incidentShape, type ShownIncident } from '../../tools/shapes/incident.ts';
import { project } from '../../tools/shapes/shape.ts';
import type { Disposable } from '../emitter.ts';
import { panelTypes } from '../ids.ts';
import { incidentTitle, statusWord } from '../incidents/present.ts';
import { isAbout, pageTools } from './page-tools.ts';
import type { Follower, PageTool, PanelPage, PanelParts, ToldPanel } from './panel-page.ts';

/** The page of an incident. */
export const incidentPage: PanelPage = {
	name: 'incident',
	type: panelTypes.incident,
	title: () => vscode.l10n.t('Incident'),
	load: () => import('page:incident'),
	tools: pageTools.incident,
	subject: z.strictObject({ incident: z.string().regex(/^[A-Za-z0-9]{1,40}$/) }),
	mayCall: ({ incident = '' }, input) => isAbout(incident, input),
	follow: ({ incident = '' }, panel, parts) => new IncidentFollower(incident, panel, parts),
};

/** Tells the page what the views know of its incident. */
class IncidentFollower implements Follower {
	readonly #id: string;
	readonly #panel: ToldPanel;
	readonly #parts: PanelParts;
	readonly #listening: readonly Disposable[];
	/** What the page was told last. */
	#told = '';
	/** The incident, as far as anything has told of it. */
	#shown: ShownIncident | undefined;

	constructor(id: string, panel: ToldPanel, parts: PanelParts) {
		this.#id = id;
		this.#panel = panel;
		this.#parts = parts;
		const { incidents, changes } = parts;
		this.#listening = [
			incidents.changed.on(() => this.#follow()),
			changes.announced.on(({ incidents: changed = [], unknown }) => {
				const own = changed.find((one) => one.id === id);
				if (own) this.#tell(incidents.confirmed(id) ?? own);
				else if (unknown) this.#tellAnew();
			}),
		];
		this.#nameIt();
	}

	/** What is known at once; else the page reads it. */
	begin(): void {
		this.#told = '';
		const known = this.#panel.isOwn ? this.#parts.incidents.confirmed(this.#id) : undefined;
		if (known) this.#tell(known);
		else this.#panel.ask({ incident: this.#id });
	}

	calling({ status }: PageTool): { end(): void } | undefined {
		return status === undefined ? undefined : this.#parts.incidents.expect([this.#id], status);
	}

	leadsTo(url: string): boolean {
		return url === this.#shown?.url;
	}

	dispose(): void {
		for (const listening of this.#listening) listening.dispose();
	}

	/** Tells the page of a change of what the views know, once PagerDuty has confirmed it: it would read what was before. */
	#follow(): void {
		const known = this.#parts.incidents.confirmed(this.#id);
		if (known && this.#panel.isOwn) this.#tell(known);
	}

	#tell(incident: ShownIncident): void {
		// It grows older all the time, which the page knows.
		const facts = JSON.stringify({ ...incident, age: 0 });
		if (facts === this.#told) return;
		this.#told = facts;
		this.#nameIt(incident);
		this.#panel.answer({ incident: project(incidentShape, incident, ['all']) });
	}

	/** Nobody knows what became of a change: the page reads all of it. */
	#tellAnew(): void {
		this.#told = '';
		if (this.#shown) this.#tell(this.#shown);
	}

	#nameIt(incident = this.#parts.incidents.confirmed(this.#id)): void {
		this.#shown = incident ?? this.#shown;
		if (this.#shown) this.#panel.name(`${statusWord(this.#shown.status, vscode.l10n)} · ${incidentTitle(this.#shown)}`);
	}
}
