import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import {
	getOrchestrationPath,
	isServiceOrchestrationActive,
	replaceOrchestrationPath,
	setServiceOrchestrationActive,
	type OrchestrationPath,
	type PathPart,
} from '../../pagerduty/api/event-orchestrations.ts';
import { freeText, reference, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { quoted } from '../text/names.ts';
import { sendOnce } from '../writes/send-once.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { restoreValues } from './shared/hidden-values.ts';
import { actionsOf } from './shared/orchestration-shape.ts';
import { findPlace } from './shared/orchestration-place.ts';
import {
	bare,
	checkIds,
	difference,
	merge,
	readActions,
	readRules,
	requireRuleChange,
	restoreRules,
} from './shared/rule-changes.ts';
import { said } from '../text/said.ts';

const input = z.strictObject({
	orchestration: reference('Name or id.').optional(),
	part: z.enum(['router', 'global', 'unrouted']).optional().describe('Part of the orchestration. Default: router.'),
	service: reference('Name or id of a service, instead of `orchestration`.').optional(),
	version: reference('Version of the rules that were read. It is needed to replace them.').optional(),
	rules: freeText(
		400_000,
		'JSON as `raw` shows it, or a list of rules for the first set, or of sets {id, rules}. New rules have no id.',
	).optional(),
	catch_all: freeText(20_000, 'Actions of the catch-all rule, as JSON.').optional(),
	active: z.boolean().optional().describe('Switches the rules of the `service` on or off, and changes nothing else.'),
	confirm: reference(
		'What the call without `confirm` told you to send. Only needed when such a call asks for it.',
	).optional(),
});
type Input = z.output<typeof input>;

/** operationId: getOrchPathRouter, getOrchPathGlobal, getOrchPathUnrouted or getOrchPathService, then the matching updateOrchPath…; or getOrchActiveStatus and updateOrchActiveStatus */
export const updateEventOrchestration = defineTool({
	name: 'update_event_orchestration',
	title: 'Change rules of an event orchestration',
	description:
		'Replaces the rules or the catch-all of a part of an event orchestration or of a service. Rules that you leave out are deleted; the person is told which ones, and agrees first. Read the rules with list_event_orchestrations and `raw` first. The change is refused if they have changed since the `version` given. With `active`, it only switches the rules of a service on or off.',
	example: 'Suppress events of staging for Checkout.',
	toolset: 'events',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: [],
		sometimes: [
			'listServices',
			'getOrchPathService',
			'updateOrchPathService',
			'listEventOrchestrations',
			'getOrchPathGlobal',
			'updateOrchPathGlobal',
			'getOrchActiveStatus',
			'updateOrchActiveStatus',
			'getOrchPathUnrouted',
			'updateOrchPathUnrouted',
		],
	},
	input,
	output: z.object({
		changed: z.boolean(),
		of: z.string(),
		part: z.string(),
		version: z.string().optional(),
		/** Of a service, when that was asked for. */
		active: z.boolean().optional(),
		rules: z.int().optional(),
		added: z.array(z.string()).optional(),
		altered: z.array(z.string()).optional(),
		removed: z.array(z.string()).optional(),
		catch_all_changed: z.literal(true).optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		refuseTogether(input, 'active', ['part', 'version', 'rules', 'catch_all', 'confirm']);
		return input.active === undefined ? replaceRules(input, context) : switchRules(input.active, input, context);
	},
});

async function switchRules(active: boolean, input: Input, context: ToolContext) {
	const { part, owner, name } = await findPlace(input, context);
	if (part !== 'service') throw new ToolError({ message: '`active` is for the rules of a `service`.' });
	const place = { of: name, part };
	if ((await isServiceOrchestrationActive(context.pagerduty, owner)) === active)
		return { changed: false, ...place, active, note: `Nothing changed: they are already ${active ? 'on' : 'off'}.` };
	const read = () => isServiceOrchestrationActive(context.pagerduty, owner);
	const question = active
		? said`Switch the event rules of the service ${quoted(name)} on?`
		: said`Switch the event rules of the service ${quoted(name)} off?`;
	await requireAgreement({ question, ids: [owner] }, context);
	const after = await sendOnce(
		{
			send: async () => (await setServiceOrchestrationActive(context.pagerduty, owner, active)) ?? (await read()),
			find: async () => ((await read()) === active ? active : undefined),
			missing: `The rules are ${active ? 'off' : 'on'} now.`,
		},
		context,
	);
	if (after !== active)
		throw new ToolError({
			message: `PagerDuty accepted the change, but the rules of ${quoted(name)} are not ${active ? 'on' : 'off'}.`,
			next: 'Look at them with list_event_orchestrations.',
		});
	return { changed: true, ...place, active };
}

async function replaceRules(input: Input, context: ToolContext) {
	if (input.rules === undefined && input.catch_all === undefined)
		throw new ToolError({ message: 'Give `rules`, `catch_all` or both, or `active`: nothing else can be changed.' });
	if (input.version === undefined) throw new ToolError({ message: 'Give the `version` of the rules that were read.' });
	const rules = input.rules === undefined ? undefined : readRules(input.rules);
	const actions = input.catch_all === undefined ? rules?.catchAll : readActions(input.catch_all);
	const place = await findPlace(input, context);
	const before = await getOrchestrationPath(context.pagerduty, place.part, place.owner);
	if (!before.sets)
		throw new ToolError({ message: `The rules of ${quoted(place.name)} cannot be read, so they cannot be changed.` });
	if (before.version !== input.version) {
		throw new ToolError({
			message: `The rules of ${quoted(place.name)} are not those of version ${input.version}: somebody has changed them.`,
			next: 'Read them again with list_event_orchestrations and `raw`, and base the change on that.',
		});
	}
	const merged = rules ? merge(rules, before.sets) : before.sets;
	checkIds(merged, before.sets);
	const sets = rules ? restoreRules(merged, before.sets) : merged;
	const caught = actions ? replaceActions(actions, before.catch_all, place.part) : before.catch_all;
	const catchAllChanged = !isDeepStrictEqual(caught, before.catch_all);
	const wanted = { sets, ...(caught !== undefined && { catch_all: caught }) };
	const answer = (path: OrchestrationPath, changed: boolean) => ({
		changed,
		of: place.name,
		part: place.part,
		version: path.version,
		rules: (path.sets ?? []).reduce((sum, set) => sum + set.rules.length, 0),
		...(changed ? difference(before.sets ?? [], sets) : { added: [], altered: [], removed: [] }),
		...(changed && catchAllChanged && { catch_all_changed: true as const }),
		...(!changed && { note: 'Nothing changed: the rules were already like this.' }),
	});
	if (!catchAllChanged && isDeepStrictEqual(sets, before.sets)) return answer(before, false);
	await requireRuleChange(
		{ ...place, confirm: input.confirm, before: before.sets, after: sets, catchAllChanged },
		context,
	);
	const after = await sendOnce(
		{
			send: () => replaceOrchestrationPath(context.pagerduty, place.part, place.owner, wanted),
			find: async () => {
				const path = await getOrchestrationPath(context.pagerduty, place.part, place.owner);
				const arrived =
					path.sets !== undefined &&
					path.version !== before.version &&
					isDeepStrictEqual(bare(path.sets), bare(sets)) &&
					isDeepStrictEqual(path.catch_all, caught);
				return arrived ? path : undefined;
			},
			missing: `The rules of ${quoted(place.name)} do not show the change now.`,
		},
		context,
	);
	return answer(after, true);
}

/** The catch-all with other actions. Unrouted events are always suppressed, whatever is sent. */
function replaceActions(actions: Record<string, unknown>, before: unknown, part: PathPart) {
	const old = actionsOf(before);
	const oldActions = actionsOf(old['actions']);
	const restored = restoreValues(actions, oldActions, 'catch_all');
	const { suppress } = oldActions;
	return { ...old, actions: part === 'unrouted' && suppress !== undefined ? { ...restored, suppress } : restored };
}
