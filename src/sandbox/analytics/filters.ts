import * as z from 'zod';
import type { Call } from '../server/call.ts';
import { invalidInput } from '../server/errors.ts';
import { overlaps } from '../routes/find.ts';
import type { Span } from '../rendering/model.ts';
import { day, parseTime } from '../time.ts';
import { isListedTimeZone } from '../time-zones.ts';
import { factsOf, type Facts } from './facts.ts';

const Ids = z.array(z.string()).optional();
const Count = z.int().optional();

/** What the analytics of incidents can be narrowed by. PagerDuty's own misspelling of `min_acknowledgements` included. */
const Filters = z.object({
	created_at_start: z.string().optional(),
	created_at_end: z.string().optional(),
	updated_after: z.string().optional(),
	urgency: z.enum(['high', 'low']).optional(),
	major: z.boolean().optional(),
	min_ackowledgements: Count,
	min_timeout_escalations: Count,
	min_manual_escalations: Count,
	team_ids: Ids,
	service_ids: Ids,
	escalation_policy_ids: Ids,
	priority_ids: Ids,
	priority_names: Ids,
	incident_type_ids: Ids,
	pd_advance_used: z.boolean().optional(),
	date_range_start: z.string().optional(),
	date_range_end: z.string().optional(),
	responder_ids: Ids,
});
export type Filters = z.output<typeof Filters>;

export const Question = z.object({
	filters: Filters.default({}),
	time_zone: z.string().default('Etc/UTC'),
	order: z.enum(['asc', 'desc']).default('desc'),
	order_by: z.string().optional(),
	aggregate_unit: z.enum(['day', 'week', 'month']).nullish(),
	limit: z.int().min(0).max(1000).default(100),
	starting_after: z.string().optional(),
	ending_before: z.string().optional(),
});
export type Question = z.output<typeof Question>;

const longest = 366 * day;

/** The question of a call. 400 for a personal key that names neither teams nor services, and for more than a year. */
export function questionOf(call: Call, { scoped }: { scoped: boolean }): Question & { span: Span } {
	const question = call.body(Question);
	const { filters } = question;
	if (!isListedTimeZone(question.time_zone)) throw invalidInput('time_zone is invalid');
	if (scoped && call.caller.kind === 'user' && !filters.team_ids?.length && !filters.service_ids?.length) {
		throw invalidInput('A team_ids or service_ids filter is required for user-level API keys');
	}
	const end = time(filters.created_at_end ?? filters.date_range_end, question.time_zone) ?? call.world.clock.ms;
	const start = time(filters.created_at_start ?? filters.date_range_start, question.time_zone) ?? end - 30 * day;
	if (end < start) throw invalidInput('The start of the range must be before its end');
	if (end - start > longest) throw invalidInput('The range must not be longer than one year');
	return { ...question, span: { start, end } };
}

/** What the incidents that fit the filters say, oldest first. */
export function select(call: Call, { filters, span }: Question & { span: Span }): Facts[] {
	const { world } = call;
	const set = (ids: readonly string[] | undefined) => (ids?.length ? new Set(ids) : undefined);
	const [teams, services, policies] = [
		set(filters.team_ids),
		set(filters.service_ids),
		set(filters.escalation_policy_ids),
	];
	const priorities = set(
		[...world.store.priorities.values()]
			.filter(({ id, name }) => filters.priority_ids?.includes(id) ?? filters.priority_names?.includes(name) ?? false)
			.map(({ id }) => id),
	);
	const { incidentTypes } = world.store.accountWide;
	const types = filters.incident_type_ids?.length
		? new Set(filters.incident_type_ids.map((id) => incidentTypes.get(id)?.name))
		: undefined;
	const byPriority = filters.priority_ids?.length ? true : Boolean(filters.priority_names?.length);
	const updatedAfter = time(filters.updated_after, 'UTC') ?? -Infinity;
	return (
		world.store.incidents
			.filter(({ createdAt, updatedAt }) => createdAt >= span.start && createdAt < span.end && updatedAt > updatedAfter)
			.filter(({ urgency }) => !filters.urgency || urgency === filters.urgency)
			.filter(({ teamIds, serviceId, policy }) => {
				return overlaps(teams, teamIds) && overlaps(services, [serviceId]) && overlaps(policies, [policy.id]);
			})
			.filter(({ priorityId }) => !byPriority || (priorities?.has(priorityId ?? '') ?? false))
			.filter(({ type }) => !types || types.has(type))
			.map((incident) => factsOf(world, incident))
			.filter((facts) => filters.major === undefined || facts.major === filters.major)
			.filter((facts) => facts.acknowledgements >= (filters.min_ackowledgements ?? 0))
			.filter((facts) => facts.timeoutEscalations.length >= (filters.min_timeout_escalations ?? 0))
			.filter((facts) => facts.manualEscalations.length >= (filters.min_manual_escalations ?? 0))
			// Nobody here uses the assistant.
			.filter(() => filters.pd_advance_used !== true)
	);
}

function time(text: string | undefined, zone: string): number | undefined {
	if (text === undefined) return undefined;
	const read = parseTime(text, zone);
	if (read === undefined) throw invalidInput(`${text} is not a time`);
	return read;
}
