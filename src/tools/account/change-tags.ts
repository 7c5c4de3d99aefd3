import * as z from 'zod';
import { changeTagsOf, listTags, type Tag } from '../../pagerduty/api/tags.ts';
import { reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { readWhole } from '../lists/read-all.ts';
import { cleanName, quotedNames, sameName, quoted } from '../text/names.ts';
import { sendOnce } from '../writes/send-once.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { findTagged, readTagsOf, type TaggedObject } from './shared/tagged-object.ts';
import { enumerated, said } from '../text/said.ts';

const labels = z.array(z.string());

/** operationId: createEntityTypeByIdChangeTags */
export const changeTags = defineTool({
	name: 'change_tags',
	title: 'Add and remove tags',
	description:
		'Adds tags to a user, a team or an escalation policy, or removes them; the other tags stay. A label that no tag has yet becomes a new tag.',
	example: 'Tag the Payments team production.',
	toolset: 'account',
	access: 'administer',
	effect: { destructive: false, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: ['getEntityTypeByIdTags', 'createEntityTypeByIdChangeTags'],
		sometimes: ['getCurrentUser', 'listTags', 'listTeams', 'listEscalationPolicies'],
	},
	input: z.strictObject({
		user: reference('Name, e-mail, id or me.').optional(),
		team: reference('Name or id.').optional(),
		escalation_policy: reference('Name or id.').optional(),
		add: references('Labels of the tags to add.', 20).optional(),
		remove: references('Labels or ids of the tags to remove.', 20).optional(),
	}),
	output: z.object({
		/** Whose tags they are. */
		of: z.string(),
		added: labels,
		removed: labels,
		/** Of the added ones, those that no object had before. */
		created: labels,
		unchanged: labels,
		/** All tags now. */
		tags: labels,
		note: z.string().optional(),
	}),
	async run(input, context) {
		const tagged = await findTagged(input, context);
		if (!tagged)
			throw new ToolError({ message: 'Whose tags should change? Give `user`, `team` or `escalation_policy`.' });
		if (!input.add && !input.remove)
			throw new ToolError({ message: 'Nothing to change was given: use `add` or `remove`.' });
		const both = input.add?.filter((label) => input.remove?.some((other) => same(label, other))) ?? [];
		if (both.length > 0) throw new ToolError({ message: `${quotedNames(both)} cannot be added and removed at once.` });

		const before = await readTagsOf(tagged, context);
		const isOwn = (label: string) => before.some((tag) => named(tag, label));
		const add = await asTheyAre(
			(input.add ?? []).filter((label) => !isOwn(label)),
			context,
		);
		const gone = before.filter((tag) => input.remove?.some((label) => named(tag, label)));
		const unchanged = [...(input.add ?? []).filter(isOwn), ...(input.remove ?? []).filter((label) => !isOwn(label))];
		const changes = [
			...(add.length > 0 ? [said`add ${quotedNames(add.map(({ label }) => label))}`] : []),
			...(gone.length > 0 ? [said`remove ${quotedNames(gone.map(labelOf))}`] : []),
		];
		const question = said`Change the tags of ${quoted(tagged.name)}: ${enumerated(changes)}?`;
		if (changes.length > 0) await requireAgreement({ question, ids: [tagged.id] }, context);
		if (add.length + gone.length > 0) await send(tagged, { add: add.map(({ label }) => label), gone }, context);
		const kept = before.filter((tag) => !gone.includes(tag)).map(labelOf);
		return {
			of: tagged.name,
			added: add.map(({ label }) => label),
			removed: gone.map(labelOf),
			created: add.filter(({ isNew }) => isNew).map(({ label }) => label),
			unchanged,
			tags: [...kept, ...add.map(({ label }) => label)],
			...(add.length + gone.length === 0 && { note: 'Nothing changed.' }),
		};
	},
});

function labelOf({ id, label, summary }: Tag): string {
	return cleanName(label ?? summary ?? id);
}

function named(tag: Tag, text: string): boolean {
	return tag.id === text || same(labelOf(tag), text);
}

function same(a: string, b: string): boolean {
	return sameName(a, b);
}

/** The labels as existing tags write them, so that no second tag differs only in case. operationId: listTags */
async function asTheyAre(
	wanted: readonly string[],
	context: ToolContext,
): Promise<{ readonly label: string; readonly isNew: boolean }[]> {
	const distinct = wanted.filter((label, index) => wanted.findIndex((other) => same(label, other)) === index);
	return Promise.all(
		distinct.map(async (label) => {
			if (label.length > 191) throw new ToolError({ message: 'add: a label has at most 191 characters.' });
			// Many labels may hold this one, which comes after them.
			const items = await readWhole((at) => listTags(context.pagerduty, { ...at, query: label }));
			const known = items.find((tag) => named(tag, label));
			return known ? { label: known.label ?? labelOf(known), isNew: false } : { label, isNew: true };
		}),
	);
}

/** Changes once; if no answer comes, reads the tags back before saying anything. */
async function send(
	tagged: TaggedObject,
	{ add, gone }: { readonly add: readonly string[]; readonly gone: readonly Tag[] },
	context: ToolContext,
): Promise<void> {
	await sendOnce(
		{
			send: async () => {
				await changeTagsOf(context.pagerduty, tagged.kind, tagged.id, { add, remove: gone.map(({ id }) => id) });
				return true;
			},
			find: async () => {
				const now = await readTagsOf(tagged, context);
				const added = add.every((label) => now.some((tag) => named(tag, label)));
				return (added && gone.every(({ id }) => now.every((tag) => tag.id !== id))) || undefined;
			},
			// PagerDuty may show new tags minutes later only: that they are not there proves nothing.
		},
		context,
	);
}
