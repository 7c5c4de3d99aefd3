import * as vscode from 'vscode';
import { contactWays, type ContactWay } from '../oncall/contact-ways.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import { DescribedError } from '../words/problem.ts';
import type { Handlers } from './register.ts';
import { chooseNamed } from './shared/choose-named.ts';
import { personMeant } from './shared/oncall-rows.ts';
import { findPeople, type Recipient } from './shared/recipients.ts';
import { sayDone } from './shared/say-done.ts';
import type { ShiftSources } from './shared/shifts.ts';
import { slowAction } from './shared/slow-action.ts';

/** The command that calls a person or writes to them, by the addresses that PagerDuty has. */
export function contactCommands(sources: ShiftSources): Pick<Handlers, 'contactPerson'> {
	const { toolbox, clock, account } = sources;
	return {
		contactPerson: async (clicked) => {
			const search = (text: string, signal: AbortSignal) => findPeople(toolbox, text, signal);
			const question = {
				title: vscode.l10n.t('Contact'),
				placeHolder: vscode.l10n.t('Whom to contact, by name'),
				search,
			};
			const person = (await personMeant(clicked, sources)) ?? (await chooseNamed(question, clock));
			if (!person) return;
			const name = safeForNotification(person.name);
			const ways = await readWays(sources, person);
			if (ways.length === 0) {
				void vscode.window.showInformationMessage(
					vscode.l10n.t('PagerDuty shows you no phone number and no e-mail address of {0}.', name),
				);
				return;
			}
			const chosen = await chooseWay(ways, vscode.l10n.t('Contact {0}', safeForLabel(person.name)));
			if (!chosen) return;
			const { way, copy } = chosen;
			if (copy) {
				await vscode.env.clipboard.writeText(way.address);
				sayDone(vscode.l10n.t('Copied {0}', safeForLabel(way.address)));
			} else if (account.isDemo) {
				void vscode.window.showInformationMessage(vscode.l10n.t('The people in the demo account are made up.'));
			} else await vscode.env.openExternal(vscode.Uri.parse(way.link, true));
		},
	};
}

/** @throws what the tool throws; and when the addresses alone could not be read. */
async function readWays({ toolbox, clock }: ShiftSources, { id, name }: Recipient): Promise<readonly ContactWay[]> {
	const { contact_methods: methods, incomplete } = await slowAction(
		clock,
		vscode.l10n.t('Reading how to reach them'),
		async (caller) => {
			const { getUser } = await import('../../tools/people/get-user.ts');
			return toolbox.run(getUser, { user: id, include: ['addresses'] }, caller);
		},
	);
	if (methods) return contactWays(methods);
	const message = vscode.l10n.t('How to reach {0} could not be read. Try again.', safeForNotification(name));
	throw new DescribedError({ kind: 'other', message, remedy: 'retry' }, { cause: incomplete });
}

interface WayItem extends vscode.QuickPickItem {
	readonly way: ContactWay;
}

/** Enter calls or writes; the button copies. */
function chooseWay(
	ways: readonly ContactWay[],
	title: string,
): Promise<{ readonly way: ContactWay; readonly copy: boolean } | undefined> {
	const pick = vscode.window.createQuickPick<WayItem>();
	const copyButton = { iconPath: new vscode.ThemeIcon('copy'), tooltip: vscode.l10n.t('Copy') };
	pick.title = title;
	pick.placeholder = vscode.l10n.t('Press Enter to call or write, or the button to copy');
	pick.items = ways.map((way) => ({
		way,
		label: safeForLabel(way.address),
		description: [
			way.kind === 'call' ? vscode.l10n.t('call') : vscode.l10n.t('write'),
			...way.labels.map(safeForLabel),
			...(way.blocked ? [vscode.l10n.t('PagerDuty no longer sends there')] : []),
		].join(' · '),
		iconPath: new vscode.ThemeIcon(way.kind === 'call' ? 'call-outgoing' : 'mail'),
		buttons: [copyButton],
	}));
	return new Promise((resolve) => {
		const answer = (item: WayItem | undefined, copy: boolean) => {
			resolve(item && { way: item.way, copy });
			pick.hide();
		};
		const disposables = [
			pick,
			pick.onDidAccept(() => answer(pick.activeItems[0], false)),
			pick.onDidTriggerItemButton(({ item }) => answer(item, true)),
			pick.onDidHide(() => {
				resolve(undefined);
				for (const disposable of disposables) disposable.dispose();
			}),
		];
		pick.show();
	});
}
