import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import {
	getOrchestrationPath,
	isServiceOrchestrationActive,
	replaceOrchestrationPath,
	setServiceOrchestrationActive,
	type OrchestrationPath,
	type RuleSet,
} from '../../pagerduty/event-orchestrations.ts';
import { freeText, reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { refuseBeside } from '../one-of-list.ts';
import { defineTool } from '../tool.ts';
import { cleanLine } from '../untrusted.ts';
import { restoreValues } from '../views/hidden-values.ts';
import { actionsOf } from '../views/orchestration.ts';
import { findPlace } from './orchestration-place.ts';

const Rule = z.looseObject({ actions: z.looseObject({}) });
const Rules = z.array(Rule);
const Sets = z.array(z.looseObject({ id: z.string().min(1), rules: Rules })).min(1);

const input = z.strictObject({
	orchestration: reference('Name or id.').optional(),
	part: z.enum(['router', 'global', 'unrouted']).optional().describe('Default: router.'),
	service: reference('Name or id, instead of `orchestration`.').optional(),
	version: reference('Of the rules that were read; needed to replace them.').optional(),
	rules: freeText(
		400_000,
		'JSON list of rules, for the first set, or of sets {id, rules}. New rules have no id.',
	).optional(),
	catch_all: freeText(20_000, 'JSON of its actions.').optional(),
	active: z.boolean().optional().describe('Whether the rules of the `service` are in use, alone.'),
	confirm: reference('As told by the call without it, once the person agreed.').optional(),
});
type Input = z.output<typeof input>;

/** operationId: getOrchPathRouter, getOrchPathGlobal, getOrchPathUnrouted or getOrchPathService, then the matching updateOrchPath…; or getOrchActiveStatus and updateOrchActiveStatus */
export const updateEventOrchestration = defineTool({
	name: 'update_event_orchestration',
	title: 'Change rules of an event orchestration',
	description:
		'Replaces rules or catch-all of a part of an event orchestration or of a service. Rules left out are gone, but only with `confirm`. Read them with list_event_orchestrations and `raw` first: refused if they changed since that `version`. Or switches the rules of a service on or off with `active`.',
	example: 'Suppress events of staging for Checkout.',
	toolset: 'events',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
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
		note: z.string().optional(),
	}),
	async run(input, context) {
		refuseBeside(input, 'active', ['part', 'version', 'rules', 'catch_all', 'confirm']);
		return input.active === undefined ? replaceRules(input, context) : switchRules(input.active, input, context);
	},
});

async function switchRules(active: boolean, input: Input, context: ToolContext) {
	const { part, owner, name } = await findPlace(input, context);
	if (part !== 'service') throw new ToolError({ message: '`active` is for the rules of a `service`.' });
	const place = { of: name, part };
	if ((await isServiceOrchestrationActive(context.pagerduty, owner)) === active)
		return { changed: false, ...place, active, note: `Nothing changed: they are ${active ? 'on' : 'off'} already.` };
	const after = await setServiceOrchestrationActive(context.pagerduty, owner, active);
	if (after !== active)
		throw new ToolError({
			message: `PagerDuty accepted the change, but the rules of ${name} are not ${active ? 'on' : 'off'}.`,
			next: 'Look at them with list_event_orchestrations.',
		});
	return { changed: true, ...place, active };
}

async function replaceRules(input: Input, context: ToolContext) {
	if (input.rules === undefined && input.catch_all === undefined)
		throw new ToolError({ message: 'Give `rules`, `catch_all` or both, or `active`: nothing else can be changed.' });
	if (input.version === undefined) throw new ToolError({ message: 'Give the `version` of the rules that were read.' });
	const rules = input.rules === undefined ? undefined : readRules(input.rules);
	const actions = input.catch_all === undefined ? undefined : readActions(input.catch_all);
	const place = await findPlace(input, context);
	const before = await getOrchestrationPath(context.pagerduty, place.part, place.owner);
	if (!before.sets) throw new ToolError({ message: `The rules of ${place.name} cannot be read, so not be changed.` });
	if (before.version !== input.version) {
		throw new ToolError({
			message: `The rules of ${place.name} are not those of version ${input.version}: somebody has changed them.`,
			next: 'Read them again with list_event_orchestrations and `raw`, and base the change on that.',
		});
	}
	const merged = rules ? merge(rules, before.sets) : before.sets;
	checkIds(merged, before.sets);
	const sets = rules ? restoreRules(merged, before.sets) : merged;
	const old = actionsOf(before.catch_all);
	const caught = actions && {
		catch_all: { ...old, actions: restoreValues(actions, actionsOf(old['actions']), 'catch_all') },
	};
	const wanted = {
		sets,
		...(before.catch_all !== undefined && { catch_all: before.catch_all }),
		...caught,
	};
	const answer = (path: OrchestrationPath, changed: boolean) => ({
		changed,
		of: place.name,
		part: place.part,
		version: path.version,
		rules: (path.sets ?? []).reduce((sum, set) => sum + set.rules.length, 0),
		...(changed ? difference(before.sets ?? [], sets) : { added: [], altered: [], removed: [] }),
		...(!changed && { note: 'Nothing changed: the rules are so already.' }),
	});
	if (isDeepStrictEqual(wanted, { sets: before.sets, catch_all: before.catch_all })) return answer(before, false);
	requireAgreement(place.name, input.confirm, before.sets, sets);
	try {
		return answer(await replaceOrchestrationPath(context.pagerduty, place.part, place.owner, wanted), true);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const after = await getOrchestrationPath(context.pagerduty, place.part, place.owner).catch(() => undefined);
		if (after?.sets && after.version !== before.version && isDeepStrictEqual(bare(after.sets), bare(sets)))
			return answer(after, true);
		throw error;
	}
}

function readRules(text: string): { readonly rules: z.output<typeof Rules> } | { readonly sets: RuleSet[] } {
	const value = parseJson('rules', text);
	const sets = Sets.safeParse(value);
	if (sets.success) return { sets: sets.data };
	const rules = Rules.safeParse(value);
	if (rules.success) return { rules: rules.data };
	throw new ToolError({
		message: 'rules: expected a list of rules, each with `actions`, or a list of sets, each with `id` and `rules`.',
	});
}

function readActions(text: string): Record<string, unknown> {
	const read = z.record(z.string(), z.unknown()).safeParse(parseJson('catch_all', text));
	if (read.success && !('actions' in read.data)) return read.data;
	throw new ToolError({ message: 'catch_all: expected a JSON object of actions, such as {"route_to": "unrouted"}.' });
}

function parseJson(argument: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new ToolError({ message: `${argument}: that is not JSON.` });
	}
}

/** A mere list of rules is the first set; the others stay. */
function merge(wanted: ReturnType<typeof readRules>, before: readonly RuleSet[]): RuleSet[] {
	if ('sets' in wanted) return wanted.sets;
	const [start, ...others] = before;
	return [{ ...start, id: start?.id ?? 'start', rules: wanted.rules }, ...others];
}

/** @throws {ToolError} for ids that are made up or come twice. */
function checkIds(sets: readonly RuleSet[], before: readonly RuleSet[]): void {
	const known = new Set(idsOf(before));
	const given = idsOf(sets);
	const unknown = given.filter((id) => !known.has(id));
	if (unknown.length > 0) {
		throw new ToolError({
			message: `There is no rule ${unknown.slice(0, 3).join(', ')}.`,
			next: 'Leave the id of new rules out: PagerDuty gives them one.',
		});
	}
	if (new Set(given).size < given.length) throw new ToolError({ message: 'A rule id comes more than once.' });
}

/** Values that were not shown are those of the rule with the same id. */
function restoreRules(wanted: readonly RuleSet[], before: readonly RuleSet[]): RuleSet[] {
	const old = new Map(rulesOf(before).flatMap((rule) => (typeof rule['id'] === 'string' ? [[rule['id'], rule]] : [])));
	return wanted.map((set) => ({
		...set,
		rules: set.rules.map((rule) => {
			const current = typeof rule['id'] === 'string' ? old.get(rule['id']) : undefined;
			const actions = restoreValues(actionsOf(rule['actions']), actionsOf(current?.['actions']), titleOf(rule));
			return { ...rule, actions };
		}),
	}));
}

/**
 * PagerDuty keeps no rules that were removed: they go only with the name repeated.
 * @throws {ToolError} nothing was changed, and which rules would be gone.
 */
function requireAgreement(
	name: string,
	confirm: string | undefined,
	before: readonly RuleSet[],
	after: readonly RuleSet[],
): void {
	const kept = new Set(after.map(({ id }) => id));
	const gone = [
		...difference(before, after).removed,
		...before.flatMap(({ id }) => (kept.has(id) ? [] : `the set ${cleanLine(id, 60)}`)),
	];
	if (gone.length === 0 || (confirm !== undefined && cleanLine(confirm) === name)) return;
	const more = gone.length > 20 ? ` and ${gone.length - 20} more` : '';
	throw new ToolError({
		message: `Nothing changed yet. These rules of ${name} would be gone for good: ${gone.slice(0, 20).join('; ')}${more}.`,
		next: `Ask the person; if they agree, call again with confirm: "${name}". To keep rules, send them too.`,
	});
}

function difference(before: readonly RuleSet[], after: readonly RuleSet[]) {
	const old = new Map(rulesOf(before).map((rule) => [rule['id'], rule]));
	const now = rulesOf(after);
	const kept = new Set(now.map((rule) => rule['id']));
	return {
		added: now.filter((rule) => rule['id'] === undefined).map(titleOf),
		altered: now
			.filter((rule) => rule['id'] !== undefined && !isDeepStrictEqual(rule, old.get(rule['id'])))
			.map(titleOf),
		removed: rulesOf(before)
			.filter((rule) => !kept.has(rule['id']))
			.map(titleOf),
	};
}

/** Without ids, which PagerDuty gives to new rules. */
function bare(sets: readonly RuleSet[]): unknown {
	return sets.map(({ id, rules }) => ({ id, rules: rules.map((rule) => ({ ...rule, id: undefined })) }));
}

function rulesOf(sets: readonly RuleSet[]): RuleSet['rules'] {
	return sets.flatMap(({ rules }) => rules);
}

function idsOf(sets: readonly RuleSet[]): string[] {
	return rulesOf(sets).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

function titleOf({ label, id }: Record<string, unknown>): string {
	if (typeof label === 'string' && label !== '') return cleanLine(label, 120);
	return typeof id === 'string' ? id : 'a rule without a label';
}
