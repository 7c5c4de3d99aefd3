import type { LogEntry } from '../../pagerduty/api/log-entries.ts';

/**
 * What an overview keeps: all but notifications. PagerDuty's own overview (`is_overview`) may also leave out notes and
 * assignments, so it is not asked for.
 */
export function isOverview({ type }: LogEntry): boolean {
	return type === undefined || !/^notify_log_entry/.test(type);
}
