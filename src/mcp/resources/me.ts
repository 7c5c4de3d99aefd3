import * as z from 'zod';
import { failureText } from '../../tools/core/failure-text.ts';
import { answerOf, type ResourceTools, type SingleResource } from './resource.ts';

/** What belongs to the person: the list it is in, and what reads it. */
const parts = [
	{ plural: 'teams', tool: 'list_teams', input: { scope: 'mine', fields: ['id', 'name'] } },
	{ plural: 'services', tool: 'list_services', input: { scope: 'my_teams', fields: ['id', 'name', 'status'] } },
	{
		plural: 'escalation_policies',
		tool: 'list_escalation_policies',
		input: { scope: 'my_teams', fields: ['id', 'name'] },
	},
] as const;

const Rows = z.looseObject({ more: z.boolean(), incomplete: z.array(z.string()).default([]) });

/** The person signed in, with what belongs to their teams. */
export const me: SingleResource = {
	address: 'pagerduty://me',
	format: 'json',
	name: 'me',
	title: 'Me',
	description: 'Who is signed in, with their teams, and the services and escalation policies of these teams, with ids.',
	needs: ['get_current_user'],
	async read(tools) {
		const [user, ...read] = await Promise.all([
			answerOf(tools.ask, 'get_current_user', { fields: ['all'] }),
			...parts.map((part) => readPart(part, tools)),
		]);
		const incomplete = [...Own.parse(user).incomplete, ...read.flatMap((part) => part.incomplete)];
		return {
			...user,
			...Object.fromEntries(read.flatMap(({ rows }) => Object.entries(rows))),
			...(incomplete.length > 0 && { incomplete }),
		};
	},
	isChangedBy: ({ paths = [], unknown }) =>
		unknown === true ||
		paths.some(([area = '']) => ['users', 'teams', 'services', 'escalation_policies'].includes(area)),
};

/** What cannot be told of the person. */
const Own = z.looseObject({ incomplete: z.array(z.string()).default([]) });

interface Part {
	readonly rows: Readonly<Record<string, unknown>>;
	/** What of it could not be read. */
	readonly incomplete: readonly string[];
}

async function readPart(
	{ plural, tool, input }: (typeof parts)[number],
	{ ask, mentionable }: ResourceTools,
): Promise<Part> {
	const { texts, missing } = await mentionable([tool]);
	if (texts.length === 0)
		return { rows: {}, incomplete: missing === undefined ? [] : [`${plural}: you would need ${missing}.`] };
	const result = await ask(tool, { ...input, limit: 100 });
	if (!result.ok) return { rows: {}, incomplete: [`${plural}: ${failureText(result.failure)}`] };
	const { more, incomplete, [plural]: rows } = Rows.parse(result.output);
	return {
		rows: { [plural]: rows },
		incomplete: [...incomplete, ...(more ? [`${plural}: there are more than these. ${tool} lists all of them.`] : [])],
	};
}
