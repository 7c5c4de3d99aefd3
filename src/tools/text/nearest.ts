import { nameKey } from './names.ts';
import { startOf } from './untrusted.ts';

/** What is compared of a text. No name is longer; comparing two texts takes as many steps as the product of their lengths. */
const compared = 255;
/** Of shorter words too many look alike. */
const shortestWord = 4;

/** The up to `count` candidates that look most like `text`, best first; those with nothing in common are left out. */
export function nearest(text: string, candidates: readonly string[], count = 3): string[] {
	const key = (name: string) => nameKey(startOf(name, compared));
	const wanted = key(text);
	return [...new Set(candidates)]
		.map((candidate) => ({ candidate, distance: closeness(wanted, key(candidate)) }))
		.filter(({ distance }) => distance < Infinity)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, count)
		.map(({ candidate }) => candidate);
}

/** Also near is a name of several words one of which was meant and misspelt: "paymnts" for "Payments Gateway". */
function closeness(wanted: string, candidate: string): number {
	const whole = distanceTo(wanted, candidate);
	if (whole < Infinity || wanted.length < shortestWord || /\s/.test(wanted)) return whole;
	const most = Math.floor(wanted.length / shortestWord);
	const words = candidate.split(/\s+/).filter((word) => word.length >= shortestWord);
	const best = Math.min(...words.map((word) => distanceTo(wanted, word)));
	return best <= most ? best + 1 : Infinity;
}

/** Containment counts as close: "checkout" is near "Checkout API". Otherwise the Levenshtein distance; infinite if too far. */
function distanceTo(wanted: string, candidate: string): number {
	if (candidate.includes(wanted) || wanted.includes(candidate)) return 1;
	const most = Math.max(2, Math.ceil(Math.max(wanted.length, candidate.length) * 0.4));
	if (Math.abs(wanted.length - candidate.length) > most) return Infinity;
	let previous = Array.from({ length: candidate.length + 1 }, (_, index) => index);
	for (let i = 1; i <= wanted.length; i++) {
		const row = [i];
		for (let j = 1; j <= candidate.length; j++) {
			const substitution = (previous[j - 1] ?? 0) + (wanted[i - 1] === candidate[j - 1] ? 0 : 1);
			row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
		}
		if (Math.min(...row) > most) return Infinity;
		previous = row;
	}
	const distance = previous[candidate.length] ?? 0;
	return distance <= most ? distance : Infinity;
}
