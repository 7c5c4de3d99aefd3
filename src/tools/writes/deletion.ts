import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { listIncidents, type ListIncidentsQuery } from '../../pagerduty/api/incidents.ts';
import { pages } from '../../pagerduty/api/paging.ts';
import { freeText } from '../core/arguments.ts';
import { ConfirmationNeeded, isConfirmed } from './confirmation.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { longestName, quoted, quotedNames } from '../text/names.ts';
import { deleteOnce, type Deletion } from './send-once.ts';
import { inEnglish, inTurn, said, type Said, type Saying } from '../text/said.ts';

/** What shows, where the person has agreed in advance, that the agent knows what it deletes. */
export function confirmArgument(noun: string) {
	return freeText(
		longestName,
		`The exact name of the ${noun}. Only needed when the call without it asks for it.`,
	).optional();
}

/** One thing to look at before a deletion: what it finds, or undefined for nothing. */
export interface DeletionCheck {
	/** What is looked at, e.g. `open incidents`. */
	readonly what: Said;
	readonly find: () => Promise<Saying | undefined>;
}

/** Something that is deleted for good. */
export interface Deleting extends Pick<Deletion, 'send' | 'read'> {
	/** E.g. `service`. */
	readonly noun: string;
	/** The question by its name: Delete … for good? */
	readonly question: (name: string) => Said;
	readonly id: string;
	readonly name: string;
	readonly confirm: string | undefined;
	/** What depends on it, or stands in the way. */
	readonly checks: readonly DeletionCheck[];
}

/**
 * Deletes something once the person has agreed, who is told what would break.
 * @throws {ConfirmationNeeded} where they agreed in advance, and the agent has not repeated the name yet.
 * @throws {ToolError} nothing was deleted, and what is in the way.
 */
export async function deleteConfirmed(
	{ noun, question, id, name, confirm, checks, send, read }: Deleting,
	context: ToolContext,
): Promise<void> {
	const { consent } = context;
	const kinds = ['configuration'] as const;
	if (!isConfirmed({ noun, name, confirm }) && !consent.own && consent.isGiven(kinds)) {
		const message = `Nothing deleted yet: that would delete the ${noun} ${quoted(name)}. ${inEnglish(affects(await findings(checks)))}`;
		throw new ConfirmationNeeded(message, name);
	}
	await consent.require(kinds, async () => {
		const broken = await findings(checks);
		return {
			question: inTurn([question(quoted(name)), affects(broken)], ' '),
			yes: said`Delete it`,
			no: said`Keep it`,
			ids: [id, ...broken.map(inEnglish)],
		};
	});
	await refusedWithReasons(
		() => deleteOnce({ send, read, missing: `${quoted(name)} is still there.` }, context),
		checks,
	);
}

/** Does something that PagerDuty may refuse because of what the checks look at, and then names it. */
export async function refusedWithReasons(act: () => Promise<unknown>, checks: readonly DeletionCheck[]): Promise<void> {
	try {
		await act();
	} catch (error) {
		if (!(error instanceof PagerDutyError) || error.kind !== 'refused') throw error;
		const reasons = await findings(checks);
		if (reasons.length === 0) throw error;
		const { message, status, code, messages } = error;
		throw new ToolError(
			{
				message: `${message} What is in the way: ${reasons.map(inEnglish).join('; ')}.`,
				...(status && { status }),
				...(code && { code }),
				...(messages.length > 0 && { details: messages }),
				next: 'Change these first, then try again.',
			},
			error,
		);
	}
}

function affects(broken: readonly Saying[]): Said {
	return broken.length > 0
		? said`This cannot be undone, and affects: ${inTurn(broken, '; ')}.`
		: said`This cannot be undone; nothing else was found to depend on it.`;
}

async function findings(checks: readonly DeletionCheck[]): Promise<Saying[]> {
	const found = await Promise.all(
		checks.map(({ what, find }) => find().catch(() => said`${what} could not be checked`)),
	);
	return found.filter((text) => text !== undefined);
}

/** How many incidents are open, of any age. operationId: listIncidents */
export function openIncidentsCheck(query: ListIncidentsQuery, context: ToolContext): DeletionCheck {
	return {
		what: said`open incidents`,
		async find() {
			const page = await listIncidents(context.pagerduty, {
				...query,
				statuses: ['triggered', 'acknowledged'],
				date_range: 'all',
				limit: 1,
				total: true,
			});
			const count = page.total ?? page.received;
			if (count === 0) return undefined;
			if (page.total === undefined && page.more) return said`${count} or more open incidents`;
			return count === 1 ? said`1 open incident` : said`${count} open incidents`;
		},
	};
}

/** Pages of open incidents looked through at most. */
const mostPages = 10;

/** How many open incidents are with escalation policies, which no list can be narrowed to. operationId: listIncidents */
export function openIncidentsOfPoliciesCheck(policyIds: readonly string[], context: ToolContext): DeletionCheck {
	return {
		what: said`open incidents`,
		async find() {
			let count = 0;
			let looked = 0;
			const query = { statuses: ['triggered', 'acknowledged'], date_range: 'all' } as const;
			for await (const page of pages((at) => listIncidents(context.pagerduty, { ...query, ...at }))) {
				count += page.items.filter(({ escalation_policy: policy }) => policyIds.includes(policy?.id ?? '')).length;
				if (++looked === mostPages && page.more)
					return count === 0 ? said`open incidents could not all be checked` : said`${count} or more open incidents`;
			}
			if (count === 0) return undefined;
			return count === 1 ? said`1 open incident` : said`${count} open incidents`;
		},
	};
}

/** Names found on the first page of a list, e.g. `services: Checkout, Payments`. */
export function namesCheck(
	what: Said,
	read: () => Promise<{ readonly names: readonly string[] | undefined; readonly more: boolean }>,
): DeletionCheck {
	return {
		what,
		async find() {
			const { names, more } = await read();
			if (!names) return said`${what} are not known`;
			if (names.length === 0) return undefined;
			const some = quotedNames(names.slice(0, 20));
			return more || names.length > 20 ? said`${what}: ${some} and more` : inTurn([what, some], ': ');
		},
	};
}
