import * as vscode from 'vscode';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { PagerDutyClient } from '../pagerduty/http/client.ts';
import type { Toolbox, ToolboxOptions } from '../tools/toolbox.ts';
import { ChangesInAccount } from '../vscode/account/changes-in-account.ts';
import type { CurrentAccount } from '../vscode/account/current-account.ts';
import { LazyToolbox } from '../vscode/lazy-toolbox.ts';
import type { RedactingLog } from '../vscode/log.ts';
import type { ActivityRecord } from '../vscode/activity/activity-record.ts';
import { agentPolicy, notesSayVia } from '../vscode/settings.ts';
import { describeProblem } from '../vscode/words/problem.ts';

export interface ToolPartsOptions {
	readonly account: CurrentAccount;
	readonly record: ActivityRecord;
	readonly clock: Clock;
	readonly log: RedactingLog;
	readonly userAgent: string;
}

type Offer = Pick<ToolboxOptions, 'policy' | 'widen' | 'hidesOthers' | 'consent' | 'recorder'> &
	Partial<Pick<ToolboxOptions, 'client'>>;

/** The tools, for people and agents, on the account that is signed in. */
export interface ToolParts {
	/** The client of the account that is signed in. */
	readonly client: () => Promise<PagerDutyClient>;
	/** What the settings offer agents. */
	readonly toolbox: LazyToolbox;
	/** Gives what makes a toolbox that offers something else, or runs on another account. */
	readonly toolboxes: () => Promise<(offer: Offer) => Toolbox>;
	/** What tools have changed, told to the views. */
	readonly changes: ChangesInAccount;
	readonly disposables: readonly Pick<vscode.Disposable, 'dispose'>[];
}

/** Builds what runs tools. They are loaded when the first one is needed. */
export function toolParts({ account, record, clock, log, userAgent }: ToolPartsOptions): ToolParts {
	let loading: Promise<PagerDutyClient> | undefined;
	const load = async () => {
		const { PagerDutyClient: Client } = await import('../pagerduty/http/client.ts');
		return new Client({ account: account.source, clock, log, userAgent, onUnauthorized: () => account.expire() });
	};
	const client = () => (loading ??= load());
	const changes = new ChangesInAccount(account.switched);
	const shared = {
		clock,
		log,
		signIn: 'Ask the person to run the command "PagerDuty: Sign in" in VS Code.',
		explain: (error: unknown) => describeProblem(error, vscode.l10n).message,
		signsNotes: notesSayVia,
		sender:
			'An account-level key needs the e-mail address of a PagerDuty user: ask the person to run the command "PagerDuty: Sign in" in VS Code again and to give it there.',
	};
	const toolboxes = async () => {
		const [{ Toolbox }, ofAccount] = await Promise.all([import('../tools/toolbox.ts'), client()]);
		return (offer: Offer) =>
			new Toolbox({
				client: ofAccount,
				...shared,
				...offer,
				// Asked at each call.
				get changes() {
					return changes.ofCall;
				},
			});
	};
	const toolbox = new LazyToolbox(async () => {
		const { consentOnScreen } = await import('../vscode/consent/screen.ts');
		return (await toolboxes())({
			policy: agentPolicy,
			consent: consentOnScreen(clock),
			recorder: await record.recorder(),
			widen: 'in the settings of VS Code, with pagerduty.toolsets and pagerduty.agentAccess',
		});
	});
	return {
		client,
		toolbox,
		toolboxes,
		changes,
		disposables: [
			changes,
			account.switched.on(() => {
				// What could not be loaded has nothing to forget.
				loading?.then(
					(loaded) => loaded.forget(),
					() => undefined,
				);
				toolbox.forget();
			}),
		],
	};
}
