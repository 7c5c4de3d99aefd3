import { ToolError } from '../../core/failure.ts';
import { said, type Said } from '../../text/said.ts';
import { cleanName, isIdForm, quoted, sameName } from '../../text/names.ts';

interface Named {
	readonly id: string;
	/** Of the rotation that it is part of. */
	readonly rotationId?: string;
	readonly name?: string | undefined;
	/** When it begins: tells those of one name apart. */
	readonly since?: string | undefined;
}

/** An earlier version of a rotation, by its id. @throws {ToolError} where it is none, or no longer told. */
export function findVersion<T extends Omit<Named, 'id'> & { readonly id?: string | undefined }>(
	id: string,
	of: Pick<Named, 'name'>,
	versions: readonly T[],
): T {
	const found = versions.find((version) => version.id === id && sameName(version.name, of.name));
	if (found) return found;
	throw new ToolError({
		message: `restore: ${quoted(id)} is no version of ${quoted(of.name ?? 'the rotation')} that PagerDuty still tells of.`,
		said: said`PagerDuty no longer says what ${quoted(of.name ?? '?')} was like before.`,
	});
}

/** The rotation that `reference` names, or the only one. @throws {ToolError} with the candidates. */
export function findRotation<T extends Named>(
	reference: string | undefined,
	rotations: readonly T[],
	schedule: string,
): T {
	const matches = rotations.filter(
		({ id, rotationId, name }) =>
			reference === undefined || [id, rotationId, name].some((text) => sameName(text, reference)),
	);
	const [match, ...others] = matches;
	if (match && others.length === 0) return match;
	const what =
		reference === undefined
			? `${quoted(schedule)} has ${rotations.length || 'no'} rotations`
			: `rotation ${quoted(reference)}`;
	throw new ToolError({
		message: match
			? `${what}: which one is meant?`
			: `There is no ${reference === undefined ? `rotation on ${quoted(schedule)}` : what}.`,
		said: problemText(reference, matches, schedule),
		candidates: (match ? matches : rotations).map(({ id, name = id, since }) => ({
			id,
			name: cleanName(since === undefined ? name : `${name} (${since})`),
		})),
		next: rotations.length > 0 ? 'Use the id of the right one.' : 'Add one with `new_rotation`.',
	});
}

/** Why it is not clear which rotation is meant, for people, who know no ids. */
function problemText(reference: string | undefined, matches: readonly Named[], schedule: string): Said {
	const where = quoted(schedule);
	const byName = reference === undefined || isIdLike(reference) ? undefined : quoted(reference);
	const [match] = matches;
	if (!match) {
		if (reference === undefined) return said`The schedule ${where} has no rotation.`;
		return byName === undefined
			? said`This rotation is no longer on the schedule ${where}.`
			: said`The schedule ${where} has no rotation called ${byName}.`;
	}
	const distinct = new Set(matches.map(({ id, rotationId = id }) => rotationId)).size;
	if (distinct === 1)
		return said`The rotation ${quoted(match.name ?? match.id)} of the schedule ${where} has several parts, and none of them was named.`;
	return byName === undefined
		? said`The schedule ${where} has several rotations, and none of them was named.`
		: said`The schedule ${where} has several rotations called ${byName}.`;
}

/** A name in capitals is none: an id has digits. */
function isIdLike(reference: string): boolean {
	return isIdForm(reference) && /\d/.test(reference);
}
