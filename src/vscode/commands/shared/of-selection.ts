/** Whether this is what a key passes to a command: it knows no row, so the selected ones are meant. */
export function isOfSelection(clicked: unknown): boolean {
	return typeof clicked === 'object' && clicked !== null && 'of' in clicked && clicked.of === 'selection';
}
