import { accountTools } from './account/tools.ts';
import { analyticsTools } from './analytics/tools.ts';
import { automationTools } from './automation/tools.ts';
import { communicationTools } from './communication/tools.ts';
import { eventsTools } from './events/tools.ts';
import { incidentsTools } from './incidents/tools.ts';
import { oncallTools } from './oncall/tools.ts';
import { peopleTools } from './people/tools.ts';
import { schedulingTools } from './scheduling/tools.ts';
import { servicesTools } from './services/tools.ts';
import type { Tool } from './core/tool.ts';

/** Every tool, in the order in which they are offered. */
export const catalogue: readonly Tool[] = [
	...incidentsTools,
	...oncallTools,
	...servicesTools,
	...peopleTools,
	...communicationTools,
	...schedulingTools,
	...eventsTools,
	...analyticsTools,
	...automationTools,
	...accountTools,
];
