import { MeNode, MyTurnNode, TurnNode } from '../sidebar/oncall-nodes.ts';
import type { OpenPage } from './page.ts';
import type { Handlers } from './register.ts';

/** The commands that open pages of the account: who is on call when (from a row, that of its schedule), and the report. */
export function accountPageCommands({
	openPage,
}: {
	readonly openPage: OpenPage;
}): Pick<Handlers, 'openOncallPage' | 'openReport'> {
	return {
		openOncallPage: async (clicked) => {
			const schedule = scheduleOf(clicked);
			await openPage('oncall', schedule === undefined ? {} : { schedule });
		},
		openReport: () => openPage('report', {}),
	};
}

function scheduleOf(row: unknown): string | undefined {
	if (row instanceof TurnNode) return row.turn.scheduleId;
	if (row instanceof MyTurnNode) return row.mine.turn.scheduleId;
	return row instanceof MeNode && row.turns.length === 1 ? row.turns[0]?.turn.scheduleId : undefined;
}
