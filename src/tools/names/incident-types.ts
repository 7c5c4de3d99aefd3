import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { listIncidentTypes, type IncidentType } from '../../pagerduty/api/incident-types.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { cleanName, quoted, quotedNames, sameName } from '../text/names.ts';
import { nearest } from '../text/nearest.ts';

/**
 * What requests call the incident type that is given by name, label or id. Where types cannot be listed, PagerDuty itself
 * judges the name. operationId: listIncidentTypes
 * @throws {ToolError} when there is no such type.
 */
export async function incidentTypeName(reference: string, context: ToolContext): Promise<string> {
	const types = await listIncidentTypes(context.pagerduty).catch((error: unknown) => {
		if (error instanceof PagerDutyError && ['plan', 'forbidden', 'notFound'].includes(error.kind)) return undefined;
		throw error;
	});
	return types ? (find(reference, types).name ?? reference) : reference;
}

/**
 * The ids of several incident types, those included that are no longer in use. operationId: listIncidentTypes
 * @throws {ToolError} when there is no such type.
 */
export async function incidentTypeIds(
	references: readonly string[] | undefined,
	context: ToolContext,
): Promise<string[] | undefined> {
	if (!references) return undefined;
	const types = await listIncidentTypes(context.pagerduty, { filter: 'all' });
	return [...new Set(references.map((reference) => find(reference, types).id))];
}

function find(reference: string, types: readonly IncidentType[]): IncidentType {
	const found = types.find(({ id, name, display_name: label }) =>
		[id, name, label].some((known) => sameName(known, reference)),
	);
	if (found) return found;
	const names = types.flatMap(({ name }) => (name ? [cleanName(name)] : []));
	const near = nearest(reference, names);
	throw new ToolError({
		message: `There is no incident type ${quoted(reference)}.`,
		next: near[0] ? `Did you mean ${quoted(near[0])}?` : `Types: ${quotedNames(names) || 'none'}.`,
	});
}
