import * as z from 'zod';
import type { Alert } from '../../../pagerduty/api/alerts.ts';
import { eventFacts } from '../../../pagerduty/api/log-entries.ts';
import { nameOf } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of an alert. */
export const alertShape = defineShape({
	singular: 'alert',
	plural: 'alerts',
	fields: {
		id: z.string(),
		status: z.string(),
		severity: z.string().optional(),
		summary: z.string(),
		service: z.string().optional(),
		created_at: z.string().optional(),
		resolved_at: z.string().optional(),
		alert_key: z.string().optional(),
		/** What the monitoring tool sent, as text. */
		details: z.string().optional(),
		/** Pages that the monitoring tool points to. */
		links: z.array(z.string()).optional(),
		suppressed: z.boolean().optional(),
		integration: z.string().optional(),
		incident_id: z.string().optional(),
		url: z.string().optional(),
	},
	always: ['id', 'summary'],
	compact: ['id', 'status', 'severity', 'summary', 'created_at', 'resolved_at', 'details', 'links'],
});

type ShownAlert = Shaped<typeof alertShape>;

/** @param detailLength the most characters of details. */
export function showAlert(alert: Alert, detailLength: number): ShownAlert {
	return {
		id: alert.id,
		status: alert.status ?? 'unknown',
		severity: alert.severity,
		summary: cleanLine(alert.summary ?? '(no summary)'),
		service: alert.service && nameOf(alert.service),
		created_at: alert.created_at,
		resolved_at: alert.resolved_at,
		alert_key: alert.alert_key && cleanLine(alert.alert_key),
		details: alert.body && detailText(alert.body, detailLength),
		links: alert.body?.contexts?.flatMap(({ href, src }) => safeLink(href ?? src)),
		suppressed: alert.suppressed,
		integration: alert.integration && nameOf(alert.integration),
		incident_id: alert.incident?.id,
		url: alert.html_url,
	};
}

/** What came: first where it is from, which the details themselves do not say. */
function detailText({ details, cef_details: event }: NonNullable<Alert['body']>, length: number): string | undefined {
	if (details === undefined) return event === undefined ? undefined : cleanText(textOf(event), length);
	const from = originOf(event);
	if (typeof details !== 'object' || Array.isArray(details))
		return cleanText([...Object.entries(from).map((fact) => fact.join(': ')), textOf(details)].join('\n'), length);
	return cleanText(textOf({ ...from, ...details }), length);
}

function originOf(event: unknown): Readonly<Record<string, string>> {
	const facts = eventFacts.safeParse(event).data;
	const named = {
		source: facts?.source_origin,
		component: facts?.source_component,
		group: facts?.service_group,
		class: facts?.event_class,
	};
	// PagerDuty writes "default" where the event says nothing.
	return Object.fromEntries(
		Object.entries(named).flatMap(([name, fact]) => (fact && fact !== 'default' ? [[name, fact]] : [])),
	);
}

function textOf(details: unknown): string {
	return typeof details === 'string' ? details : JSON.stringify(details);
}

function safeLink(link: string | undefined): string[] {
	return link && /^https?:\/\//i.test(link) ? [cleanLine(link, 500)] : [];
}
