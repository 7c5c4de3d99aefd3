import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import {
	getOrchestrationPath,
	orchestrationRule,
	replaceOrchestrationPath,
	type OrchestrationPath,
	type RuleSet,
} from '../../pagerduty/api/event-orchestrations.ts';
import { freeText, reference } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import { quoted } from '../text/names.ts';
import { sendOnce } from '../writes/send-once.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { actionsOf, ruleShape, showRules } from './shared/orchestration-shape.ts';
import { said } from '../text/said.ts';

/** operationId: getOrchPathRouter, then updateOrchPathRouter */
export const addRouterRule = defineTool({
	name: 'add_router_rule',
	title: 'Add a rule to an event router',
	description:
		'Adds a rule to an event orchestration’s router: events that meet one of its conditions, and no earlier rule, go to the service. All other rules stay.',
	example: 'Route events with service=gift-cards to Gift Cards.',
	toolset: 'events',
	access: 'administer',
	effect: { destructive: false, idempotent: true },
	consent: ['configuration'],
	operations: { always: ['listEventOrchestrations', 'listServices', 'getOrchPathRouter', 'updateOrchPathRouter'] },
	input: z.strictObject({
		orchestration: reference('Name or id.'),
		label: freeText(512, 'What the rule is for.'),
		conditions: z
			.array(z.string().max(4000))
			.min(1)
			.max(50)
			.describe("Conditions in PagerDuty's language, such as event.source matches part 'web'."),
		service: reference('Name or id of the service to which events go.'),
		position: z
			.int()
			.min(1)
			.optional()
			.describe('Place in the order of rules; 1 is tried first. Default: after all others.'),
		disabled: z.boolean().default(false).describe('Add the rule switched off.'),
	}),
	output: z.object({
		changed: z.boolean(),
		rule: ruleShape.schema,
		rules: z.int(),
		version: z.string().optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const [orchestration, service] = await Promise.all([
			context.directory.resolve('event_orchestration', input.orchestration, context),
			context.directory.resolve('service', input.service, context),
		]);
		const conditions = input.conditions.map((expression) => ({ expression }));
		const fits = (raw: unknown, disabled: boolean) => {
			const rule = orchestrationRule.parse(raw);
			if ((rule.disabled === true) !== disabled) return false;
			return isDeepStrictEqual(rule.conditions, conditions) && actionsOf(rule.actions)['route_to'] === service.id;
		};
		const isIt = (raw: unknown) => fits(raw, input.disabled);
		const wantedAt = input.position === undefined ? undefined : input.position - 1;
		const result = (path: OrchestrationPath, changed: boolean) => {
			const names = new Map([[service.id, service.name]]);
			const index = path.sets?.[0]?.rules.findLastIndex(isIt) ?? -1;
			const rules = showRules(path, names);
			const rule = rules[index];
			if (!rule)
				throw new ToolError({
					message: 'PagerDuty accepted the rules, but the new one is not among them.',
					next: 'Look at them with list_event_orchestrations.',
				});
			const note = changed ? undefined : 'Nothing changed: there is such a rule already.';
			return { changed, rule, rules: rules.length, version: path.version, ...(note && { note }) };
		};

		const before = await getOrchestrationPath(context.pagerduty, 'router', orchestration.id);
		const [start, ...others] = before.sets ?? [];
		if (!start)
			throw new ToolError({ message: `The router of ${quoted(orchestration.name)} has no rules that can be read.` });
		if (wantedAt !== undefined && wantedAt > start.rules.length) {
			throw new ToolError({
				message: `position: the router has ${start.rules.length} rules, so the last place is ${start.rules.length + 1}.`,
			});
		}
		if (start.rules.some(isIt)) {
			const there = result(before, false);
			if (input.position === undefined || there.rule.position === input.position) return there;
			throw new ToolError({
				message: `There is such a rule already, at position ${there.rule.position}. Nothing was changed.`,
				next: 'Move it with update_event_orchestration.',
			});
		}
		if (start.rules.some((raw) => fits(raw, !input.disabled))) {
			throw new ToolError({
				message: `There is such a rule already, but ${input.disabled ? 'not ' : ''}disabled. Nothing was changed.`,
				next: `Set its \`disabled\` to ${String(input.disabled)} with update_event_orchestration.`,
			});
		}
		// Without an id: PagerDuty gives it one.
		const rule = {
			label: input.label,
			conditions,
			actions: { route_to: service.id },
			...(input.disabled && { disabled: true }),
		};
		const sets: RuleSet[] = [
			{ ...start, rules: start.rules.toSpliced(wantedAt ?? start.rules.length, 0, rule) },
			...others,
		];
		const body = { sets, ...(before.catch_all !== undefined && { catch_all: before.catch_all }) };
		const question = said`Add the rule ${quoted(input.label)} to the router of ${quoted(orchestration.name)}, so that events go to the service ${quoted(service.name)}?`;
		await requireAgreement({ question, ids: [orchestration.id, service.id] }, context);
		const after = await sendOnce(
			{
				send: () => replaceOrchestrationPath(context.pagerduty, 'router', orchestration.id, body),
				find: async () => {
					const now = await getOrchestrationPath(context.pagerduty, 'router', orchestration.id);
					return now.sets?.[0]?.rules.some(isIt) ? now : undefined;
				},
				missing: 'The rule is not among the rules of the router now.',
			},
			context,
		);
		return result(after, true);
	},
});
