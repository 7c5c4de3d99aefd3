import { MeNode, MyTurnNode, TurnNode } from '../sidebar/oncall-nodes.ts';
import type { OpenPage } from './page.ts';
import type { Handlers } from './register.ts';

/** The command that opens the page of who is on call when; from a row, that of its schedule. */
export function oncallPageCommands({ openPage }: { readonly openPage: OpenPage }): Pick<Handlers, 'openOncallPage'> {
	return {
		openOncallPage: async (clicked) => {
			const schedule = scheduleOf(clicked);
			await openPage('oncall', schedule === undefined ? {} : { schedule });
		},
	};
}

function scheduleOf(row: unknown): string | undefined {
	if (row instanceof TurnNode) return row.turn.scheduleId;
	if (row instanceof MyTurnNode) return row.mine.turn.scheduleId;
	return row instanceof MeNode && row.turns.length === 1 ? row.turns[0]?.turn.scheduleId : undefined;
}
