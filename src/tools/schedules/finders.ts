import { getSchedule, listSchedules } from '../../pagerduty/api/schedules.ts';
import { getScheduleV3, listSchedulesV3 } from '../../pagerduty/api/schedules-v3.ts';
import type { PagerDutyApi } from '../../pagerduty/http/request.ts';
import type { Found } from '../core/directory.ts';
import { paged, type Finder, type Search } from '../names/finder.ts';
import { layersOrShifts, seesNoShiftBased } from './shift-based.ts';

/** How schedules are found by name. */
export const scheduleFinders = {
	schedule: {
		noun: 'schedule',
		listTool: 'list_schedules',
		get: getEitherSchedule,
		searches: [
			paged(listSchedules, 'query'),
			// PagerDuty's guide says that there is no such filter, its OpenAPI that there is.
			{ filtered: false, read: searchShiftSchedules },
		],
	},
} satisfies Record<string, Finder>;

/** PagerDuty has two scheduling systems with disjoint ids; asking one for the other's id fails. */
function getEitherSchedule(pagerduty: PagerDutyApi, id: string): Promise<Found> {
	return layersOrShifts<Found>(
		() => getSchedule(pagerduty, id),
		() => getScheduleV3(pagerduty, id),
	);
}

/** Where the second system of schedules may not be seen there is nothing in it. */
async function* searchShiftSchedules(pagerduty: PagerDutyApi, query?: string): ReturnType<Search['read']> {
	try {
		yield* paged(listSchedulesV3, 'query').read(pagerduty, query);
	} catch (error) {
		if (!seesNoShiftBased(error)) throw error;
	}
}
