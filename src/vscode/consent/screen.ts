import * as vscode from 'vscode';
import type { ConsentDoor } from '../../tools/core/consent.ts';
import { NoAnswer } from '../../tools/core/conversation.ts';
import { cleanLine } from '../../tools/text/untrusted.ts';
import { safeForNotification } from '../words/markup-safe.ts';

/**
 * Asks the person in a dialog of this window whether they agree, where the client of an agent cannot show a question. What is
 * safe comes first, so that Enter without a look changes nothing.
 * @param connection what the person calls the connection by which the client came; undefined for the editor's own
 */
export function consentOnScreen(connection?: string): Required<Pick<ConsentDoor, 'screen' | 'instead'>> {
	return {
		screen: (client, signal) => ({
			async choose(question, choices) {
				const asker = askerInWords(client, connection);
				const [headline = '', ...rest] = question.split('\n');
				const detail = [...rest, vscode.l10n.t('Asked for by {0}.', asker)].join('\n');
				const labels = choices.map(({ label }) => label);
				const options = { modal: true, detail: safeLines(detail) };
				const label = await vscode.window.showWarningMessage(safeLines(headline), options, ...labels);
				const chosen = choices.find((choice) => choice.label === label);
				if (!chosen) throw new NoAnswer('the person closed the question without an answer');
				if (signal.aborted && chosen.value !== 'no')
					void vscode.window.showInformationMessage(
						vscode.l10n.t('{0} no longer waits for your answer: nothing was changed.', asker),
					);
				return chosen.value;
			},
		}),
		instead: () => 'Ask the person to do it in the PagerDuty view of VS Code.',
	};
}

/** Whole, for the person agrees to what it says; the tools have cut what is too long. */
function safeLines(text: string): string {
	return text
		.split('\n')
		.map((line) => safeForNotification(line, 1000))
		.join('\n');
}

/** A client says itself what it is called. */
function askerInWords(client: string | undefined, connection: string | undefined): string {
	const name = cleanLine(client ?? vscode.l10n.t('a client without a name'), 60);
	return connection === undefined
		? name
		: vscode.l10n.t('{0}, by the connection "{1}"', name, cleanLine(connection, 60));
}
