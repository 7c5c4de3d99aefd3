import type { Incident } from '../../../pagerduty/api/incident.ts';
import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import type { ToolContext } from '../../core/context.ts';
import { showLeftAlone, type LeftAlone } from './change-incidents.ts';

/**
 * Makes a change that PagerDuty takes for one incident at a time. Gives what came of it, and which incidents failed and why.
 * @throws the first error when none could be changed.
 */
export async function eachIncident<T>(
	incidents: readonly Incident[],
	act: (incident: Incident) => Promise<T>,
	context: ToolContext,
): Promise<{ done: { incident: Incident; result: T }[]; failed: LeftAlone[] }> {
	const outcomes = await Promise.allSettled(incidents.map(act));
	const done: { incident: Incident; result: T }[] = [];
	const failed: LeftAlone[] = [];
	for (const [index, outcome] of outcomes.entries()) {
		const incident = incidents[index];
		if (!incident) continue;
		if (outcome.status === 'fulfilled') done.push({ incident, result: outcome.value });
		else failed.push(showLeftAlone(incident, reasonOf(outcome.reason), context));
	}
	const first = outcomes.find((outcome) => outcome.status === 'rejected');
	if (first && (done.length === 0 || context.signal.aborted)) throw first.reason;
	return { done, failed };
}

function reasonOf(error: unknown): string {
	if (!(error instanceof PagerDutyError)) return error instanceof Error ? error.message : 'unknown error';
	const details = error.messages.filter((text) => !error.message.includes(text)).join('; ');
	return `${error.message}${details && ` ${details}`}${error.unclear ? ' It may or may not have been carried out.' : ''}`;
}
