import * as z from 'zod';
import type { AlertGroupingSetting } from '../../pagerduty/alert-grouping-settings.ts';
import { cleanName, namesOf } from '../names.ts';
import { cleanLine, cleanText } from '../untrusted.ts';

/** How alerts of services are put together into incidents. */
export const alertGroupingSchema = z.object({
	id: z.string(),
	type: z.string().optional(),
	services: z.array(z.string()).optional(),
	name: z.string().optional(),
	description: z.string().optional(),
	/** Seconds since the first alert; 0: until the incident is resolved. */
	timeout: z.number().optional(),
	/** Seconds since the latest alert; 0: as recommended. */
	time_window: z.number().optional(),
	recommended_time_window: z.number().optional(),
	/** What must be the same: `all` or `any` of the fields. */
	match: z.string().optional(),
	match_fields: z.array(z.string()).optional(),
});

type AlertGroupingView = z.output<typeof alertGroupingSchema>;

export function toAlertGroupingView({ config, ...setting }: AlertGroupingSetting): AlertGroupingView {
	const fields = [...(config?.fields ?? []), ...(config?.iag_fields ?? [])].map((field) => cleanLine(field, 120));
	return {
		id: setting.id,
		type: setting.type,
		services: namesOf(setting.services),
		...(setting.name && { name: cleanName(setting.name) }),
		...(setting.description && { description: cleanText(setting.description, 500) }),
		timeout: config?.timeout,
		time_window: config?.time_window,
		recommended_time_window: config?.recommended_time_window,
		match: config?.aggregate,
		...(fields.length > 0 && { match_fields: fields }),
	};
}
