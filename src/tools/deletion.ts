import { listIncidents, type ListIncidentsQuery } from '../pagerduty/incidents.ts';
import { freeText } from './arguments.ts';
import type { ToolContext } from './context.ts';
import { ToolError } from './failure.ts';
import { cleanName, longestName, quoted, quotedNames } from './names.ts';

/** The argument without which a deletion only tells what it would break. */
export function confirmArgument(noun: string) {
	return freeText(
		longestName,
		`The exact name of the ${noun}, once the person has agreed. Without it nothing is deleted.`,
	).optional();
}

/** One thing to look at before a deletion: what it finds, or undefined for nothing. */
export interface Check {
	/** What is looked at, e.g. `open incidents`. */
	readonly what: string;
	readonly find: () => Promise<string | undefined>;
}

/**
 * Lets a deletion go on only with the name repeated; otherwise tells what would break.
 * @throws {ToolError} nothing was deleted, and why.
 */
export async function requireConfirmation(
	deletion: { readonly noun: string; readonly name: string; readonly confirm: string | undefined },
	checks: readonly Check[],
): Promise<void> {
	const { noun, name, confirm } = deletion;
	if (confirms(confirm, name)) return;
	if (confirm !== undefined) {
		throw new ToolError({
			message: `confirm: ${quoted(confirm)} is not the name of the ${noun}, ${quoted(name)}. Nothing was deleted.`,
			next: 'Show the person what would be deleted before confirming.',
		});
	}
	const found = await Promise.all(checks.map(({ what, find }) => find().catch(() => `${what} could not be looked at`)));
	const broken = found.filter((text) => text !== undefined);
	throw new ToolError({
		message: `Nothing deleted yet. Deleting the ${noun} ${quoted(name)} cannot be undone${broken.length > 0 ? `, and affects: ${broken.join('; ')}.` : '; nothing else was found to depend on it.'}`,
		next: `Ask the person; if they agree, call again with confirm: ${quoted(name)}.`,
	});
}

/** Whether the name was repeated, as it is shown, with or without quotation marks around it. */
export function confirms(confirm: string | undefined, name: string): boolean {
	const bare = (text: string) => cleanName(cleanName(text).replace(/^"(.*)"$/, '$1')).normalize('NFC');
	return confirm !== undefined && bare(confirm) === bare(name);
}

/** How many incidents are open, of any age. operationId: listIncidents */
export function openIncidents(query: ListIncidentsQuery, context: ToolContext): Check {
	return {
		what: 'open incidents',
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
			if (page.total === undefined && page.more) return `${count} or more open incidents`;
			return count === 1 ? '1 open incident' : `${count} open incidents`;
		},
	};
}

/** Names found on the first page of a list, e.g. `services: Checkout, Payments`. */
export function named(
	what: string,
	read: () => Promise<{ readonly names: readonly string[] | undefined; readonly more: boolean }>,
): Check {
	return {
		what,
		async find() {
			const { names, more } = await read();
			if (!names) return `${what} are not known`;
			if (names.length === 0) return undefined;
			return `${what}: ${quotedNames(names.slice(0, 20))}${more || names.length > 20 ? ' and more' : ''}`;
		},
	};
}
