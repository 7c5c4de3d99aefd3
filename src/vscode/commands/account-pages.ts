import type { OpenPage } from './page.ts';
import type { Handlers } from './register.ts';
import { scheduleOfRow } from './shared/link-targets.ts';

/** The commands that open pages of the account: who is on call when (from a row, that of its schedule), and the report. */
export function accountPageCommands({
	openPage,
}: {
	readonly openPage: OpenPage;
}): Pick<Handlers, 'openOncallPage' | 'openReport'> {
	return {
		openOncallPage: async (clicked) => {
			const schedule = scheduleOfRow(clicked);
			await openPage('oncall', schedule === undefined ? {} : { schedule });
		},
		openReport: () => openPage('report', {}),
	};
}
