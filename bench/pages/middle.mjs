/** The median. @param {readonly number[]} values */
export function middle(values) {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
