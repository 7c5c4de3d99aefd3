import { exportOncallPayroll } from './export-oncall-payroll.ts';
import { findCoverageGaps } from './find-coverage-gaps.ts';
import { getOncallHours } from './get-oncall-hours.ts';
import type { Tool } from '../tool.ts';

/** In the order in which they are offered. */
export const schedulingTools: readonly Tool[] = [findCoverageGaps, getOncallHours, exportOncallPayroll];
