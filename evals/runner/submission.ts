import * as z from 'zod';
import type { ToolSpec } from '../models/model.ts';
import type { Answer, Field, Fields } from '../questions/question.ts';

/** The tool with which a model ends: what it found as typed fields, so that no wording is judged. */
export const submit = 'submit_answer';

export function submissionTool(fields: Fields): ToolSpec {
	return {
		name: submit,
		description:
			'Hands in your answer and ends the task. Call it once, when everything is done. Fill in what the fields say, nothing else; an empty list or text means that there is none.',
		schema: {
			type: 'object',
			properties: Object.fromEntries(
				Object.entries(fields).map(([name, field]) => [name, { description: field.about, ...jsonType(field) }]),
			),
			required: Object.keys(fields),
		},
	};
}

/** What was handed in, or what is wrong with it in a sentence. */
export function parseSubmission(fields: Fields, input: unknown): Answer | string {
	const shape = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOf(field)]));
	const { data, error } = z.object(shape).safeParse(input);
	if (data) return data;
	return `Wrong fields: ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}. Call ${submit} again.`;
}

function jsonType({ type }: Field): object {
	switch (type) {
		case 'text':
			return { type: 'string' };
		case 'number':
			return { type: 'number' };
		case 'truth':
			return { type: 'boolean' };
		case 'texts':
			return { type: 'array', items: { type: 'string' } };
		case 'numbers':
			return { type: 'array', items: { type: 'number' } };
	}
}

function schemaOf({ type }: Field) {
	switch (type) {
		case 'text':
			return z.string();
		case 'number':
			return z.number();
		case 'truth':
			return z.boolean();
		case 'texts':
			return z.array(z.string());
		case 'numbers':
			return z.array(z.number());
	}
}
