import { shiftOfMine, shiftOfTurn, type Shift } from '../../oncall/shift.ts';
import { MeNode, MyTurnNode, TurnNode, type OncallTreeNode } from '../../sidebar/oncall-nodes.ts';
import { refuseLostRow } from './lost-row.ts';
import { isOfSelection } from './of-selection.ts';
import type { Recipient } from './recipients.ts';

/** What a command about who is on call can be given: a row, a shift, or a key, which means the selected row. */
export interface OncallRows {
	/** The rows of the on-call view that are selected. */
	readonly selectedOncall: () => Promise<readonly OncallTreeNode[]>;
}

/** A shift, as a list passes it on to a command. */
export class ShiftMeant {
	readonly shift: Shift;

	constructor(shift: Shift) {
		this.shift = shift;
	}
}

/** The shift that was clicked, selected or passed on, if it is one that somebody else can take over. */
export async function shiftMeant(clicked: unknown, rows: OncallRows): Promise<Shift | undefined> {
	if (clicked instanceof ShiftMeant) return clicked.shift;
	const row = await rowMeant(clicked, rows);
	if (row instanceof TurnNode) return shiftOfTurn(row.turn, row.policy.name);
	const mine = row instanceof MyTurnNode ? [row.mine] : row instanceof MeNode ? row.turns : [];
	// Of several none is meant more than the others.
	return mine.length === 1 && mine[0] ? shiftOfMine(mine[0]) : undefined;
}

/** The person whose row was clicked or selected. */
export async function personMeant(clicked: unknown, rows: OncallRows): Promise<Recipient | undefined> {
	const row = await rowMeant(clicked, rows);
	return row instanceof TurnNode ? { kind: 'user', id: row.turn.userId, name: row.turn.user } : undefined;
}

async function rowMeant(clicked: unknown, { selectedOncall }: OncallRows): Promise<unknown> {
	refuseLostRow(clicked);
	return isOfSelection(clicked) ? (await selectedOncall())[0] : clicked;
}
