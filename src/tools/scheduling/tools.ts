import { createSchedule } from './create-schedule.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { exportOncallPayroll } from './export-oncall-payroll.ts';
import { findCoverageGaps } from './find-coverage-gaps.ts';
import { getOncallHours } from './get-oncall-hours.ts';
import { previewSchedule } from './preview-schedule.ts';
import { setRotation } from './set-rotation.ts';
import { updateSchedule } from './update-schedule.ts';
import type { Tool } from '../tool.ts';

/** In the order in which they are offered. */
export const schedulingTools: readonly Tool[] = [
	findCoverageGaps,
	getOncallHours,
	exportOncallPayroll,
	previewSchedule,
	createSchedule,
	updateSchedule,
	setRotation,
	deleteSchedule,
];
