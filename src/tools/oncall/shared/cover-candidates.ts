import { listUsers } from '../../../pagerduty/api/users.ts';
import type { ToolContext } from '../../core/context.ts';
import { readAll } from '../../lists/read-all.ts';
import { partialAnswer } from '../../lists/partial-answer.ts';
import { nameOf, quotedNames } from '../../text/names.ts';
import { joinNotes } from '../../text/notes.ts';
import { knownPerson, readPeople, type KnownPerson } from '../../schedules/read-people.ts';
import type { RenderedSchedule } from '../../schedules/read-schedule.ts';

/** Somebody who may take a shift. */
export interface Candidate extends KnownPerson {
	/** Undefined where PagerDuty does not say who is in the rotation. */
	readonly inRotation: boolean | undefined;
}

/** More people than this are too many to compare, and too long for a request. */
const mostCandidates = 50;

/** PagerDuty puts nobody with these roles on call. */
const stakeholders: readonly (string | undefined)[] = ['read_only_user', 'read_only_limited_user'];

interface Candidates {
	readonly candidates: readonly Candidate[];
	readonly incomplete: readonly string[];
	readonly note: string | undefined;
}

/**
 * Who may take a shift of a schedule: the people named, else those in its rotation and in its teams.
 * @param without whose shift it is.
 * operationId: listUsers, getUser
 */
export async function readCandidates(
	{ layered, shiftBased }: RenderedSchedule,
	named: readonly string[] | undefined,
	without: ReadonlySet<string>,
	context: ToolContext,
): Promise<Candidates> {
	const schedule = layered ?? shiftBased;
	const unread = (id: string): KnownPerson => {
		const name = nameOf(schedule?.users?.find((user) => user.id === id) ?? { id });
		return { id, name, email: undefined, role: undefined, timeZone: undefined };
	};
	const rotation = new Set(schedule?.users?.map(({ id }) => id));
	const teams = named ? [] : (schedule?.teams ?? []).map(({ id }) => id);
	const parts = partialAnswer(['the teams of the schedule', 'time zones'], context.signal);
	const members =
		teams.length > 0
			? await parts.read('the teams of the schedule', () =>
					readAll((at) => listUsers(context.pagerduty, { ...at, team_ids: teams })),
				)
			: undefined;
	const known = new Map(members?.items.map((user) => [user.id, knownPerson(user)]));
	const wanted = (named ?? [...rotation, ...known.keys()]).filter((id) => !without.has(id));
	const ids = [...new Set(wanted)];
	const missing = new Set(ids.slice(0, mostCandidates).filter((id) => !known.has(id)));
	const others =
		missing.size > 0
			? await parts.read('time zones', () => readPeople(missing, context))
			: new Map<string, KnownPerson>();
	const people = ids
		.slice(0, mostCandidates)
		.flatMap((id) => known.get(id) ?? (others ? (others.get(id) ?? []) : unread(id)));
	const barred = people.filter(({ role }) => stakeholders.includes(role));
	return {
		candidates: people
			.filter((person) => !barred.includes(person))
			.map((person) => ({ ...person, inRotation: schedule?.users && rotation.has(person.id) })),
		incomplete: parts.incomplete,
		note: joinNotes(
			members?.note,
			named === undefined && schedule?.teams === undefined
				? 'PagerDuty did not say whose schedule it is, so its teams are left out.'
				: undefined,
			ids.length > mostCandidates
				? `Only ${mostCandidates} of ${ids.length} people are compared: name others with \`users\`.`
				: undefined,
			barred.length > 0
				? `PagerDuty puts stakeholders such as ${quotedNames(barred.slice(0, 3).map(({ name }) => name))} on call nowhere, so they are left out.`
				: undefined,
		),
	};
}
