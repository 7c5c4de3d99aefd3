import * as z from 'zod';
import type { Service } from '../../../pagerduty/api/services.ts';
import { nameOf, namesOf } from '../../text/names.ts';
import { cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';
import { groupingOf } from '../../shapes/alert-grouping.ts';
import { supportHoursText, urgencyText } from './support-hours-shape.ts';

/** What the tools show of a service. */
export const serviceShape = defineShape({
	singular: 'service',
	plural: 'services',
	fields: {
		id: z.string(),
		name: z.string(),
		/** `active`, `warning`, `critical`, `maintenance` or `disabled`. */
		status: z.string().optional(),
		description: z.string().optional(),
		escalation_policy: z.string().optional(),
		teams: z.array(z.string()).optional(),
		url: z.string().optional(),
		last_incident_at: z.string().optional(),
		created_at: z.string().optional(),
		escalation_policy_id: z.string().optional(),
		/** Seconds until an acknowledged incident triggers again. */
		acknowledgement_timeout: z.number().optional(),
		/** Seconds until an open incident resolves by itself. */
		auto_resolve_timeout: z.number().optional(),
		/** How the urgency of its incidents is decided. */
		urgency: z.string().optional(),
		support_hours: z.string().optional(),
		/** `create_alerts_and_incidents` or `create_incidents`. */
		alert_creation: z.string().optional(),
		alert_grouping: z.string().optional(),
		integrations: z.array(z.string()).optional(),
	},
	compact: ['id', 'name', 'status', 'description', 'escalation_policy', 'teams', 'url'],
});

type ShownService = Shaped<typeof serviceShape>;

export function showService(service: Service): ShownService {
	return {
		id: service.id,
		name: nameOf(service),
		status: service.status,
		description: service.description && cleanText(service.description, 500),
		escalation_policy: service.escalation_policy && nameOf(service.escalation_policy),
		teams: namesOf(service.teams),
		url: service.html_url,
		last_incident_at: service.last_incident_timestamp,
		created_at: service.created_at,
		escalation_policy_id: service.escalation_policy?.id,
		acknowledgement_timeout: service.acknowledgement_timeout,
		auto_resolve_timeout: service.auto_resolve_timeout,
		urgency: urgencyText(service),
		support_hours: supportHoursText(service),
		alert_creation: service.alert_creation,
		alert_grouping: groupingOf(service)?.type,
		integrations: namesOf(service.integrations),
	};
}
