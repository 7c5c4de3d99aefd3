import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { ReferenceInput } from '../../pagerduty/api/reference.ts';
import { listOnCalls, type OnCall } from '../../pagerduty/api/oncalls.ts';
import type { Consequence } from '../writes/agreement.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { nameOf, quoted, quotedNames } from '../text/names.ts';
import { readWhole } from '../lists/read-all.ts';
import { said } from '../text/said.ts';

const onDuty = z.object({ user: z.string(), level: z.int() });

/** Whom an escalation policy pages around a change of it. */
export const policyOnCall = z.object({ before: z.array(onDuty), now: z.array(onDuty) });

/** Whom an escalation policy would page now. operationId: listOnCalls */
export function readPolicyOnCall(policyId: string, { pagerduty }: ToolContext): Promise<OnCall[]> {
	return readWhole((at) => listOnCalls(pagerduty, { ...at, escalation_policy_ids: [policyId] }));
}

/** Everybody once for each level, level 1 first. */
export function showPolicyOnCall(rows: readonly OnCall[]): z.output<typeof onDuty>[] {
	const people = new Map(
		rows.map(({ user, escalation_level: level = 1 }) => [`${level} ${user.id}`, { user: nameOf(user), level }]),
	);
	return [...people.values()].toSorted((a, b) => a.level - b.level);
}

/** Whom a policy pages around a change that is made. */
export function policyOnCallAfter(policyId: string, before: readonly OnCall[], context: ToolContext) {
	return afterChange(async () => ({
		before: showPolicyOnCall(before),
		now: showPolicyOnCall(await readPolicyOnCall(policyId, context)),
	}));
}

/** Whom a service pages that was moved from one policy to another. */
export function policyOnCallMoved(from: string, to: string, context: ToolContext) {
	return afterChange(async () => ({
		before: showPolicyOnCall(await readPolicyOnCall(from, context)),
		now: showPolicyOnCall(await readPolicyOnCall(to, context)),
	}));
}

/** That a service which pages somebody now would page nobody after a move to another policy. */
export async function dutyEnds(service: string, from: string, to: string, context: ToolContext): Promise<Consequence> {
	const [before, after] = await Promise.all([readPolicyOnCall(from, context), readPolicyOnCall(to, context)]);
	const people = new Map(before.map(({ user }) => [user.id, nameOf(user)]));
	const names = [...people.values()];
	const question = said`Nobody is on call now on the escalation policy to which this moves ${quoted(service)}; it pages ${quotedNames(names)} now.`;
	const ends = people.size > 0 && after.length === 0;
	return { about: names.join(', '), ids: [...people.keys()], question: ends ? question : undefined };
}

/** Whom a service paged that is disabled now. */
export async function policyOnCallEnded(policy: string, context: ToolContext) {
	const before = await afterChange(async () => ({
		before: showPolicyOnCall(await readPolicyOnCall(policy, context)),
		now: [],
	}));
	return { note: 'While it is disabled it opens no incidents and pages nobody.', ...before };
}

/** A change that is made is told also where who is on call cannot be read: a plain failure would have it made again. */
async function afterChange(read: () => Promise<z.output<typeof policyOnCall>>) {
	try {
		return { on_call: await read() };
	} catch (error) {
		if (!(error instanceof PagerDutyError || error instanceof ToolError)) throw error;
		return { note: 'The change is made, but who is on call now could not be read.' };
	}
}

/** Who is on call through a policy only by targets that it would no longer have. */
export function takenOffPolicy(
	policy: string,
	rows: readonly OnCall[],
	levels: readonly { readonly targets: readonly ReferenceInput[] }[],
): Consequence {
	const targets = new Set(levels.flatMap(({ targets: all }) => all.map(({ id }) => id)));
	const stays = new Set(rows.flatMap(({ user, schedule }) => (targets.has(schedule?.id ?? user.id) ? [user.id] : [])));
	const off = new Map(
		rows.flatMap(({ user }) => (stays.has(user.id) || targets.has(user.id) ? [] : [[user.id, user]])),
	);
	const names = [...off.values()].map(nameOf);
	const question = said`This takes ${quotedNames(names)} off the escalation policy ${quoted(policy)}, which would page them now.`;
	return { about: names.join(', '), ids: [...off.keys()], question: off.size > 0 ? question : undefined };
}
