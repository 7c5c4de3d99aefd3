import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Incident } from '../../../pagerduty/api/incident.ts';
import { listIncidents, type IncidentStatus } from '../../../pagerduty/api/incidents.ts';
import { pages } from '../../../pagerduty/api/paging.ts';
import { keywords, reference, references } from '../../core/arguments.ts';
import type { ToolContext } from '../../core/context.ts';
import { fewIncidents, NotAsked, type Act } from '../../core/consent.ts';
import { ToolError } from '../../core/failure.ts';
import { nameOf, numberOf } from '../../text/names.ts';
import { cleanLine } from '../../text/untrusted.ts';
import {
	changedIncidents,
	changeFields,
	incidentsArgument,
	mostIncidents,
	presentChange,
	type Unchanged,
} from './change-incidents.ts';
import { findIncidents } from '../../names/find-incidents.ts';
import { incidentQuery, scopes } from './incident-query.ts';
import { inTurn, said, type Said } from '../../text/said.ts';

/** Incidents by name, or all that match; matching ones are shown before they are changed. */
export const selectionArguments = {
	incidents: incidentsArgument.optional(),
	scope: z.enum(scopes).optional().describe('Whose open incidents to change instead.'),
	services: references('Change open incidents of these services instead.').optional(),
	urgencies: keywords(['high', 'low'], 'Default: both.').optional(),
	confirm: reference('The code that the call without `confirm` returned.').optional(),
};

interface Selection {
	readonly incidents?: readonly string[] | undefined;
	readonly scope?: (typeof scopes)[number] | undefined;
	readonly services?: readonly string[] | undefined;
	readonly urgencies?: readonly ('high' | 'low')[] | undefined;
	readonly confirm?: string | undefined;
}

/** A change of incidents, or the list that must be confirmed first. */
export const selectedAndChanged = changedIncidents.extend({
	/** Nothing has changed yet: call again with this. */
	confirm: z.string().optional(),
	matching: z.array(z.string()).optional(),
});
type SelectedAndChanged = z.output<typeof selectedAndChanged>;

/** What selects, and what it does. */
interface Selecting {
	readonly tool: string;
	/** E.g. `resolve`. */
	readonly verb: string;
	readonly asks: SelectedAct;
}

/** What is done, in words for the person who must agree. */
export interface SelectedAct {
	readonly yes: Said;
	readonly one: Said;
	readonly many: (count: number) => Said;
}

/** What is to be changed. */
interface Selected {
	readonly incidents: readonly Incident[];
	/** Shown to the person, but changed meanwhile. */
	readonly left: readonly Unchanged[];
	/** Whether the person, or the agent by a token, has agreed to just these. */
	readonly agreed: boolean;
}

/** The incidents that are to be changed, or what to tell instead when nothing may be changed yet. */
export async function selectIncidents(
	input: Selection,
	change: Selecting & { readonly statuses: readonly IncidentStatus[] },
	context: ToolContext,
): Promise<Selected | SelectedAndChanged> {
	const filtered = input.scope !== undefined || input.services !== undefined || input.urgencies !== undefined;
	if (input.incidents) {
		if (filtered) throw new ToolError({ message: 'Give either `incidents` or filters, not both.' });
		return { incidents: await findIncidents(input.incidents, context), left: [], agreed: false };
	}
	if (!filtered) {
		throw new ToolError({
			message: `Which incidents should be ${change.verb}d?`,
			next: 'Give `incidents`, or filters such as `scope: mine` or `services`; `scope: account` means all open ones.',
		});
	}
	const query = await incidentQuery({ ...input, scope: input.scope ?? 'account', statuses: change.statuses }, context);
	if (typeof query === 'string') return nothing(query);
	const matching = await readMatching(query, change.verb, context);
	if (matching.length === 0) return nothing(`Nothing changed: no ${change.statuses.join(' or ')} incident matches.`);
	return requireConfirmation(matching, input, change, context);
}

/** What an agent gets of what was changed, or of what must be confirmed first. */
export function presentSelected(output: SelectedAndChanged): Record<string, unknown> {
	const { confirm, matching } = output;
	return { ...presentChange(output, changeFields), ...(matching && { matching }), ...(confirm && { confirm }) };
}

async function readMatching(
	query: Parameters<typeof listIncidents>[1],
	verb: string,
	context: ToolContext,
): Promise<Incident[]> {
	const found: Incident[] = [];
	let total: number | undefined;
	for await (const page of pages((at) => listIncidents(context.pagerduty, { ...query, ...at, total: true }))) {
		found.push(...page.items);
		total = page.total;
		if (found.length > mostIncidents) break;
	}
	if (found.length <= mostIncidents) return found;
	throw new ToolError({
		message: `${total ?? `More than ${mostIncidents}`} incidents match; at most ${mostIncidents} can be ${verb}d at once.`,
		next: 'Narrow the filters, e.g. to some services.',
	});
}

/**
 * Shows the list to the person, who must agree where it is long. Where they have agreed in advance, or a short list cannot be
 * shown to them, the agent gets it with a token that stands for just these incidents.
 */
async function requireConfirmation(
	matching: readonly Incident[],
	input: Selection,
	{ tool, verb, asks }: Selecting,
	context: ToolContext,
): Promise<Selected | SelectedAndChanged> {
	const { consent } = context;
	const token = tokenOf(tool, matching);
	const confirmed = input.confirm === token;
	const long = matching.length > fewIncidents;
	const given = consent.own || consent.isGiven(['many']);
	const lines = matching.map(lineOf);
	let why = '';
	if (consent.own || (confirmed && (given || !long))) {
		await consent.require(long ? ['many'] : [], () => listed(matching, lines, asks));
		return { incidents: matching, left: [], agreed: true };
	}
	if (!given && (confirmed || input.confirm === undefined)) {
		try {
			const agreed = await consent.require(['many'], () => listed(matching, lines, asks));
			const left = await changedMeanwhile(agreed ?? [], matching, context);
			return { incidents: matching, left, agreed: true };
		} catch (error) {
			if (long || !(error instanceof NotAsked)) throw error;
			why = ` (${error.reason})`;
		}
	}
	const note =
		input.confirm === undefined
			? `Nothing changed yet${why}: check the list, then call again with \`confirm: ${token}\` to ${verb} these ${lines.length}.`
			: `Nothing changed: \`confirm\` does not fit the incidents that match now. They may have changed since. Check the list, then confirm with ${token}.`;
	return { ...nothing(note), matching: lines, confirm: token };
}

function listed(matching: readonly Incident[], lines: readonly string[], { yes, one, many }: SelectedAct): Act {
	const more = lines.length > 20 ? [said`… and ${lines.length - 20} more`] : [];
	return {
		question: inTurn([lines.length === 1 ? one : many(lines.length), ...lines.slice(0, 20), ...more], '\n'),
		yes,
		no: said`Leave them`,
		ids: matching.map(({ id }) => id),
	};
}

/** What the person agreed to, but no longer matches. */
async function changedMeanwhile(
	agreed: readonly string[],
	matching: readonly Incident[],
	context: ToolContext,
): Promise<Unchanged[]> {
	const gone = agreed.filter((id) => matching.every((incident) => incident.id !== id));
	return (await findIncidents(gone, context)).map((incident) => ({
		incident,
		reason: `it changed while the person was asked, and is ${incident.status ?? 'unknown'} now`,
	}));
}

function nothing(note: string): SelectedAndChanged {
	return { incidents: [], unchanged: [], changed: 0, note };
}

function tokenOf(tool: string, incidents: readonly Incident[]): string {
	const ids = incidents.map(({ id }) => id).sort();
	return createHash('sha256')
		.update(`${tool} ${ids.join(' ')}`)
		.digest('base64url')
		.slice(0, 10);
}

function lineOf(incident: Incident): string {
	const title = cleanLine(incident.title ?? incident.summary ?? '(no title)', 120);
	const service = incident.service ? `, ${nameOf(incident.service)}` : '';
	return `${numberOf(incident)} ${title} (${incident.status ?? 'open'}${service})`;
}
