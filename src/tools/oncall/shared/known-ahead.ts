import { ToolError } from '../../core/failure.ts';
import type { Now } from '../../time/parse-moment.ts';

/** PagerDuty knows who is on call for so long ahead, and leaves out what is later without a word. */
export const knownDays = 90;

/** @throws {ToolError} for an end that PagerDuty does not know yet. */
export function checkAhead(end: number, asked: Now): void {
	// An hour more where the clocks go back.
	if (end <= asked.now().getTime() + knownDays * 86_400_000 + 3_600_000) return;
	throw new ToolError({
		message: `PagerDuty only knows who is on call for the next ${knownDays} days.`,
		next: 'Ask for an earlier end, or look at a schedule with get_schedule.',
	});
}
