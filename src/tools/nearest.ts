/** The up to `count` candidates that look most like `text`, best first; those with nothing in common are left out. */
export function nearest(text: string, candidates: readonly string[], count = 3): string[] {
	const wanted = text.toLowerCase();
	return candidates
		.map((candidate) => ({ candidate, distance: distanceTo(wanted, candidate.toLowerCase()) }))
		.filter(
			({ candidate, distance }) => distance <= Math.max(2, Math.ceil(Math.max(text.length, candidate.length) * 0.4)),
		)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, count)
		.map(({ candidate }) => candidate);
}

/** Containment counts as close: "checkout" is near "Checkout API". Otherwise the Levenshtein distance. */
function distanceTo(wanted: string, candidate: string): number {
	if (candidate.includes(wanted) || wanted.includes(candidate)) return 1;
	let previous = Array.from({ length: candidate.length + 1 }, (_, index) => index);
	for (let i = 1; i <= wanted.length; i++) {
		const row = [i];
		for (let j = 1; j <= candidate.length; j++) {
			const substitution = (previous[j - 1] ?? 0) + (wanted[i - 1] === candidate[j - 1] ? 0 : 1);
			row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
		}
		previous = row;
	}
	return previous[candidate.length] ?? 0;
}
