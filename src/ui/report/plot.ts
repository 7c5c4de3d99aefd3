// Where values stand in a chart that is 100 high and as wide as it has steps. What is not known stands nowhere: 0 is a value.

/** How far below the top a value stands. */
export function depthOf(value: number, top: number): number {
	return 100 - (top === 0 ? 0 : (value / top) * 100);
}

/** A line with a gap wherever there is no value; a single value is a stroke. */
export function lineOf(values: readonly (number | undefined)[], top: number): string {
	return values
		.map((value, index) => {
			if (value === undefined) return '';
			const at = `${index + 0.2} ${depthOf(value, top)}`;
			return `${values[index - 1] === undefined ? 'M' : 'L'}${at}H${index + 0.8}`;
		})
		.join('');
}
