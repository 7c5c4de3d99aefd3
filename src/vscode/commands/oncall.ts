import type { WorkspaceOncallGrouping } from '../oncall/grouping.ts';
import { contactCommands } from './contact.ts';
import { myShiftsCommands } from './my-shifts.ts';
import { oncallGroupingCommands } from './oncall-grouping.ts';
import { openScheduleCommands } from './open-schedule.ts';
import { overrideCommands } from './override.ts';
import type { ShiftSources } from './shared/shifts.ts';
import { swapCommands } from './swap.ts';

export interface OncallCommandsParts extends ShiftSources {
	readonly grouping: WorkspaceOncallGrouping;
}

/** The commands about who is on call. */
export function oncallCommands({ grouping, ...sources }: OncallCommandsParts) {
	const ofShifts = { ...overrideCommands(sources), ...swapCommands(sources), ...openScheduleCommands(sources) };
	return {
		...oncallGroupingCommands(grouping),
		...ofShifts,
		...myShiftsCommands(sources, ofShifts),
		...contactCommands(sources),
	};
}
