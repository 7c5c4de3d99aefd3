import { incident, incidentAlerts, incidentTimeline } from './incident.ts';
import { me } from './me.ts';
import { oncallNow } from './oncall-now.ts';
import type { ResourceTemplate, SingleResource } from './resource.ts';
import { schedule } from './schedule.ts';
import { service } from './service.ts';
import { toolGuide } from './tool-guide.ts';

/** Every resource of which there is one, in the order in which they are listed. */
export const singleResources: readonly SingleResource[] = [me, oncallNow, toolGuide];

/** Every resource of which there is one an object, in the order in which they are listed. */
export const resourceTemplates: readonly ResourceTemplate[] = [
	incident,
	incidentTimeline,
	incidentAlerts,
	service,
	schedule,
];
