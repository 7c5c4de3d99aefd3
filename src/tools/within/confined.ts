import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { readError } from '../../pagerduty/http/read-error.ts';
import type { PagerDutyApi, PagerDutyRequest } from '../../pagerduty/http/request.ts';
import { badReply } from '../../pagerduty/http/transport.ts';
import { mayChange, type WireRequest } from '../../pagerduty/http/wire.ts';
import type { Within } from '../core/access.ts';
import { ToolError } from '../core/failure.ts';
import { Inside } from './inside.ts';
import type { InsideMemory } from './memory.ts';
import { idOf, isRecord, namedInPath, namedInside, type Named } from './named-objects.ts';
import { narrowed } from './narrowed.ts';
import { isInside } from './rows.ts';
import { ruleOf, type Rule } from './rules.ts';
import { withoutOutside } from './without-outside.ts';

/**
 * PagerDuty's API for somebody who is kept to teams and services: what lies outside does not exist there. Requests that name it
 * are answered like those for an unknown id, without being sent; lists come without it; what cannot be kept inside is refused.
 */
export function confined(pagerduty: PagerDutyApi, within: Within, memory: InsideMemory): PagerDutyApi {
	const inside = new Inside(within, pagerduty, memory);
	return {
		request: async (request) => {
			const rule = ruleOf(request.operationId, within);
			if (rule === undefined) throw notPossible(request);
			await refuseOutside(request, rule, inside);
			const sent = await narrowed(request, rule, within, inside);
			// Nothing inside: the filter that says so would filter nothing.
			if (sent === undefined) throw notPossible(request);
			const reply = await pagerduty.request({ ...sent, reply: z.unknown() });
			if (mayChange(request)) memory.forgetAfter(request);
			const kept = await keptInside(reply, request, rule, inside);
			return readAs(request, await withoutOutside(kept, inside));
		},
	};
}

/** @throws {PagerDutyError} not found, when the request names what is outside */
async function refuseOutside(request: WireRequest, rule: Rule, inside: Inside): Promise<void> {
	const inPath = rule.wordsOnly || rule.object ? [] : namedInPath(request.path);
	const elsewhere = namedInside(request);
	// What a change is about must be owned; what it refers to need only be inside.
	const changed = !rule.owned ? [] : inPath.length > 0 ? inPath : elsewhere;
	for (const named of [...inPath, ...elsewhere]) {
		const leaves =
			rule.policyStays && named.kind === 'escalation_policy' && !(await hasPolicy(inPath, named.id, inside));
		const fits = leaves || changed.includes(named) ? await inside.owns(named) : await inside.has(named);
		if (!fits) throw inPath.includes(named) ? notFound(request) : unknown(request, named);
	}
	if (rule.bornIn) refuseBornOutside(request, rule.bornIn, inside);
}

/** Whether one of the services has the policy now. */
async function hasPolicy(services: readonly Named[], policy: string, inside: Inside): Promise<boolean> {
	const known = await inside.services();
	return services.some(({ id }) => known.get(id)?.policy === policy);
}

function refuseBornOutside({ method, body }: WireRequest, place: readonly string[], inside: Inside): void {
	const teams = place.reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), body);
	// What a change leaves out stays as it is.
	if (teams === undefined && method === 'PUT') return;
	if (Array.isArray(teams) && teams.length > 0 && teams.every((team) => inside.hasTeam(idOf(team)))) return;
	throw new ToolError({
		message: 'What is made here must belong to a team that this connection is kept to. Nothing was changed.',
		next: 'Name one of its teams.',
	});
}

async function keptInside(reply: unknown, request: WireRequest, rule: Rule, inside: Inside): Promise<unknown> {
	if (!isRecord(reply)) return reply;
	if (rule.object) {
		const [key, kind] = rule.object;
		if (!(await isInside(reply[key], kind, inside))) throw notFound(request);
	}
	if (!rule.rows) return reply;
	const [key, kind] = rule.rows;
	const rows = reply[key];
	if (!Array.isArray(rows)) return reply;
	const own = await Promise.all(rows.map((row: unknown) => isInside(row, kind, inside)));
	if (own.every(Boolean)) return reply;
	// PagerDuty's own total counts the others too.
	return { ...reply, [key]: rows.map((row: unknown, at) => (own[at] ? row : undefined)), total: null };
}

/** Reads a reply as the request wants it. */
function readAs<Reply extends z.ZodType>(request: PagerDutyRequest<Reply>, reply: unknown): z.output<Reply> {
	for (const content of reply === undefined ? [undefined, {}] : [reply]) {
		const read = request.reply.safeParse(content);
		if (read.success) return read.data;
	}
	throw badReply(request, "PagerDuty's reply does not fit its API documentation.", 200);
}

/** As PagerDuty answers for an id that it does not know. */
function notFound(request: WireRequest): PagerDutyError {
	return readError(404, { get: () => null }, '{"error":{"message":"Not Found","code":2100}}', request);
}

function unknown(request: WireRequest, { kind, id }: Named): PagerDutyError {
	return readError(404, { get: () => null }, '{"error":{"message":"Not Found","code":2100}}', {
		...request,
		path: [`${kind}s`, id],
	});
}

function notPossible({ operationId }: WireRequest): PagerDutyError {
	return new PagerDutyError({
		kind: 'confined',
		message: 'This connection is kept to single teams or services, and this cannot be kept to them.',
		operationId,
	});
}
