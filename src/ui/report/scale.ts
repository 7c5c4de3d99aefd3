/** The next number above that people can halve in their head. */
export function topOfCount(most: number): number {
	if (most <= 2) return 2;
	const power = 10 ** Math.floor(Math.log10(most));
	return ([1, 2, 4, 6, 8, 10].find((step) => step * power >= most) ?? 10) * power;
}

const [minute, hour, day] = [60, 3600, 86_400];
const tops = [minute, 2 * minute, 4 * minute, 10 * minute, 20 * minute, 30 * minute, hour];
tops.push(2 * hour, 4 * hour, 8 * hour, 12 * hour, day, 2 * day);

/** The same of seconds. */
export function topOfSeconds(most: number): number {
	return tops.find((top) => top >= most) ?? topOfCount(most / day) * day;
}

/** A share of a hundred, as the language writes it. */
export function percent(value: number, language: string | undefined): string {
	return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(value / 100);
}
