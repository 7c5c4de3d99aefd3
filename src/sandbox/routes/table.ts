import type { Route } from '../router.ts';
import { contextRoutes } from './context.ts';
import { eventRoutes } from './events.ts';
import { incidentRoutes } from './incidents.ts';
import { onCallRoutes } from './oncalls.ts';
import { overrideRoutes } from './overrides.ts';
import { peopleRoutes } from './people.ts';
import { policyChangeRoutes } from './policy-changes.ts';
import { scheduleChangeRoutes } from './schedule-changes.ts';
import { settingRoutes } from './settings.ts';
import { shiftScheduleChangeRoutes } from './shift-schedule-changes.ts';
import { timelineRoutes } from './timeline.ts';

/** Every operation the account serves. */
export const routes: readonly Route[] = [
	...incidentRoutes,
	...timelineRoutes,
	...contextRoutes,
	...onCallRoutes,
	...overrideRoutes,
	...scheduleChangeRoutes,
	...shiftScheduleChangeRoutes,
	...policyChangeRoutes,
	...settingRoutes,
	...peopleRoutes,
	...eventRoutes,
];
