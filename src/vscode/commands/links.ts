import * as vscode from 'vscode';
import { PolicyNode, TurnNode } from '../sidebar/oncall-nodes.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import { editorLink, linkAccount, targetOf, type LinkTarget, type ShownPage } from '../links/editor-link.ts';
import type { Handlers } from './register.ts';
import { sayHowMany } from './shared/say-done.ts';
import { targetOfRow } from './shared/link-targets.ts';
import type { Question } from './shared/choose-incidents.ts';
import {
	chooseOpenIncidents,
	incidentMeant,
	incidentsBehind,
	namedIncidents,
	type IncidentSources,
} from './shared/incidents-meant.ts';

export interface LinkCommandsParts extends IncidentSources {
	readonly account: CurrentAccount;
	/** The page that is in front. */
	readonly shownPage: () => ShownPage | undefined;
	/** Of this extension: links of the editor name it. */
	readonly extensionId: string;
}

/** The commands about pages on the web, and links that lead there or back into the editor. */
export function linkCommands(parts: LinkCommandsParts): Pick<Handlers, 'open' | 'copyLink' | 'copyEditorLink'> {
	const copy = async (links: readonly string[]) => {
		if (links.length === 0) return;
		await vscode.env.clipboard.writeText(links.join('\n'));
		sayHowMany(links.length, vscode.l10n.t('Copied the link'), vscode.l10n.t('Copied {0} links', links.length));
	};
	const meant = async (clicked: unknown, selected: unknown, title: string) => {
		const question: Question = {
			title,
			placeHolder: vscode.l10n.t('Choose the incidents whose links to copy'),
			nothing: vscode.l10n.t('There are no open incidents.'),
		};
		const named = await namedIncidents(clicked, selected, parts);
		return named ? incidentsBehind(parts, named) : chooseOpenIncidents(parts, question);
	};
	return {
		open: async (clicked) => {
			const page =
				linkedPage(clicked) ??
				(await incidentMeant(parts, clicked, vscode.l10n.t('Open in PagerDuty'), vscode.l10n.t('Choose the incident')))
					?.url;
			if (page === undefined) return;
			if (parts.account.isDemo) {
				void vscode.window.showInformationMessage(vscode.l10n.t('The demo account has no pages on the web.'));
				return;
			}
			await vscode.env.openExternal(webPage(page));
		},

		copyLink: async (clicked, selected) => {
			const incidents = await meant(clicked, selected, vscode.l10n.t('Copy link'));
			await copy(incidents.flatMap(({ url }) => url ?? []));
		},

		// Not by `asExternalUri`: what that gives leads to this window only, and soon nowhere.
		copyEditorLink: async (clicked, selected) => {
			const { state } = parts.account;
			const base = {
				scheme: vscode.env.uriScheme,
				extensionId: parts.extensionId,
				account: state.kind === 'signedIn' ? linkAccount(state) : undefined,
			};
			const targets = async (): Promise<readonly LinkTarget[]> => {
				const row = targetOfRow(clicked) ?? targetOfPage(clicked, parts);
				if (row) return [row];
				const incidents = await meant(clicked, selected, vscode.l10n.t('Copy link for VS Code'));
				return incidents.map(({ id }) => ({ kind: 'incident', incident: id }));
			};
			await copy((await targets()).map((target) => editorLink(target, base)));
		},
	};
}

/** The page in front, where a command was run from it or from the palette: nothing else was named. */
function targetOfPage(clicked: unknown, { shownPage }: LinkCommandsParts): LinkTarget | undefined {
	// The menu of an editor passes the address of what it shows.
	const isEditor = typeof clicked === 'object' && clicked !== null && 'scheme' in clicked;
	if (clicked !== undefined && !isEditor) return undefined;
	const shown = shownPage();
	return shown && targetOf(shown);
}

/** The web page behind a row of the on-call tree. */
function linkedPage(clicked: unknown): string | undefined {
	if (clicked instanceof TurnNode) return clicked.turn.url;
	return clicked instanceof PolicyNode ? clicked.policy.url : undefined;
}

/** @throws when it is no web address: PagerDuty's replies decide it, so it is not trusted with other schemes. */
function webPage(url: string): vscode.Uri {
	const uri = vscode.Uri.parse(url, true);
	if (uri.scheme !== 'https') throw new Error('The link is not a web address.');
	return uri;
}
