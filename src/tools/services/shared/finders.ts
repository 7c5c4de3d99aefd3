import { getService, listServices } from '../../../pagerduty/api/services.ts';
import { paged, type Finder } from '../../names/finder.ts';

/** How services are found by name. */
export const servicesFinders = {
	service: { noun: 'service', listTool: 'list_services', get: getService, searches: [paged(listServices, 'query')] },
} satisfies Record<string, Finder>;
