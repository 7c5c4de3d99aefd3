import type { PageName } from '../ids.ts';
import { incidentPage } from './incident-page.ts';
import { oncallPage } from './oncall-page.ts';
import type { PanelPage } from './panel-page.ts';
import { reportPage } from './report-page.ts';
import { servicePage } from './service-page.ts';

/** Every page that panels show. */
export const panelPages: Readonly<Record<PageName, PanelPage>> = {
	incident: incidentPage,
	oncall: oncallPage,
	report: reportPage,
	service: servicePage,
};
