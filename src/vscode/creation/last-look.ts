import * as vscode from 'vscode';
import { cleanLine, cleanText } from '../../tools/text/untrusted.ts';
import { isMeant } from '../commands/shared/confirm.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import type { Complete } from './draft.ts';
import type { Paged } from './who-is-paged.ts';

const shownNames = 3;
const shownOfBody = 600;

/** Asks once more before people are paged, with all that matters in sight. @param page somebody is paged by name */
export function lastLook(draft: Complete, paged: Paged, page: boolean): Promise<boolean> {
	const question = page ? pageQuestion(paged) : createQuestion(paged);
	return isMeant(question, detailOf(draft, paged), page ? vscode.l10n.t('Page now') : vscode.l10n.t('Create incident'));
}

function pageQuestion(paged: Paged): string {
	const names = paged.kind === 'people' ? namesOf(paged.names) : '';
	return vscode.l10n.t('Page {0} now?', names);
}

function createQuestion(paged: Paged): string {
	switch (paged.kind) {
		case 'people':
			return vscode.l10n.t('Create the incident and page {0} now?', namesOf(paged.names));
		case 'nobody':
			return vscode.l10n.t('Create the incident? Nobody is on call there now, so nobody is paged.');
		case 'unknown':
			return vscode.l10n.t('Create the incident and page whoever is on call? Who that is could not be read.');
	}
}

function detailOf({ title, service, urgency, priority, body }: Complete, paged: Paged): string {
	const { l10n } = vscode;
	const facts: readonly (readonly [name: string, value: string | undefined])[] = [
		[l10n.t('Title'), cleanLine(title)],
		[l10n.t('Service'), cleanLine(service.name)],
		[l10n.t('Urgency'), urgencyWord(urgency)],
		[l10n.t('Priority'), priority],
		[l10n.t('On call'), levelOf(paged)],
	];
	const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
	return [...lines, ...(body === undefined ? [] : ['', cleanText(body, shownOfBody)])].join('\n');
}

function urgencyWord(urgency: Complete['urgency']): string {
	if (urgency === undefined) return vscode.l10n.t('as the service decides');
	return urgency === 'high' ? vscode.l10n.t('high') : vscode.l10n.t('low');
}

function levelOf(paged: Paged): string | undefined {
	if (paged.kind !== 'people' || paged.level === undefined) return undefined;
	return vscode.l10n.t('level {0} of {1}', paged.level, cleanLine(paged.policy ?? ''));
}

function namesOf(names: readonly string[]): string {
	const shown = names.slice(0, shownNames).map((name) => safeForNotification(name));
	const more = names.length - shown.length;
	return more > 0 ? vscode.l10n.t('{0} and {1} more', shown.join(', '), more) : shown.join(', ');
}
