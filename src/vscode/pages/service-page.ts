import * as vscode from 'vscode';
import * as z from 'zod';
import type { ChangedPath } from '../../tools/core/changes.ts';
import type { Disposable } from '../emitter.ts';
import { panelTypes } from '../ids.ts';
import { AskedAgain } from './asked-again.ts';
import { pageTools } from './page-tools.ts';
import type { Follower, PanelPage, PanelParts, Subject, ToldPanel } from './panel-page.ts';

/** What `get_service` tells of the service, as far as the panel needs it. */
const Told = z.object({
	service: z.object({ name: z.string(), url: z.string().optional(), escalation_policy_id: z.string().optional() }),
});

/** The page of a service. */
export const servicePage: PanelPage = {
	name: 'service',
	type: panelTypes.service,
	title: () => vscode.l10n.t('Service'),
	load: () => import('page:service'),
	tools: pageTools.service,
	subject: z.strictObject({ service: z.string().regex(/^[A-Za-z0-9]{1,40}$/) }),
	// It only reads, and of more than the service: who is on call for it.
	mayCall: () => true,
	follow: (subject, panel, parts) => new ServiceFollower(subject, panel, parts),
};

/** Has the page read again when its service, its open incidents, or who is on call for it changed, whoever found that out. */
class ServiceFollower implements Follower {
	readonly #id: string;
	readonly #panel: ToldPanel;
	readonly #parts: PanelParts;
	readonly #asked: AskedAgain;
	readonly #listening: readonly Disposable[];
	readonly #seen = { incidents: new LastSeen(), oncall: new LastSeen() };
	/** When the views had read who is on call before a change of it was announced: what they show until they read again is old. */
	#oldOncall: Date | undefined;
	/** A call that has not ended yet has changed who is on call. */
	#isChanging = false;
	#told: z.output<typeof Told>['service'] | undefined;

	constructor(subject: Subject, panel: ToldPanel, parts: PanelParts) {
		this.#id = subject['service'] ?? '';
		this.#panel = panel;
		this.#parts = parts;
		const { incidents, oncall, changes } = parts;
		this.#asked = new AskedAgain(
			subject,
			panel,
			parts,
			(change) => change.incidents?.some(({ service_id: id }) => id === this.#id) === true,
		);
		this.#listening = [
			this.#asked,
			incidents.rowsChanged.on(() => this.#look()),
			oncall.changed.on(() => this.#look()),
			changes.announced.on((change) => {
				if (change.oncall) this.#expectOncall();
			}),
			// At the end of a call, which may have changed the service and who is on call for it.
			changes.paths.on((paths) => {
				if (this.#isChanging || paths.some((path) => mayChange(this.#id, path))) this.#asked.news();
				this.#isChanging = false;
			}),
		];
	}

	begin(): void {
		this.#look();
		this.#asked.begin();
	}

	seen(): void {
		this.#asked.seen();
	}

	heard(output: Readonly<Record<string, unknown>>): void {
		const { data: told } = Told.safeParse(output);
		if (!told) return;
		this.#told = told.service;
		this.#panel.name(told.service.name);
		this.#look();
	}

	leadsTo(address: string): boolean {
		return address === this.#told?.url;
	}

	dispose(): void {
		for (const listening of this.#listening) listening.dispose();
	}

	/** The page reads it once, for the call: what the views then read is no further news. */
	#expectOncall(): void {
		this.#isChanging = true;
		this.#oldOncall = this.#parts.oncall.load.completeAt;
		this.#seen.oncall.forget();
	}

	/** Compares what the views know now with what they knew. */
	#look(): void {
		const { incidents, oncall } = this.#parts;
		const own = incidents.open.filter(({ service_id: id }) => id === this.#id);
		const known = own.map(({ id }) => ({ ...incidents.confirmed(id), age: 0 }));
		const policy = oncall.policies.find(({ id }) => id === this.#told?.escalation_policy_id);
		const { completeAt } = oncall.load;
		const isFresh = completeAt !== undefined && completeAt !== this.#oldOncall;
		const isNews = [
			this.#seen.incidents.isNew(this.#id, incidents.load.completeAt && JSON.stringify(known)),
			this.#seen.oncall.isNew(policy?.id, isFresh && policy ? JSON.stringify(policy) : undefined),
		];
		if (isNews.includes(true)) this.#asked.news();
	}
}

/** Tells whether something is no longer as it was at the last look. What is not known is no news, nor is another thing. */
class LastSeen {
	#id: string | undefined;
	#last: string | undefined;

	forget(): void {
		this.#last = undefined;
	}

	isNew(id: string | undefined, now: string | undefined): boolean {
		const before = id === this.#id ? this.#last : undefined;
		this.#id = id;
		this.#last = now;
		return before !== undefined && now !== undefined && before !== now;
	}
}

/** Settings of services that PagerDuty keeps beside them; of which service one is, its address does not tell. */
const beside = ['maintenance_windows', 'service_dependencies', 'alert_grouping_settings'];

/** Whether a change there may be one of the service. */
function mayChange(id: string, [what = '', of]: ChangedPath): boolean {
	return (what === 'services' && of === id) || beside.includes(what);
}
