import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import type { FieldValue } from '../../../pagerduty/api/custom-fields.ts';
import type { Incident } from '../../../pagerduty/api/incident.ts';
import { listCustomFields } from '../../../pagerduty/api/incident-types.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { said } from '../../text/said.ts';
import { cleanName, quoted, quotedNames, sameName } from '../../text/names.ts';
import { nearest } from '../../text/nearest.ts';

/** The options of a field with fixed ones; undefined where they are not to be had. */
export type OptionsOf = (incident: Incident, field: FieldValue) => Promise<readonly string[] | undefined>;

/** Reads the options of each incident type once in a call. operationId: listIncidentTypeCustomFields */
export function optionsReader(context: ToolContext): OptionsOf {
	const types = new Map<string, ReturnType<typeof readOptions>>();
	return async (incident, field) => {
		if (!field.field_type?.endsWith('_fixed')) return undefined;
		const type = incident.incident_type?.name ?? 'incident_default';
		const options = types.get(type) ?? readOptions(type, context);
		types.set(type, options);
		return (await options)?.get(field.id);
	};
}

/** By id of the field. Where the token may not read them, PagerDuty itself judges the values. */
async function readOptions(type: string, context: ToolContext): Promise<Map<string, string[]> | undefined> {
	try {
		const fields = await listCustomFields(context.pagerduty, type);
		return new Map(
			fields.flatMap(({ id, field_options: options }) =>
				options ? [[id, options.flatMap(({ data }) => data?.value ?? [])] as const] : [],
			),
		);
	} catch (error) {
		if (error instanceof PagerDutyError && ['plan', 'forbidden', 'notFound'].includes(error.kind)) return undefined;
		throw error;
	}
}

/** The one option that `text` names. @throws {ToolError} */
export function oneOption(field: FieldValue, text: string, options: readonly string[]): string {
	return optionOf(text, options) ?? wrongOption(field, text, options);
}

/**
 * The options that `text` names, with commas between them: what exists as written wins over its parts, for options may have
 * commas in them.
 * @throws {ToolError}
 */
export function someOptions(field: FieldValue, text: string, options: readonly string[]): string[] {
	const parts = text.split(',');
	const found: string[] = [];
	/** Where what is no option begins. */
	let wrongFrom: number | undefined;
	let at = 0;
	while (at < parts.length && wrongFrom === undefined) {
		const end = longestOption(parts, at, options);
		if (end === undefined) wrongFrom = at;
		else {
			const option = optionOf(textOf(parts, at, end), options);
			if (option !== undefined) found.push(option);
			at = end;
		}
	}
	if (wrongFrom === undefined) return found;
	let end = wrongFrom + 1;
	while (end < parts.length && longestOption(parts, end, options) === undefined) end++;
	return wrongOption(field, textOf(parts, wrongFrom, end), options);
}

/** The end of the longest run of parts from `start` on that is an option, or of an empty part. */
function longestOption(parts: readonly string[], start: number, options: readonly string[]): number | undefined {
	for (let end = parts.length; end > start; end--)
		if (optionOf(textOf(parts, start, end), options) !== undefined) return end;
	return parts[start]?.trim() === '' ? start + 1 : undefined;
}

function textOf(parts: readonly string[], start: number, end: number): string {
	return parts.slice(start, end).join(',').trim();
}

function optionOf(text: string, options: readonly string[]): string | undefined {
	return options.find((option) => option === text) ?? options.find((option) => sameName(option, text));
}

function wrongOption({ name, id }: FieldValue, text: string, options: readonly string[]): never {
	const known = options.map(cleanName);
	const near = nearest(text, known);
	throw new ToolError({
		message: `custom_fields: ${quoted(name ?? id)} has no option ${quoted(text)}.`,
		said: said`${quoted(name ?? id)} has no option ${quoted(text)}.`,
		next: near[0] ? `Did you mean ${quoted(near[0])}?` : `Its options are ${quotedNames(known)}.`,
	});
}
