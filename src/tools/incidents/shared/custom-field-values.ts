import {
	getFieldValues,
	setFieldValues,
	type FieldValue,
	type FieldValueInput,
} from '../../../pagerduty/api/custom-fields.ts';
import type { Incident } from '../../../pagerduty/api/incident.ts';
import type { ToolContext } from '../../core/context.ts';
import { refusal, ToolError } from '../../core/failure.ts';
import { said, type Said } from '../../text/said.ts';
import { cleanName, quoted, quotedNames, sameName } from '../../text/names.ts';
import { nearest } from '../../text/nearest.ts';
import { sendOnce } from '../../writes/send-once.ts';
import { isoOf } from '../../time/iso.ts';
import { parseMoment, type MomentOptions } from '../../time/parse-moment.ts';
import { localZoneFor } from '../../time/local-zone.ts';
import { cleanText } from '../../text/untrusted.ts';
import { oneOption, someOptions, type OptionsOf } from './field-options.ts';

/** `name=value` as it was given. */
export interface Wish {
	readonly name: string;
	readonly text: string;
}

/** Reads `name=value`; nothing after the sign takes the value away. @throws {ToolError} */
export function parseWish(text: string): Wish {
	const sign = text.indexOf('=');
	const name = text.slice(0, sign).trim();
	if (sign < 1 || name === '') {
		throw new ToolError({
			message: `custom_fields: ${quoted(text.slice(0, 60))} is not \`name=value\`.`,
			next: 'For example environment=production; environment= clears the value.',
		});
	}
	return { name, text: text.slice(sign + 1).trim() };
}

/** Sets the given fields of one incident; the others stay. operationId: getIncidentFieldValues, setIncidentFieldValues */
export async function setFields(
	incident: Incident,
	wishes: readonly Wish[],
	optionsOf: OptionsOf,
	context: ToolContext,
): Promise<'changed' | 'same'> {
	const { id } = incident;
	const fields = await getFieldValues(context.pagerduty, id);
	const texts = wishes.map(({ text }) => text);
	const reading = { asked: context.asked, local: await localZoneFor(texts, context) };
	const values = await Promise.all(
		wishes.map(async (wish) => {
			const field = fieldFor(wish, fields);
			return { field, value: valueFor(wish, field, await optionsOf(incident, field), reading) };
		}),
	);
	const news = values.filter(({ field, value }) => !holds(field, value));
	if (news.length === 0) return 'same';
	await sendOnce(
		{
			send: async () => {
				const inputs = news.map(({ field, value }) => ({ name: field.name ?? field.id, value }));
				await setFieldValues(context.pagerduty, id, inputs);
				return true;
			},
			find: async () => {
				const now = new Map((await getFieldValues(context.pagerduty, id)).map((field) => [field.id, field.value]));
				const done = news.every(({ field, value }) => holds({ ...field, value: now.get(field.id) }, value));
				return done || undefined;
			},
			missing: 'The custom fields do not show the change now.',
		},
		context,
	);
	return 'changed';
}

/** Whether a field has a value already. PagerDuty may write a moment in another way than it was sent. */
function holds({ data_type: type, value: there }: FieldValue, wanted: FieldValueInput['value']): boolean {
	if (type === 'datetime' && typeof there === 'string' && typeof wanted === 'string')
		return Date.parse(there) === Date.parse(wanted);
	return JSON.stringify(there ?? null) === JSON.stringify(wanted);
}

/** What an incident's own fields hold, those without a value left out. @param most characters of a value */
export function fieldTexts(
	fields: readonly {
		readonly name?: string | undefined;
		readonly display_name?: string | undefined;
		readonly value?: unknown;
	}[],
	most = 300,
): { name: string; value: string }[] {
	return fields.flatMap(({ name, display_name: label, value }) => {
		if (value === undefined || value === null) return [];
		const text = (Array.isArray(value) ? value : [value]).map(textOf).join(', ');
		return [{ name: cleanName(name ?? label ?? 'unknown'), value: cleanText(text, most) }];
	});
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function fieldFor({ name }: Wish, fields: readonly FieldValue[]): FieldValue {
	const field = fields.find((one) => [one.name, one.display_name, one.id].some((known) => sameName(known, name)));
	if (field) return field;
	const names = fields.map((one) => one.name ?? one.id);
	const near = nearest(name, names);
	throw refusal(said`There is no custom field ${quoted(name)}.`, {
		next: near[0] ? `Did you mean ${quoted(near[0])}?` : `Fields: ${quotedNames(names) || 'none'}.`,
	});
}

/** @param options the only values that the field may have, if it has such and they are known. */
function valueFor(
	{ text }: Wish,
	field: FieldValue,
	options: readonly string[] | undefined,
	reading: MomentOptions,
): FieldValueInput['value'] {
	if (text === '') return null;
	if (!field.field_type?.startsWith('multi')) {
		// Options are texts, those of numbers and flags too.
		return typed(field, options ? oneOption(field, text, options) : text, reading);
	}
	if (options) return someOptions(field, text, options);
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function typed({ name, data_type: type }: FieldValue, text: string, reading: MomentOptions): string | number | boolean {
	if (type === 'datetime') return isoOf(parseMoment(`custom_fields: ${name ?? 'the field'}`, text, reading));
	if (type === 'boolean') {
		if (/^(true|yes|1)$/i.test(text)) return true;
		if (/^(false|no|0)$/i.test(text)) return false;
		throw wrong(name, text, 'boolean');
	}
	if (type !== 'integer' && type !== 'float') return text;
	const number = Number(text);
	if (!Number.isFinite(number) || (type === 'integer' && !Number.isInteger(number))) {
		throw wrong(name, text, type === 'integer' ? 'integer' : 'number');
	}
	return number;
}

const takes = {
	boolean: 'true or false',
	integer: 'a whole number',
	number: 'a number',
} as const;

function wrong(name: string | undefined, text: string, wants: keyof typeof takes): ToolError {
	const value = text.slice(0, 60);
	return new ToolError({
		message: `custom_fields: ${name === undefined ? 'the field' : quoted(name)} takes ${takes[wants]}, not ${quoted(value)}.`,
		...(name !== undefined && { said: wrongInWords(quoted(name), wants, quoted(value)) }),
	});
}

function wrongInWords(field: string, wants: keyof typeof takes, value: string): Said {
	switch (wants) {
		case 'boolean':
			return said`${field} takes yes or no, not ${value}.`;
		case 'integer':
			return said`${field} takes a whole number, not ${value}.`;
		case 'number':
			return said`${field} takes a number, not ${value}.`;
	}
}
