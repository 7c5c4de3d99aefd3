import type { Route } from '../server/router.ts';
import { accountWideRoutes } from './account-wide.ts';
import { automationRoutes } from './automation.ts';
import { businessServiceRoutes } from './business-services.ts';
import { analyticsRoutes } from './analytics.ts';
import { changeEventRoutes } from './change-events.ts';
import { eventRoutes } from './events.ts';
import { incidentEditRoutes } from './incident-edits.ts';
import { incidentRoutes } from './incidents.ts';
import { notificationRoutes } from './notifications.ts';
import { onCallRoutes } from './oncalls.ts';
import { overrideRoutes } from './overrides.ts';
import { shiftOverrideRoutes } from './shift-overrides.ts';
import { peopleRoutes } from './people.ts';
import { policyChangeRoutes } from './policy-changes.ts';
import { scheduleChangeRoutes } from './schedule-changes.ts';
import { orchestrationRoutes } from './orchestrations.ts';
import { relatedIncidentRoutes } from './related-incidents.ts';
import { pausedIncidentReportRoutes } from './paused-incident-reports.ts';
import { responderRoutes } from './responders.ts';
import { serviceAndPolicyRoutes } from './services-and-policies.ts';
import { shiftScheduleChangeRoutes } from './shift-schedule-changes.ts';
import { statusUpdateRoutes } from './status-updates.ts';
import { templateRoutes } from './templates.ts';
import { serviceChangeRoutes } from './service-changes.ts';
import { serviceDependencyRoutes } from './service-dependencies.ts';
import { serviceSettingRoutes } from './service-settings.ts';
import { teamChangeRoutes } from './team-changes.ts';
import { userChangeRoutes } from './user-changes.ts';
import { statusPagePostRoutes } from './status-page-posts.ts';
import { statusPageRoutes } from './status-pages.ts';
import { timelineRoutes } from './timeline.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every operation the account serves. */
export const routes: readonly Route[] = [
	...incidentRoutes,
	...timelineRoutes,
	...notificationRoutes,
	...changeEventRoutes,
	...incidentEditRoutes,
	...relatedIncidentRoutes,
	...responderRoutes,
	...statusUpdateRoutes,
	...templateRoutes,
	...onCallRoutes,
	...overrideRoutes,
	...shiftOverrideRoutes,
	...scheduleChangeRoutes,
	...shiftScheduleChangeRoutes,
	...policyChangeRoutes,
	...serviceAndPolicyRoutes,
	...peopleRoutes,
	...userChangeRoutes,
	...teamChangeRoutes,
	...serviceSettingRoutes,
	...serviceDependencyRoutes,
	...serviceChangeRoutes,
	...eventRoutes,
	...analyticsRoutes,
	...orchestrationRoutes,
	...pausedIncidentReportRoutes,
	...automationRoutes,
	...webhookRoutes,
	...statusPageRoutes,
	...statusPagePostRoutes,
	...accountWideRoutes,
	...businessServiceRoutes,
];
