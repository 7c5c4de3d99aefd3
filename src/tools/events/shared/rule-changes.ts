import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { PathPart, RuleSet } from '../../../pagerduty/api/event-orchestrations.ts';
import { ConfirmationNeeded, isConfirmed } from '../../writes/confirmation.ts';
import { ToolError } from '../../core/failure.ts';
import type { ToolContext } from '../../core/context.ts';
import { cleanName, quoted, quotedNames } from '../../text/names.ts';
import { requireAgreement } from '../../writes/agreement.ts';
import { restoreValues } from './hidden-values.ts';
import { actionsOf } from './orchestration-shape.ts';
import { parseJson } from '../../../pagerduty/http/parse-json.ts';
import { enumerated, inEnglish, inTurn, said, type Said } from '../../text/said.ts';

/*
 * Rules of an event orchestration as an agent sends them, beside those that are there.
 */

const Rule = z.looseObject({ actions: z.looseObject({}) });
const Rules = z.array(Rule);
const Sets = z.array(z.looseObject({ id: z.string().min(1), rules: Rules })).min(1);

const Whole = z.object({ sets: Sets, catch_all: z.object({ actions: z.record(z.string(), z.unknown()) }).optional() });

/** What is to be, as far as it was given: rules of the first set, or all sets, and the actions of the catch-all. */
export interface WantedRules {
	readonly rules?: z.output<typeof Rules>;
	readonly sets?: RuleSet[];
	readonly catchAll?: Record<string, unknown>;
}

/** Rules, sets, or both with the catch-all as `list_event_orchestrations` shows them under `raw`. @throws {ToolError} */
export function readRules(text: string): WantedRules {
	const value = readJson('rules', text);
	const whole = Whole.safeParse(value);
	if (whole.success)
		return { sets: whole.data.sets, ...(whole.data.catch_all && { catchAll: whole.data.catch_all.actions }) };
	const sets = Sets.safeParse(value);
	if (sets.success) return { sets: sets.data };
	const rules = Rules.safeParse(value);
	if (rules.success) return { rules: rules.data };
	throw new ToolError({
		message:
			'rules: expected a list of rules, each with `actions`, a list of sets, each with `id` and `rules`, or what `raw` shows.',
	});
}

/** The actions alone, or as `raw` shows them. @throws {ToolError} */
export function readActions(text: string): Record<string, unknown> {
	const value = actions.safeParse(readJson('catch_all', text)).data;
	const { actions: inner, ...others } = value ?? {};
	const read = inner === undefined ? value : actions.safeParse(inner).data;
	if (read && (inner === undefined || Object.keys(others).length === 0)) return read;
	throw new ToolError({ message: 'catch_all: expected a JSON object of actions, such as {"route_to": "unrouted"}.' });
}

const actions = z.record(z.string(), z.unknown());

function readJson(argument: string, text: string): unknown {
	const value = parseJson(text);
	if (value === undefined) throw new ToolError({ message: `${argument}: that is not JSON.` });
	return value;
}

/** A mere list of rules is the first set; the others stay. */
export function merge({ rules, sets }: WantedRules, before: readonly RuleSet[]): readonly RuleSet[] {
	if (sets) return sets;
	const [start, ...others] = before;
	return rules ? [{ ...start, id: start?.id ?? 'start', rules }, ...others] : before;
}

/** @throws {ToolError} for ids that are made up or come twice. */
export function checkIds(sets: readonly RuleSet[], before: readonly RuleSet[]): void {
	const known = new Set(idsOf(before));
	const given = idsOf(sets);
	const unknown = given.filter((id) => !known.has(id));
	if (unknown.length > 0) {
		throw new ToolError({
			message: `There is no rule ${unknown.slice(0, 3).join(', ')}.`,
			next: 'Leave out the id of new rules: PagerDuty gives them one.',
		});
	}
	if (new Set(given).size < given.length) throw new ToolError({ message: 'A rule id appears more than once.' });
}

/** Values that were not shown are those of the rule with the same id. */
export function restoreRules(wanted: readonly RuleSet[], before: readonly RuleSet[]): RuleSet[] {
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

/** A change of the rules of an orchestration or a service. */
interface RuleChange {
	readonly owner: string;
	readonly name: string;
	readonly part: PathPart;
	readonly confirm: string | undefined;
	readonly before: readonly RuleSet[];
	readonly after: readonly RuleSet[];
	readonly catchAllChanged: boolean;
}

/**
 * PagerDuty keeps no rules that were removed: the person is told which would be gone.
 * @throws {ConfirmationNeeded} where they agreed in advance and rules would be gone, and the name was not repeated.
 * @throws {ToolError} nothing was changed, and why.
 */
export async function requireRuleChange(
	{ owner, name, part, confirm, before, after, catchAllChanged }: RuleChange,
	context: ToolContext,
): Promise<void> {
	const { consent } = context;
	const kept = new Set(after.map(({ id }) => id));
	const { added, altered, removed } = difference(before, after);
	const gone = [
		...removed.map(quoted),
		...before.flatMap(({ id }) => (kept.has(id) ? [] : said`the set ${quoted(id)}`)),
	];
	const some = inTurn(gone.slice(0, 20), '; ');
	const list = gone.length > 20 ? said`${some} and ${gone.length - 20} more` : some;
	const confirmed = gone.length === 0 || isConfirmed({ noun: 'orchestration or service', name, confirm });
	if (!confirmed && !consent.own && consent.isGiven(['configuration'])) {
		const message = `Nothing changed yet. These rules of ${quoted(name)} would be deleted for good: ${inEnglish(list)}.`;
		throw new ConfirmationNeeded(message, name, 'To keep rules, send them too.');
	}
	const changes = [
		...(added.length > 0 ? [said`adds ${quotedNames(added.slice(0, 10))}`] : []),
		...(altered.length > 0 ? [said`changes ${quotedNames(altered.slice(0, 10))}`] : []),
		...(gone.length > 0 ? [said`deletes ${list} for good`] : []),
		...(catchAllChanged ? [said`changes the catch-all`] : []),
	];
	const what = changes.length > 0 ? said`This ${enumerated(changes)}.` : said`This changes their order.`;
	const question = inTurn([ruleQuestions[part](quoted(name)), what], ' ');
	await requireAgreement({ question, ids: [owner, ...gone.map(inEnglish)] }, context);
}

const ruleQuestions: Readonly<Record<PathPart, (name: string) => Said>> = {
	router: (name) => said`Replace the router rules of ${name}?`,
	global: (name) => said`Replace the global rules of ${name}?`,
	unrouted: (name) => said`Replace the unrouted rules of ${name}?`,
	service: (name) => said`Replace the service rules of ${name}?`,
};

export function difference(before: readonly RuleSet[], after: readonly RuleSet[]) {
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

/** Without what PagerDuty adds to rules: ids, and the values of what was left out. */
export function bare(sets: readonly RuleSet[]): unknown {
	return sets.map(({ id: setId, rules }) => ({
		id: setId,
		rules: rules.map(({ label, conditions = [], disabled, ...rule }) => ({
			...rule,
			id: undefined,
			label: label === '' || label === null ? undefined : label,
			conditions,
			disabled: disabled === true,
		})),
	}));
}

function rulesOf(sets: readonly RuleSet[]): RuleSet['rules'] {
	return sets.flatMap(({ rules }) => rules);
}

function idsOf(sets: readonly RuleSet[]): string[] {
	return rulesOf(sets).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

function titleOf({ label, id }: Record<string, unknown>): string {
	if (typeof label === 'string' && label !== '') return cleanName(label);
	return typeof id === 'string' ? id : 'a rule without a label';
}
