import { createSchedule } from './create-schedule.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { exportOncallPayroll } from './export-oncall-payroll.ts';
import { previewSchedule } from './preview-schedule.ts';
import { setRotation } from './set-rotation.ts';
import { updateSchedule } from './update-schedule.ts';
import type { Tool } from '../core/tool.ts';

/** In the order in which they are offered. */
export const schedulingTools: readonly Tool[] = [
	exportOncallPayroll,
	previewSchedule,
	createSchedule,
	updateSchedule,
	setRotation,
	deleteSchedule,
];
