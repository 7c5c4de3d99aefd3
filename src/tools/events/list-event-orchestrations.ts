import * as z from 'zod';
import * as eventOrchestrations from '../../pagerduty/api/event-orchestrations.ts';
import { withVisibleCodes } from '../../pagerduty/http/without-invisible.ts';
import { reference, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import {
	answerBudget,
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	presentList,
	readRows,
	wholeList,
	type Rows,
	showRows,
} from '../lists/list.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { teamArguments, teamsOf } from '../names/team-scope.ts';
import { defineTool } from '../core/tool.ts';
import { cleanText } from '../text/untrusted.ts';
import { hideValues } from './shared/hidden-values.ts';
import {
	actionsOf,
	eventOrchestrationShape,
	ruleShape,
	showEventOrchestration,
	toRawRules,
	showRules,
	type ShownEventOrchestration,
} from './shared/orchestration-shape.ts';
import { findPlace, serviceNames } from './shared/orchestration-place.ts';

const name = 'list_event_orchestrations';

const { limit, cursor } = listArguments(eventOrchestrationShape);
const { scope, teams } = teamArguments;

const input = z.strictObject({
	orchestration: reference('Show the rules of this orchestration: name or id.').optional(),
	part: z.enum(['router', 'global', 'unrouted']).optional().describe('Part of the orchestration. Default: router.'),
	service: reference('Show the rules of this service: name or id.').optional(),
	raw: z.boolean().default(false).describe('Also show the rules as JSON, which you can change and send back.'),
	scope,
	teams,
	limit,
	cursor,
});
type Input = z.output<typeof input>;

/** operationId: listEventOrchestrations, getOrchPathRouter, getOrchPathGlobal, getOrchPathUnrouted, getOrchPathService, getOrchActiveStatus */
export const listEventOrchestrations = defineTool({
	name,
	title: 'Show event orchestrations',
	description:
		'Lists event orchestrations; with `orchestration` or `service` shows the rules that route and change events, in order.',
	example: 'How are events routed to Checkout?',
	toolset: 'events',
	access: 'read',
	operations: {
		always: [],
		sometimes: [
			'listEventOrchestrations',
			'getTeam',
			'listTeams',
			'getOrchPathGlobal',
			'getOrchPathRouter',
			'listServices',
			'getOrchPathUnrouted',
			'getOrchPathService',
			'getOrchActiveStatus',
		],
	},
	input,
	output: z.object({
		event_orchestrations: z.array(eventOrchestrationShape.schema).optional(),
		of: z.string().optional(),
		part: z.string().optional(),
		/** Pass it back when changing the rules. */
		version: z.string().optional(),
		updated_at: z.string().optional(),
		/** Of a service: whether its rules are in use. */
		active: z.boolean().optional(),
		rules: z.array(ruleShape.schema).optional(),
		catch_all: z.string().optional(),
		raw: z.string().optional(),
		...listEnvelope,
	}),
	async run(input, context) {
		if (input.orchestration !== undefined || input.service !== undefined) {
			const given = { ...input, scope: input.scope === 'account' ? undefined : input.scope };
			for (const one of ['orchestration', 'service']) refuseTogether(given, one, ['scope', 'teams']);
			return listRules(input, context);
		}
		if (input.part !== undefined || input.raw)
			throw new ToolError({ message: '`part` and `raw` need an `orchestration` or a `service`.' });
		const { items, envelope } = listResult(name, eventOrchestrationShape, input, await readMatching(input, context));
		return { event_orchestrations: items, ...envelope };
	},
	present: (output, input) =>
		output.event_orchestrations
			? presentList(eventOrchestrationShape)(output, input)
			: presentList(ruleShape)(output, { limit: input.limit }),
});

/** PagerDuty has no filter by team here, and names teams by id only. */
async function readMatching(input: Input, context: ToolContext): Promise<Rows<ShownEventOrchestration>> {
	const teams = await teamsOf(input, context);
	if (teams && 'none' in teams) return { rows: [], next: undefined, note: teams.none };
	const rows = await readRows({
		start: pageStart(name, input),
		limit: input.limit,
		read: (at) => eventOrchestrations.listEventOrchestrations(context.pagerduty, { ...at, sort_by: 'name:asc' }),
		keep: teams && (({ team }) => team !== undefined && teams.includes(team.id)),
		show: (orchestration) => orchestration,
	});
	return showRows(rows, async (orchestration) => {
		const { team } = orchestration;
		// A team that may not be read keeps its id.
		const named = team && (await context.directory.resolve('team', team.id, context).catch(() => undefined));
		context.signal.throwIfAborted();
		return showEventOrchestration(orchestration, named?.name);
	});
}

async function listRules(input: Input, context: ToolContext) {
	const start = pageStart(name, input);
	const place = await findPlace(input, context);
	const { pagerduty } = context;
	const parts = partialAnswer(['active'], context.signal);
	const [path, active] = await Promise.all([
		eventOrchestrations.getOrchestrationPath(pagerduty, place.part, place.owner),
		place.part === 'service'
			? parts.read('active', () => eventOrchestrations.isServiceOrchestrationActive(pagerduty, place.owner))
			: undefined,
	]);
	const services = place.part === 'router' ? await serviceNames(context) : new Map<string, string>();
	const raw = input.raw ? withVisibleCodes(JSON.stringify(toRawRules(path))) : undefined;
	if (raw !== undefined && raw.length > answerBudget)
		throw new ToolError({ message: 'The rules are too long to be shown as JSON.', next: 'Change them in PagerDuty.' });
	const rows = wholeList(showRules(path, services), start, input.limit);
	const { items, envelope } = listResult(name, ruleShape, input, rows);
	const { route_to: target, ...others } = hideValues(actionsOf(actionsOf(path.catch_all)['actions']));
	const caught = { ...(typeof target === 'string' && { route_to: services.get(target) ?? target }), ...others };
	const notes = [envelope.note, path.sets ? undefined : 'The rules cannot be read.', ...parts.incomplete];
	const note = notes.filter((text) => text !== undefined).join(' ');
	return {
		of: place.name,
		part: place.part,
		version: path.version,
		updated_at: path.updated_at,
		...(active !== undefined && { active }),
		rules: items,
		...(path.catch_all !== undefined && { catch_all: cleanText(JSON.stringify(caught), 1000) }),
		...(raw !== undefined && { raw }),
		...envelope,
		...(note && { note }),
	};
}
