import * as vscode from 'vscode';
import type { Caller } from '../../tools/tool-runs.ts';
import { cleanLine, cleanText } from '../../tools/text/untrusted.ts';
import { changing, type ChangeParts } from '../commands/shared/change-incidents.ts';
import { isMeant } from '../commands/shared/confirm.ts';
import type { KeptDraft } from '../commands/shared/kept-draft.ts';
import { sayDone } from '../commands/shared/say-done.ts';
import { answered, numbered, walk, type Ask } from '../questions/steps.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { emptyDraft, type ChosenPage, type Draft } from './draft.ts';
import { askMessage, askNotify, askPage, askPost, askTitle, askWord, readPages, readWords } from './questions.ts';

/** As much of the text as a modal question shows. */
const shownOfMessage = 1500;

/** Asks what a status page is to say, shows it once more, and publishes it. @param hint what the incident is called inside */
export async function publish(
	parts: ChangeParts,
	unpublished: KeptDraft<Draft>,
	hint: string | undefined,
): Promise<void> {
	const pages = await readPages(parts);
	if (pages.length === 0) {
		void vscode.window.showInformationMessage(vscode.l10n.t('This account has no status pages.'));
		return;
	}
	const keeping =
		(ask: Ask<Draft>): Ask<Draft> =>
		(draft, place) => {
			unpublished.keep(draft);
			return ask(draft, place);
		};
	const asks = questions(parts, pages, hint).map(keeping);
	const draft = await walk(unpublished.draft ?? emptyDraft, numbered(vscode.l10n.t('Post on a status page'), asks));
	if (!draft) unpublished.forget();
	if (!draft?.page) return;
	unpublished.keep(draft);
	const { page } = draft;
	if (!(await lastLook(draft, page))) return;
	await changing(parts, vscode.l10n.t('Publishing'), (caller) => send(parts, page, draft, caller));
	unpublished.forget();
	sayDone(vscode.l10n.t('Published on {0}', safeForNotification(page.name)));
}

function questions(parts: ChangeParts, pages: readonly ChosenPage[], hint: string | undefined): readonly Ask<Draft>[] {
	const word =
		(name: 'status' | 'severity', words: 'statuses' | 'severities', placeholder: string): Ask<Draft> =>
		async (draft, place) => {
			if (!draft.page) return 'skip';
			const known = await readWords(draft.page, parts);
			const chosen = await askWord(place, placeholder, known[words], draft[name], draft.post !== undefined);
			return answered(chosen, (value) => ({ ...draft, [name]: value }));
		};
	return [
		async (draft, place) => answered(await askPage(place, pages, draft.page), (page) => ({ ...draft, page })),
		async (draft, place) =>
			draft.page ? answered(await askPost(place, draft.page, parts), (post) => ({ ...draft, post })) : 'skip',
		async (draft, place) =>
			draft.post ? 'skip' : answered(await askTitle(place, draft.title, hint), (title) => ({ ...draft, title })),
		word('status', 'statuses', vscode.l10n.t('Choose the status')),
		word('severity', 'severities', vscode.l10n.t('Choose the severity')),
		async (draft, place) => answered(await askMessage(place, draft.message), (message) => ({ ...draft, message })),
		async (draft, place) => answered(await askNotify(place, draft.notify), (notify) => ({ ...draft, notify })),
	];
}

/** Asks once more, with as much of it in sight as a question shows: nobody takes back what customers have read. */
function lastLook({ post, title, status, severity, message, notify }: Draft, page: ChosenPage): Promise<boolean> {
	const name = safeForNotification(page.name);
	const question = page.isPublic
		? vscode.l10n.t('Publish this on {0}? It is public: customers read it at once.', name)
		: vscode.l10n.t('Publish this on {0}? Whoever may see the page reads it at once.', name);
	const words = [status, severity].filter((word) => word !== undefined).map((word) => cleanLine(word));
	const detail = [
		cleanLine(post?.name ?? title),
		words.join(' · '),
		'',
		cleanText(message, shownOfMessage),
		'',
		notify ? vscode.l10n.t('All subscribers get it by e-mail.') : vscode.l10n.t('Nobody gets it by e-mail.'),
	];
	return isMeant(question, detail.join('\n'), vscode.l10n.t('Publish'));
}

async function send(
	{ toolbox }: ChangeParts,
	page: ChosenPage,
	{ post, title, status, severity, message, notify }: Draft,
	caller: Caller,
): Promise<void> {
	const said = {
		status_page: page.id,
		message,
		notify_subscribers: notify,
		...(status !== undefined && { status }),
		...(severity !== undefined && { severity }),
	};
	if (post) {
		const { addStatusPageUpdate } = await import('../../tools/communication/add-status-page-update.ts');
		await toolbox.run(addStatusPageUpdate, { ...said, post: post.id }, caller);
		return;
	}
	const { createStatusPagePost } = await import('../../tools/communication/create-status-page-post.ts');
	await toolbox.run(createStatusPagePost, { ...said, title, status: status ?? '', severity: severity ?? '' }, caller);
}
