import type { TreeView } from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';

/** A view that is drawn anew takes less, on a slow machine too. */
const longestMs = 1_000;
const againMs = 20;

/**
 * The rows that are selected in a view. While the editor draws a view anew it knows none of its rows, so this waits a moment
 * until it tells of one.
 */
export async function selectedRows<Row>(view: Pick<TreeView<Row>, 'selection'>, clock: Clock): Promise<readonly Row[]> {
	for (let waited = 0; view.selection.length === 0 && waited < longestMs; waited += againMs) await clock.sleep(againMs);
	return view.selection;
}

/**
 * Knows that a key acts on a row. The editor lets a key act on what is selected only, so the key selects the row that the keyboard is
 * on, and whatever is selected is opened as if it had been clicked.
 */
export class KeyOnRow {
	#pressed = false;

	/** A key was pressed: it selects a row next, and acts on it then. */
	press(): void {
		this.#pressed = true;
	}

	/** Tells whether a key selected the row, after which it is released. */
	release(): boolean {
		const pressed = this.#pressed;
		this.#pressed = false;
		return pressed;
	}
}
