import * as z from 'zod';
import type { Service, ServiceInput } from '../../../pagerduty/api/services.ts';
import { referenceTo } from '../../../pagerduty/api/reference.ts';
import { freeText, naming, reference } from '../../core/arguments.ts';
import type { ToolContext } from '../../core/context.ts';
import { urgencyInput } from './support-hours.ts';

const urgency = z.enum(['high', 'low', 'severity_based']).optional();
const seconds = z.int().min(0).max(31_536_000);

/** What may be said of a service, new or not. */
export const serviceArguments = {
	name: freeText(255, 'New name.').optional(),
	description: freeText(1024, 'What it is for.').optional(),
	escalation_policy: naming(reference('Name or id of the policy that it pages.'), 'escalation_policy').optional(),
	acknowledgement_timeout: seconds
		.describe('Seconds until an acknowledged incident triggers again. 0 means never.')
		.optional(),
	auto_resolve_timeout: seconds.describe('Seconds until an open incident resolves itself. 0 means never.').optional(),
	urgency: urgency.describe('Urgency of its incidents, at all hours.'),
	support_hours: freeText(
		200,
		'Support hours instead of `urgency`, such as mon-fri 09:00-17:00 Europe/Berlin.',
	).optional(),
	urgency_during: urgency.describe('Urgency in support hours. Default: high.'),
	urgency_outside: urgency.describe('Urgency outside support hours. Default: low.'),
	raise_urgency: z.boolean().optional().describe('Whether open incidents become urgent when support hours begin.'),
	alert_creation: z
		.enum(['create_incidents', 'create_alerts_and_incidents'])
		.optional()
		.describe('Whether events create alerts too. Incidents without alerts cannot be merged.'),
};

/** What a change shows beside the usual fields. */
export const serviceSettings = [
	'acknowledgement_timeout',
	'auto_resolve_timeout',
	'urgency',
	'support_hours',
	'alert_creation',
];

type Given = z.output<z.ZodObject<typeof serviceArguments>>;

/** What is sent, and which of the given values became others. */
interface ServiceWish {
	readonly values: ServiceInput;
	readonly note?: string | undefined;
}

/** The given values in PagerDuty's words; the name of the policy is looked up. */
export async function serviceInput(given: Given, context: ToolContext, current?: Service): Promise<ServiceWish> {
	const { name, description, escalation_policy: policy, alert_creation: creation } = given;
	const { acknowledgement_timeout: acknowledgement, auto_resolve_timeout: resolve } = given;
	const id = policy && (await context.directory.resolve('escalation_policy', policy, context)).id;
	const { values, note } = urgencyInput(given, context.clock.now(), current);
	return {
		values: {
			...(name !== undefined && { name: name.trim() }),
			...(description !== undefined && { description: description.trim() }),
			...(id && { escalation_policy: referenceTo('escalation_policy', id) }),
			...(acknowledgement !== undefined && { acknowledgement_timeout: acknowledgement }),
			...(resolve !== undefined && { auto_resolve_timeout: resolve }),
			...(creation && { alert_creation: creation }),
			...values,
		},
		note,
	};
}
