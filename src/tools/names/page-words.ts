import {
	listStatusPageImpacts,
	listStatusPageServices,
	listStatusPageSeverities,
	listStatusPageStatuses,
	type StatusPageOption,
} from '../../pagerduty/api/status-pages.ts';
import type { PagerDutyApi } from '../../pagerduty/http/request.ts';
import type { PageWords, PageWord } from '../core/directory.ts';
import { cleanName } from '../text/names.ts';

/** operationId: listStatusPageSeverities, listStatusPageStatuses, listStatusPageImpacts, listStatusPageServices */
export async function readWords(pageId: string, pagerduty: PagerDutyApi): Promise<PageWords> {
	const [severities, statuses, impacts, services] = await Promise.all([
		listStatusPageSeverities(pagerduty, pageId),
		listStatusPageStatuses(pagerduty, pageId),
		listStatusPageImpacts(pagerduty, pageId),
		listStatusPageServices(pagerduty, pageId),
	]);
	return {
		severities: severities.items.map(wordOf),
		statuses: statuses.items.map(wordOf),
		impacts: impacts.items.map(wordOf),
		services: services.items.map(({ id, name }) => ({ id, name: cleanName(name ?? id) })),
		incomplete: [severities, statuses, impacts, services].some(({ more }) => more),
	};
}

function wordOf({ id, description, post_type }: StatusPageOption): PageWord {
	return { id, name: cleanName(description ?? id), post_type };
}
