import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { RecordedCall } from '../tools/core/recorder.ts';
import { cleanLine } from '../tools/text/untrusted.ts';
import { fingerprintOf } from './fingerprint.ts';
import { Keeping } from './kept.ts';

const State = z.object({
	id: z.string(),
	number: z.number().optional(),
	title: z.string(),
	status: z.string(),
	urgency: z.string().optional(),
	priority: z.string().nullable(),
	assignees: z.array(z.string()),
	/** `direct_assignment`, or through its escalation policy. */
	assigned_via: z.string().optional(),
	escalation_policy: z.string().optional(),
	/** The name of that. */
	policy_name: z.string().optional(),
	service: z.string().optional(),
	/** When its acknowledgement ends. */
	triggers_again: z.string().optional(),
});
export type State = z.output<typeof State>;

/** A change as it is kept: one line of JSON. */
export const Entry = z.object({
	version: z.literal(1),
	id: z.string(),
	at: z.string(),
	tool: z.string(),
	/** The program that called; undefined for the person in the editor. */
	client: z.string().optional(),
	/** The connection that it came by, as the person calls it. */
	connection: z.string().optional(),
	/** Address of PagerDuty's API. */
	account: z.string().optional(),
	/** First part of the account's web address, where it is known. */
	subdomain: z.string().optional(),
	arguments: z.record(z.string(), z.unknown()),
	outcome: z.enum(['done', 'failed', 'unclear', 'cancelled']),
	problem: z.string().optional(),
	/** Incidents that it changed; what they were like before, where that is known. */
	incidents: z.array(z.object({ before: State.optional(), after: State })),
	/** The tool's answer. */
	result: z.record(z.string(), z.unknown()).optional(),
	/** PagerDuty's ids of the requests. */
	request_ids: z.array(z.string()),
	/** What tells a note or a maintenance window that it made from one that somebody has changed. */
	fingerprint: z.string().optional(),
	/** The change that this one took back. */
	undoes: z.string().optional(),
});
export type Entry = z.output<typeof Entry>;

/** Where a call came from, and why. */
export interface Origin {
	readonly connection?: string | undefined;
	readonly undoes?: string | undefined;
}

/** The most characters of a result; a longer one is left out. */
const longestResult = 8_000;

/** What is kept of a call: without secrets and alert bodies, and no longer than it must be. */
export function entryOf(call: RecordedCall, { connection, undoes }: Origin = {}): Entry {
	const keeping = new Keeping(call.tool, [call.arguments, call.output]);
	const result = call.output && keeping.values(call.output);
	return Entry.parse({
		version: 1,
		id: randomUUID().slice(0, 8),
		at: call.at.toISOString(),
		tool: call.tool,
		client: call.client === undefined ? undefined : cleanLine(call.client, 100),
		connection,
		account: call.account,
		subdomain: call.subdomain,
		arguments: keeping.values(call.arguments),
		outcome: call.outcome,
		problem: call.problem === undefined ? undefined : keeping.text(call.problem),
		incidents: call.incidents,
		result: result !== undefined && JSON.stringify(result).length <= longestResult ? result : undefined,
		request_ids: call.requestIds,
		fingerprint: call.output && fingerprintOf(call.output),
		undoes,
	});
}
