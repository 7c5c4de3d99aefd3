import { accountCalls } from './account.ts';
import { analyticsCalls } from './analytics.ts';
import { automationCalls } from './automation.ts';
import { communicationCalls } from './communication.ts';
import { eventsCalls } from './events.ts';
import { incidentsCalls } from './incidents.ts';
import { oncallCalls } from './oncall.ts';
import { peopleCalls } from './people.ts';
import { schedulingCalls } from './scheduling.ts';
import { servicesCalls } from './services.ts';
import type { Calls } from './calls.ts';

/** Sample calls of every tool. */
export const calls: Calls = {
	...incidentsCalls,
	...communicationCalls,
	...oncallCalls,
	...servicesCalls,
	...peopleCalls,
	...schedulingCalls,
	...eventsCalls,
	...analyticsCalls,
	...automationCalls,
	...accountCalls,
};
