import * as vscode from 'vscode';
import type { Whose } from '../../connections/connection.ts';
import type { Commit } from '../git/checked-out-commit.ts';
import type { ChosenService } from '../creation/draft.ts';
import {
	answered,
	choose,
	numbered,
	type as askText,
	walk,
	type Answer,
	type Ask,
	type Place,
} from '../questions/steps.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { changing, type ChangeParts } from './shared/change-incidents.ts';
import { KeptDraft } from './shared/kept-draft.ts';
import { sayDone } from './shared/say-done.ts';
import { slowAction } from './shared/slow-action.ts';

export interface ChangeCommandsParts extends ChangeParts {
	/** The account in use. */
	readonly whose: () => Whose | undefined;
}

interface Draft {
	readonly service: ChosenService | undefined;
	/** Id; undefined where the service has only one. */
	readonly integration: string | undefined;
	readonly summary: string;
}

/** What `send_change_event` takes, in characters. */
const longest = 1024;

/** The command that records a change, such as a deployment, next to a service's incidents. */
export function changeCommands(parts: ChangeCommandsParts): Pick<Handlers, 'declareChange'> {
	const unsent = new KeptDraft<Draft>(parts.whose);
	return {
		declareChange: async () => {
			const [{ askService }, { checkedOutCommit }] = await Promise.all([
				import('../creation/questions.ts'),
				import('../git/checked-out-commit.ts'),
			]);
			const commit = await checkedOutCommit();
			const asks: readonly Ask<Draft>[] = [
				async (draft, place) =>
					answered(await askService(place, draft.service, parts), (service) => ({
						...draft,
						service,
						integration: undefined,
					})),
				async (draft, place) => {
					const inlets = draft.service ? await inletsOf(draft.service, parts) : [];
					if (inlets.length < 2) return 'skip';
					return answered(await askInlet(place, inlets), (integration) => ({ ...draft, integration }));
				},
				async (draft, place) =>
					answered(await askSummary(place, draft.summary, commit), (summary) => ({ ...draft, summary })),
			];
			const start = unsent.draft ?? {
				service: undefined,
				integration: undefined,
				summary: commit ? suggested(commit) : '',
			};
			const draft = await walk(start, numbered(vscode.l10n.t('Record a change'), asks));
			if (!draft) unsent.forget();
			if (!draft?.service) return;
			unsent.keep(draft);
			const { service, integration, summary } = draft;
			await changing(parts, vscode.l10n.t('Recording the change'), async (caller) => {
				const { sendChangeEvent } = await import('../../tools/events/send-change-event.ts');
				const where = { service: service.id, ...(integration && { integration }) };
				return parts.toolbox.run(sendChangeEvent, { ...where, summary, ...factsOf(commit) }, caller);
			});
			unsent.forget();
			sayDone(vscode.l10n.t('Recorded the change of {0}', safeForNotification(service.name)));
		},
	};
}

interface Inlet {
	readonly id: string;
	readonly name: string;
}

/** The integrations of a service that take changes. */
function inletsOf({ id }: ChosenService, { toolbox, clock }: ChangeCommandsParts): Promise<readonly Inlet[]> {
	return slowAction(clock, vscode.l10n.t('Reading integrations'), async (caller) => {
		const { getService } = await import('../../tools/services/get-service.ts');
		const { integrations = [] } = await toolbox.run(getService, { service: id, include: ['integrations'] }, caller);
		return integrations.filter(({ type }) => type === 'events_api_v2');
	});
}

function askInlet(place: Place, inlets: readonly Inlet[]): Promise<Answer<string>> {
	const choices = inlets.map(({ id, name }) => ({ label: `$(plug) ${safeForLabel(name)}`, value: id }));
	return choose(place, vscode.l10n.t('Choose the integration that the change belongs to'), choices);
}

function askSummary(place: Place, value: string, commit: Commit | undefined): Promise<Answer<string>> {
	const prompt = commit
		? vscode.l10n.t(
				'What changed. Commit, branch and repository ({0}) are sent with it. It pages nobody and cannot be taken back.',
				safeForLabel(commit.repository),
			)
		: vscode.l10n.t('What changed. It pages nobody and cannot be taken back.');
	return askText<string>(place, { prompt, value }, (text) => {
		if (text === '') return { problem: vscode.l10n.t('Write what changed.') };
		return text.length > longest
			? { problem: vscode.l10n.t('{0} characters at most; these are {1}.', longest, text.length) }
			: { value: text };
	});
}

function suggested({ subject, repository, hash }: Commit): string {
	return `${subject.slice(0, 200)} (${repository} ${hash.slice(0, 7)})`.trim();
}

function factsOf(commit: Commit | undefined): { source?: string; details?: string } {
	if (!commit) return {};
	const { repository, remote, branch, hash } = commit;
	return { source: repository, details: JSON.stringify({ repository: remote ?? repository, branch, commit: hash }) };
}
