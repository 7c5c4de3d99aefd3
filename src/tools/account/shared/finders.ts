import { getBusinessService, listBusinessServices } from '../../../pagerduty/api/business-services.ts';
import { listPriorities } from '../../../pagerduty/api/priorities.ts';
import { paged, type Finder } from '../../names/finder.ts';

/** How priorities and business services are found by name. */
export const accountFinders = {
	priority: { noun: 'priority', listTool: 'get_account', searches: [paged(listPriorities)] },
	business_service: {
		noun: 'business service',
		listTool: 'list_business_services',
		get: getBusinessService,
		searches: [paged(listBusinessServices)],
	},
} satisfies Record<string, Finder>;
