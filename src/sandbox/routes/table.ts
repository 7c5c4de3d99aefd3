import type { Route } from '../router.ts';
import { contextRoutes } from './context.ts';
import { eventRoutes } from './events.ts';
import { incidentRoutes } from './incidents.ts';
import { onCallRoutes } from './oncalls.ts';
import { peopleRoutes } from './people.ts';
import { settingRoutes } from './settings.ts';
import { timelineRoutes } from './timeline.ts';

/** Every operation the account serves. */
export const routes: readonly Route[] = [
	...incidentRoutes,
	...timelineRoutes,
	...contextRoutes,
	...onCallRoutes,
	...settingRoutes,
	...peopleRoutes,
	...eventRoutes,
];
