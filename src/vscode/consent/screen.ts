import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { answerMinutes } from '../../tools/core/answer-limit.ts';
import type { ConsentDoor } from '../../tools/core/consent.ts';
import { NoAnswer, type Choice } from '../../tools/core/conversation.ts';
import { cleanLine } from '../../tools/text/untrusted.ts';
import { languageOf } from '../words/language.ts';
import { wordsOf } from '../words/said.ts';
import { safeForNotification } from '../words/markup-safe.ts';

/**
 * Asks the person in a dialog of this window whether they agree, where the client of an agent cannot show a question. What is
 * safe comes first, so that Enter without a look changes nothing. Clients that can ask do so in the same words. The editor cannot close a dialog: an answer that comes too
 * late changes nothing, and the person is told so.
 * @param connection what the person calls the connection by which the client came; undefined for the editor's own
 */
export function consentOnScreen(clock: Clock, connection?: string): Pick<ConsentDoor, 'screen' | 'words'> {
	return {
		words: wordsOf(vscode.l10n, languageOf(vscode.l10n, vscode.env.language)),
		screen: (client, signal) => ({
			async choose(question, choices) {
				const asker = askerInWords(client, connection);
				const ended = new AbortController();
				const tooLate = clock.sleep(answerMinutes * 60_000, ended.signal).then(() => {
					ended.abort();
					throw new NoAnswer('late');
				});
				const answer = ask(question, choices, asker).then((value) => {
					if (value === undefined) throw new NoAnswer('closed');
					if ((signal.aborted || ended.signal.aborted) && value !== 'no')
						void vscode.window.showInformationMessage(
							safeForNotification(
								vscode.l10n.t('{0} no longer waits for your answer: nothing was changed.', asker),
								Infinity,
							),
						);
					return value;
				});
				try {
					return await Promise.race([answer, tooLate]);
				} finally {
					ended.abort();
					// Whichever ends last has nobody left to tell.
					answer.catch(() => undefined);
					tooLate.catch(() => undefined);
				}
			},
		}),
	};
}

async function ask(question: string, choices: readonly Choice[], asker: string): Promise<string | undefined> {
	const [headline = '', ...rest] = question.split('\n');
	const detail = [...rest, vscode.l10n.t('Asked for by {0}.', asker)].join('\n');
	const labels = choices.map(({ label }) => label);
	const options = { modal: true, detail: safeLines(detail) };
	const label = await vscode.window.showWarningMessage(safeLines(headline), options, ...labels);
	return choices.find((choice) => choice.label === label)?.value;
}

/** Whole, for the person agrees to what it says; the tools have cut what is too long. */
function safeLines(text: string): string {
	return text
		.split('\n')
		.map((line) => safeForNotification(line, Infinity))
		.join('\n');
}

/** A client says itself what it is called: quotes set that apart from what the editor says. */
function askerInWords(client: string | undefined, connection: string | undefined): string {
	const own = cleanLine(client ?? '', 60).replaceAll('"', "'");
	const name = own === '' ? vscode.l10n.t('a client without a name') : vscode.l10n.t('"{0}"', own);
	return connection === undefined
		? name
		: vscode.l10n.t('{0}, by the connection "{1}"', name, cleanLine(connection, 60));
}
