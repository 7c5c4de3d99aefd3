import * as z from 'zod';
import type { RenderedTemplate, Template } from '../../../pagerduty/api/templates.ts';
import { nameOf } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a template of status updates. */
export const templateShape = defineShape({
	singular: 'template',
	plural: 'templates',
	fields: { id: z.string(), name: z.string(), description: z.string().optional() },
	compact: ['id', 'name', 'description'],
});

export function showTemplate(template: Template): Shaped<typeof templateShape> {
	const { id, description } = template;
	return { id, name: nameOf(template), description: description && cleanText(description, 300) };
}

/** What a template says about an incident. */
export const renderedSchema = z.object({
	message: z.string(),
	subject: z.string().optional(),
	html_message: z.string().optional(),
	/** Places of the template that could not be filled. */
	warnings: z.array(z.string()).optional(),
});

/** The texts stay as they are: they are sent like this. */
export function showRendered({ templated_fields: fields, warnings, errors }: RenderedTemplate) {
	const { message = '', email_subject: subject, email_body: html } = fields ?? {};
	const wrong = [...errors, ...textsIn(warnings)].map((text) => cleanLine(text));
	return {
		message,
		...(subject && { subject, ...(html && { html_message: html }) }),
		...(wrong.length > 0 && { warnings: [...new Set(wrong)] }),
	};
}

/** The same for agents, who must not read what a person does not see. */
export function readableRendered(rendered: z.output<typeof renderedSchema>): z.output<typeof renderedSchema> {
	const { message, subject, html_message: html } = rendered;
	return {
		...rendered,
		message: cleanText(message, Infinity),
		...(subject !== undefined && { subject: cleanText(subject, Infinity) }),
		...(html !== undefined && { html_message: cleanText(html, Infinity) }),
	};
}

/** Whatever shape they come in. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
