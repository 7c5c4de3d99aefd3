import { listTagsOf, type Tag, type Tagged } from '../../../pagerduty/api/tags.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { readWhole } from '../../lists/read-all.ts';

/** Something that can have tags. */
export interface TaggedObject {
	readonly kind: Tagged;
	readonly id: string;
	readonly name: string;
}

interface TaggedInput {
	readonly user?: string | undefined;
	readonly team?: string | undefined;
	readonly escalation_policy?: string | undefined;
}

const kinds = { user: 'users', team: 'teams', escalation_policy: 'escalation_policies' } as const;

/**
 * The user, team or escalation policy that is meant; undefined when none is given.
 * @throws {ToolError} when several are.
 */
export async function findTagged(input: TaggedInput, context: ToolContext): Promise<TaggedObject | undefined> {
	const given = (['user', 'team', 'escalation_policy'] as const).filter((kind) => input[kind] !== undefined);
	const [kind] = given;
	if (given.length > 1) throw new ToolError({ message: 'Give one of `user`, `team` and `escalation_policy`.' });
	if (kind === undefined) return undefined;
	const { id, name } = await context.directory.resolve(kind, input[kind] ?? '', context);
	return { kind: kinds[kind], id, name };
}

/** All tags of an object. operationId: getEntityTypeByIdTags */
export function readTagsOf({ kind, id }: TaggedObject, context: ToolContext): Promise<Tag[]> {
	return readWhole((at) => listTagsOf(context.pagerduty, kind, id, at));
}
