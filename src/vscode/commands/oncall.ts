import type { WorkspaceOncallGrouping } from '../oncall/grouping.ts';
import { contactCommands } from './contact.ts';
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
	return {
		...oncallGroupingCommands(grouping),
		...overrideCommands(sources),
		...swapCommands(sources),
		...contactCommands(sources),
		...openScheduleCommands(sources),
	};
}
