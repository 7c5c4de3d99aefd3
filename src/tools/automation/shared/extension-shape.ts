import * as z from 'zod';
import type { Extension } from '../../../pagerduty/api/extensions.ts';
import { nameOf, namesOf } from '../../text/names.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';
import { withoutKeys } from '../../text/web-address.ts';

/** What the tools show of an extension: neither its configuration nor keys that stand in its address. */
export const extensionShape = defineShape({
	singular: 'extension',
	plural: 'extensions',
	fields: {
		id: z.string(),
		name: z.string(),
		/** What it is for: Slack, ServiceNow … */
		kind: z.string().optional(),
		services: z.array(z.string()).optional(),
		url: z.string().optional(),
		/** PagerDuty has stopped calling it because the receiver failed. */
		temporarily_disabled: z.boolean().optional(),
	},
	compact: ['id', 'name', 'kind', 'services', 'url', 'temporarily_disabled'],
});

export type ShownExtension = Shaped<typeof extensionShape>;

export function showExtension(extension: Extension): ShownExtension {
	const { id, endpoint_url: url, extension_schema: schema, extension_objects: services } = extension;
	return {
		id,
		name: nameOf(extension),
		kind: schema && nameOf(schema),
		services: namesOf(services),
		url: url && withoutKeys(url),
		temporarily_disabled: extension.temporarily_disabled,
	};
}
