import { ToolError } from '../failure.ts';
import { cleanLine } from '../untrusted.ts';

interface Named {
	readonly id: string;
	/** Of the rotation that it is part of. */
	readonly rotationId?: string;
	readonly name?: string | undefined;
	/** When it begins: tells those of one name apart. */
	readonly since?: string | undefined;
}

/** The rotation that `reference` names, or the only one. @throws {ToolError} with the candidates. */
export function chooseRotation<T extends Named>(
	reference: string | undefined,
	rotations: readonly T[],
	schedule: string,
): T {
	const wanted = reference?.toLowerCase();
	const matches = rotations.filter(
		({ id, rotationId, name }) =>
			wanted === undefined || [id, rotationId, cleanLine(name ?? '')].some((text) => text?.toLowerCase() === wanted),
	);
	const [match, ...others] = matches;
	if (match && others.length === 0) return match;
	const what =
		reference === undefined ? `${schedule} has ${rotations.length || 'no'} rotations` : `rotation "${reference}"`;
	throw new ToolError({
		message: match
			? `${what}: which one is meant?`
			: `There is no ${reference === undefined ? `rotation on ${schedule}` : what}.`,
		candidates: (match ? matches : rotations).map(({ id, name = id, since }) => ({
			id,
			name: cleanLine(since === undefined ? name : `${name} from ${since}`),
		})),
		next: rotations.length > 0 ? 'Use the id of the right one.' : 'Add one with `new_rotation`.',
	});
}
