import assert from 'node:assert/strict';
import * as z from 'zod';
import type { SignedIn } from './signed-in.ts';

export const IncidentRow = z.looseObject({
	id: z.string(),
	number: z.number(),
	title: z.string(),
	status: z.string(),
	assignees: z.array(z.string()),
	urgency: z.string().optional(),
	priority: z.string().optional(),
});

const Left = z.object({ id: z.string(), status: z.string(), reason: z.string() });
const Changed = z.object({
	changed: z.number(),
	incidents: z.array(IncidentRow),
	unchanged: z.array(Left).default([]),
	failed: z.array(Left).default([]),
	note: z.string().optional(),
});

/** What suites about changes of incidents do with the account that is open. */
export function incidentsOf(account: () => SignedIn) {
	return {
		change: async (tool: string, input: unknown) => Changed.parse(await account().call(tool, input)),
		/** Requests since `mark` that change something. */
		writes: (mark = 0) =>
			account()
				.requests(mark)
				.filter((request) => !request.startsWith('GET')),
		inStore: (id: string) => account().sandbox.store.incident(id) ?? assert.fail(`no ${id}`),
	};
}
