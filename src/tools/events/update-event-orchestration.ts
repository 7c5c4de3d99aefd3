import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import {
	getOrchestrationPath,
	replaceOrchestrationPath,
	type OrchestrationPath,
	type RuleSet,
} from '../../pagerduty/event-orchestrations.ts';
import { freeText, reference } from '../arguments.ts';
import { ToolError } from '../failure.ts';
import { defineTool } from '../tool.ts';
import { cleanLine } from '../untrusted.ts';
import { findPlace } from './orchestration-place.ts';

const Rule = z.looseObject({ actions: z.looseObject({}) });
const Rules = z.array(Rule);
const Sets = z.array(z.looseObject({ id: z.string().min(1), rules: Rules })).min(1);

/** operationId: getOrchPathRouter, getOrchPathGlobal, getOrchPathUnrouted or getOrchPathService; then the matching updateOrchPath… */
export const updateEventOrchestration = defineTool({
	name: 'update_event_orchestration',
	title: 'Replace rules of an event orchestration',
	description:
		'Replaces rules or catch-all of a part of an event orchestration or of a service; rules left out are gone. Read them with list_event_orchestrations and `raw` first: refused if they changed since that `version`.',
	example: 'Suppress events of staging for Checkout.',
	toolset: 'events',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	input: z.strictObject({
		orchestration: reference('Name or id.').optional(),
		part: z.enum(['router', 'global', 'unrouted']).optional().describe('Default: router.'),
		service: reference('Name or id, instead of `orchestration`.').optional(),
		version: reference('Of the rules that were read.'),
		rules: freeText(
			400_000,
			'JSON list of rules, for the first set, or of sets {id, rules}. New rules have no id.',
		).optional(),
		catch_all: freeText(20_000, 'JSON of its actions.').optional(),
	}),
	output: z.object({
		changed: z.boolean(),
		of: z.string(),
		part: z.string(),
		version: z.string().optional(),
		rules: z.int(),
		added: z.array(z.string()),
		altered: z.array(z.string()),
		removed: z.array(z.string()),
		note: z.string().optional(),
	}),
	async run(input, context) {
		if (input.rules === undefined && input.catch_all === undefined)
			throw new ToolError({ message: 'Give `rules`, `catch_all` or both: nothing else can be changed.' });
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
		const sets = rules ? merge(rules, before.sets) : before.sets;
		checkIds(sets, before.sets);
		const caught = actions ? { catch_all: { ...looseObject(before.catch_all), actions } } : {};
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
		try {
			return answer(await replaceOrchestrationPath(context.pagerduty, place.part, place.owner, wanted), true);
		} catch (error) {
			if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
			const after = await getOrchestrationPath(context.pagerduty, place.part, place.owner).catch(() => undefined);
			if (after?.sets && after.version !== before.version && isDeepStrictEqual(bare(after.sets), bare(sets)))
				return answer(after, true);
			throw error;
		}
	},
});

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

function looseObject(value: unknown): Record<string, unknown> {
	return z.record(z.string(), z.unknown()).safeParse(value).data ?? {};
}
