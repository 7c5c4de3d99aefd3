import { catchUp } from './catch-up.ts';
import { coverageReview } from './coverage-review.ts';
import { handoff } from './handoff.ts';
import { postmortem } from './postmortem.ts';
import type { Prompt } from './prompt.ts';
import { statusUpdate } from './status-update.ts';
import { triage } from './triage.ts';
import { weeklyReport } from './weekly-report.ts';
import { whoIsOnCall } from './who-is-on-call.ts';

/** Every prompt, in the order in which they are offered. */
export const prompts: readonly Prompt[] = [
	triage,
	catchUp,
	whoIsOnCall,
	statusUpdate,
	handoff,
	postmortem,
	weeklyReport,
	coverageReview,
];
