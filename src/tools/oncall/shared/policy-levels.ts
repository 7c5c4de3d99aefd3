import * as z from 'zod';
import type { EscalationPolicy, EscalationPolicyInput } from '../../../pagerduty/api/escalation-policies.ts';
import { referenceTo, type ReferenceInput } from '../../../pagerduty/api/reference.ts';
import { freeText, naming, reference } from '../../core/arguments.ts';
import type { ToolContext } from '../../core/context.ts';
import type { Entry } from '../../core/directory.ts';
import { ToolError } from '../../core/failure.ts';
import { quoted } from '../../text/names.ts';
import { isRoundRobin } from './escalation-policy-shape.ts';
import { knownSchedule } from '../../schedules/read-schedule.ts';

/** What a policy is made of, as flat arguments. */
export const policyArguments = {
	name: reference('Name of the policy.').optional(),
	description: freeText(1000, 'What it is for.').optional(),
	levels: naming(
		z
			.array(z.string().max(1000))
			.min(1)
			.max(20)
			.describe(
				'Whom each level pages: schedules and people by name, id or e-mail, separated by ";", such as ["Payments Primary", "schedule:Backup; user:Ana Ruiz"].',
			),
		'user',
		'schedule',
	).optional(),
	delays: z
		.array(z.int().min(1).max(1440))
		.min(1)
		.max(20)
		.optional()
		.describe('Minutes before the next level, one for each level or one for all. Default: as before, or 30.'),
	round_robin: z
		.array(z.int().min(1).max(20))
		.max(20)
		.optional()
		.describe(
			'Numbers of the levels that page their targets in turn, one for each incident; empty for none. Default: as before.',
		),
	loops: z.int().min(0).max(9).optional().describe('How often to start again after the last level.'),
	team: naming(reference('Name or id of its team.'), 'team').optional(),
	handoff_notifications: z
		.enum(['if_has_services', 'always'])
		.optional()
		.describe('When people are told that their turn begins or ends.'),
};

type Rule = EscalationPolicyInput['escalation_rules'][number];
type Targets = readonly ReferenceInput[];

const defaultDelay = 30;
const mostTargets = 10;

/** The targets of each level. */
export function targetsOf(levels: readonly string[], context: ToolContext): Promise<Targets[]> {
	return Promise.all(
		levels.map(async (level, index) => {
			const names = level
				.split(';')
				.map((part) => part.trim())
				.filter((part) => part !== '');
			if (names.length === 0) throw new ToolError({ message: `levels: level ${index + 1} names nobody.` });
			// A name may have a semicolon in it: what exists as written wins over its parts.
			const whole = names.length > 1 ? await found(level.trim(), context) : undefined;
			if (whole) return [whole];
			if (names.length > mostTargets)
				throw new ToolError({ message: `levels: level ${index + 1} names more than ${mostTargets}.` });
			return targetsAmong(names, context);
		}),
	);
}

/** The targets of a level, one after another; a part that is nobody's name may go on behind its semicolon. */
async function targetsAmong(parts: readonly string[], context: ToolContext): Promise<ReferenceInput[]> {
	const single = await Promise.all(parts.map((part) => found(part, context)));
	const targets: ReferenceInput[] = [];
	for (let at = 0; at < parts.length; at++) {
		let target = single[at];
		const start = at;
		while (!target && at + 1 < parts.length) {
			at++;
			target = await found(parts.slice(start, at + 1).join('; '), context);
		}
		// Says what is wrong with the part, and what is near it.
		targets.push(target ?? (await targetOf(parts[start] ?? '', context)));
	}
	return targets;
}

/** Undefined when nothing has that name. */
async function found(text: string, context: ToolContext): Promise<ReferenceInput | undefined> {
	try {
		return await targetOf(text, context);
	} catch (error) {
		if (error instanceof ToolError && error.failure.status === undefined) return undefined;
		throw error;
	}
}

async function targetOf(text: string, context: ToolContext): Promise<ReferenceInput> {
	const prefixed = /^(user|schedule)\s*:\s*(.+)$/i.exec(text);
	const name = prefixed?.[2] ?? text;
	const kind = prefixed?.[1]?.toLowerCase() ?? (name.includes('@') || name.toLowerCase() === 'me' ? 'user' : undefined);
	if (kind === 'user') return referenceTo('user', (await context.directory.resolve('user', name, context)).id);
	if (kind === 'schedule') return scheduleTarget(await context.directory.resolve('schedule', name, context));
	const [schedule, user] = await Promise.allSettled([
		context.directory.resolve('schedule', name, context),
		context.directory.resolve('user', name, context),
	]);
	if (schedule.status === 'fulfilled' && user.status === 'fulfilled') {
		throw new ToolError({
			message: `levels: ${quoted(name)} is both a schedule and a user.`,
			next: `Write ${quoted(`schedule:${name}`)} or ${quoted(`user:${name}`)}.`,
		});
	}
	if (schedule.status === 'fulfilled') return scheduleTarget(schedule.value);
	if (user.status === 'fulfilled') return referenceTo('user', user.value.id);
	const candidates = [schedule.reason, user.reason].map((reason: unknown) => {
		if (reason instanceof ToolError) return reason.failure.candidates ?? [];
		throw reason;
	});
	throw new ToolError({
		message: `levels: there is no schedule and no user ${quoted(name)}.`,
		candidates: candidates.flat(),
		next: 'Look it up with list_schedules or list_users.',
	});
}

function scheduleTarget(entry: Entry): ReferenceInput {
	return referenceTo(knownSchedule(entry).kind === 'shifts' ? 'schedule_v3' : 'schedule', entry.id);
}

/** How levels page. */
interface LevelSettings {
	readonly delays?: readonly number[] | undefined;
	readonly round_robin?: readonly number[] | undefined;
}

/** A level that is there already. */
interface KnownRule {
	readonly id?: string | undefined;
	readonly escalation_delay_in_minutes?: number | undefined;
	readonly targets: readonly { readonly id: string; readonly type?: string | undefined }[];
	readonly escalation_rule_assignment_strategy?: unknown;
}

/**
 * The levels as they shall be: new targets, delays and strategies where given, the rest as it is. A level is known by whom it
 * pages, so that one that moves takes its delay and strategy along, or else by its place; a new one gets the defaults.
 * @throws {ToolError} when there are more or fewer delays than levels, or no such level.
 */
export function rulesOf(
	known: readonly KnownRule[],
	targets: readonly Targets[] | undefined,
	{ delays, round_robin: inTurn }: LevelSettings,
): Rule[] {
	const count = targets?.length ?? known.length;
	if (delays && delays.length !== 1 && delays.length !== count) {
		throw new ToolError({
			message: `delays: you gave ${delays.length} for ${count} levels.`,
			next: 'Give one for each level, or one for all.',
		});
	}
	const missing = inTurn?.find((level) => level > count);
	if (missing !== undefined) {
		throw new ToolError({ message: `round_robin: there is no level ${missing}; the policy has ${count}.` });
	}
	const before = levelsBefore(known, targets);
	return Array.from({ length: count }, (_, index): Rule => {
		const wanted = targets?.[index];
		const old = before[index];
		const kept = old?.escalation_rule_assignment_strategy;
		const strategy = inTurn ? strategyOf(inTurn.includes(index + 1), kept) : kept;
		return {
			...(old?.id && { id: old.id }),
			escalation_delay_in_minutes:
				(delays?.length === 1 ? delays[0] : delays?.[index]) ?? old?.escalation_delay_in_minutes ?? defaultDelay,
			targets: wanted ?? (old?.targets ?? []).map(({ id, type = 'user' }) => asReference(type, id)),
			...(strategy !== undefined && { escalation_rule_assignment_strategy: strategy }),
		};
	});
}

/** Which level each of the new ones was before, if any. */
function levelsBefore(known: readonly KnownRule[], targets: readonly Targets[] | undefined): (KnownRule | undefined)[] {
	if (!targets) return [...known];
	const left = new Set(known);
	const take = (rule: KnownRule | undefined) => (rule && left.delete(rule) ? rule : undefined);
	const same = targets.map((wanted) => take([...left].find((rule) => idsOf(rule.targets) === idsOf(wanted))));
	return same.map((rule, index) => rule ?? take(known[index]));
}

/** In the shape in which PagerDuty told the one before; requests know it as an object. */
function strategyOf(inTurn: boolean, before: unknown): unknown {
	const type = inTurn ? 'round_robin' : 'assign_to_everyone';
	return typeof before === 'string' ? type : { type };
}

/** The policy with the strategies that were sent: PagerDuty tells them only where it is asked to. */
export function withStrategies(policy: EscalationPolicy, sent: readonly Rule[]): EscalationPolicy {
	const rules = policy.escalation_rules?.map((rule, index) => ({
		...rule,
		escalation_rule_assignment_strategy:
			rule.escalation_rule_assignment_strategy ?? sent[index]?.escalation_rule_assignment_strategy,
	}));
	return { ...policy, escalation_rules: rules };
}

/** Whether the levels are the wanted ones: whom they page, how, and after how long. */
export function hasRules(known: readonly KnownRule[], wanted: readonly Rule[]): boolean {
	const levels = (rules: readonly KnownRule[]) =>
		rules.map((rule) => `${rule.escalation_delay_in_minutes ?? ''} ${isRoundRobin(rule)} ${idsOf(rule.targets)}`);
	return levels(known).join('\n') === levels(wanted).join('\n');
}

function idsOf(targets: readonly { readonly id: string }[]): string {
	return [...new Set(targets.map(({ id }) => id))].sort().join(' ');
}

function asReference(type: string, id: string): ReferenceInput {
	return referenceTo(type.replace(/_reference$/, ''), id);
}
