import * as z from 'zod';
import type { AlertGroupingSetting } from '../../pagerduty/api/alert-grouping-settings.ts';
import type { Service } from '../../pagerduty/api/services.ts';
import { cleanName, idsOf, namesOf } from '../text/names.ts';
import { cleanLine, cleanText } from '../text/untrusted.ts';
import { defineShape, type Shaped } from './shape.ts';

/** How alerts of services are put together into incidents. */
export const alertGroupingShape = defineShape({
	singular: 'alert_grouping_setting',
	plural: 'alert_grouping_settings',
	fields: {
		/** None where the service itself holds it. */
		id: z.string().optional(),
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
		service_ids: z.array(z.string()).optional(),
	},
	always: ['id', 'name', 'services'],
	compact: [
		'id',
		'name',
		'type',
		'services',
		'description',
		'timeout',
		'time_window',
		'recommended_time_window',
		'match',
		'match_fields',
	],
});

export const alertGroupingSchema = alertGroupingShape.schema;

export type ShownAlertGrouping = Shaped<typeof alertGroupingShape>;

type Shown = Omit<AlertGroupingSetting, 'id' | 'name' | 'description'> &
	Partial<Pick<AlertGroupingSetting, 'id' | 'name' | 'description'>>;

/** What a service itself says of its grouping, if more than that there is a setting. */
export function groupingOf(service: Service): Shown | undefined {
	const { type, config } = service.alert_grouping_parameters ?? {};
	if (type === undefined || type.endsWith('_reference')) return undefined;
	const timeout = config?.timeout === undefined ? undefined : config.timeout * 60;
	return { type, config: config && { ...config, timeout }, services: [service] };
}

export function showAlertGrouping({ config, ...setting }: Shown): ShownAlertGrouping {
	const fields = [...(config?.fields ?? []), ...(config?.iag_fields ?? [])].map((field) => cleanLine(field, 120));
	return {
		...(setting.id && { id: setting.id }),
		type: setting.type,
		services: namesOf(setting.services),
		service_ids: idsOf(setting.services),
		...(setting.name && { name: cleanName(setting.name) }),
		...(setting.description && { description: cleanText(setting.description, 500) }),
		timeout: config?.timeout,
		time_window: config?.time_window,
		recommended_time_window: config?.recommended_time_window,
		match: config?.aggregate,
		...(fields.length > 0 && { match_fields: fields }),
	};
}
