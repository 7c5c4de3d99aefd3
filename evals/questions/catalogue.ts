import { accountQuestions } from './account-wide.ts';
import { analyticsQuestions } from './analytics.ts';
import { automationQuestions } from './automation.ts';
import { communicationQuestions } from './communication.ts';
import { eventQuestions } from './events.ts';
import { hardIncidentQuestions } from './incidents-hard.ts';
import { incidentQuestions } from './incidents.ts';
import { oncallChangeQuestions } from './oncall-changes.ts';
import { oncallQuestions } from './oncall.ts';
import { peopleQuestions } from './people.ts';
import type { Question } from './question.ts';
import { scheduleChangeQuestions } from './schedules-changes.ts';
import { scheduleQuestions } from './schedules.ts';
import { serviceQuestions } from './services.ts';

/** All questions, area by area. */
export const questions: readonly Question[] = [
	...incidentQuestions,
	...hardIncidentQuestions,
	...oncallQuestions,
	...oncallChangeQuestions,
	...scheduleQuestions,
	...scheduleChangeQuestions,
	...serviceQuestions,
	...peopleQuestions,
	...eventQuestions,
	...communicationQuestions,
	...automationQuestions,
	...analyticsQuestions,
	...accountQuestions,
];
