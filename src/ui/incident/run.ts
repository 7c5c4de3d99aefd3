import { numberOf, rowsOf, textOf } from '../shared/fields.ts';
import type { L10n } from '../shared/place.ts';
import type { ToolAnswer } from '../shared/connection.ts';
import type { Step } from './actions.ts';
import type { CallTool } from '../shared/reading.ts';
import { statusWord } from '../shared/words.ts';

/** Calls tools one after another, until one does not do what it was called for. Gives why that was, or undefined. */
export async function runSteps(steps: readonly Step[], call: CallTool, l10n: L10n): Promise<string | undefined> {
	for (const { tool, input } of steps) {
		try {
			const problem = problemOf(await call(tool, input), l10n);
			if (problem !== undefined) return problem;
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		}
	}
	return undefined;
}

/** A change that was not made is no failure of its tool: the answer counts what changed, and says why the rest did not. */
function problemOf({ failed, text, output }: ToolAnswer, l10n: L10n): string | undefined {
	if (failed) return text;
	if (numberOf(output['changed']) !== 0) return undefined;
	const reasons = ['failed', 'unchanged'].flatMap((list) => rowsOf(output[list], ({ reason }) => textOf(reason) ?? []));
	const [reason = textOf(output['note']) ?? text] = reasons.flat();
	return l10n.t('Nothing changed: {0}', statusWord(reason, l10n));
}
