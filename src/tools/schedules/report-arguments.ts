import * as z from 'zod';
import { moment, references } from '../core/arguments.ts';

/** Which schedules a report is about, and in which zone its dates are. */
export const reportArguments = {
	schedules: references('Names or ids. Default: all.').optional(),
	teams: references('Teams whose schedules count, or me.').optional(),
	time_zone: z.string().max(60).optional().describe("Default: the schedule's, else the person's."),
};

export const reportSpan = (since: string, until: string) => ({
	since: moment(since).optional(),
	until: moment(until).optional(),
});

export const mostReportDays = 92;
