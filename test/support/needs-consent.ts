import * as z from 'zod';
import type { RecordedRequest } from '../../src/sandbox/sandbox.ts';
import { fewIncidents, type ConsentKind } from '../../src/tools/core/consent.ts';
import { NoAnswer, type Person } from '../../src/tools/core/conversation.ts';

/*
 * What a request does to people, told from the request alone: no tool is asked for it.
 */

const id = '[A-Za-z0-9-]+';
const table: readonly [pattern: RegExp, kind: ConsentKind][] = [
	[/^POST \/incidents$/, 'pages'],
	[new RegExp(`^POST /incidents/${id}/responder_requests$`), 'pages'],
	[new RegExp(`^POST /incidents/${id}/status_updates$`), 'customers'],
	[new RegExp(`^(POST|PUT) /status_pages/${id}/posts`), 'customers'],
	[new RegExp(`^PUT /incidents/${id}/business_services/${id}/impacts$`), 'customers'],
	[new RegExp(`^(POST|PUT|DELETE) (/v3)?/schedules/${id}/(overrides|custom_shifts)`), 'off-call'],
	[new RegExp(`^POST /incident_workflows/${id}/instances$`), 'automation'],
	[new RegExp(`^POST /automation_actions/actions/${id}/invocations$`), 'automation'],
	[
		/^(PUT|DELETE) (\/v3)?\/(schedules|escalation_policies|services|maintenance_windows|alert_grouping_settings|users|teams|event_orchestrations|webhook_subscriptions)\//,
		'configuration',
	],
	[new RegExp(`^POST /v3/schedules/${id}/rotations/${id}/events$`), 'configuration'],
	[/^POST \/(maintenance_windows|webhook_subscriptions|alert_grouping_settings)(\/|$)/, 'configuration'],
	[/^POST \/service_dependencies\//, 'configuration'],
	[/^POST \/users\/[A-Z0-9]+\/(contact_methods|notification_rules)$/, 'configuration'],
	[/\/change_tags$/, 'configuration'],
	[/^POST \/users$/, 'configuration'],
	[new RegExp(`^(PUT|DELETE) /incidents/${id}/notes/`), 'configuration'],
];

const Incidents = z.object({
	incidents: z.array(
		z.looseObject({
			status: z.string().optional(),
			urgency: z.string().optional(),
			assignments: z.unknown().optional(),
			escalation_policy: z.unknown().optional(),
			escalation_level: z.unknown().optional(),
		}),
	),
});
const Sources = z.object({ source_incidents: z.array(z.unknown()) });
const Event = z.object({ event_action: z.string() });

/** The kinds of consent without which a request must not be sent; a new schedule's first events take nobody off call. */
export function kindsOf({ method, path, body }: RecordedRequest, { isNew = false } = {}): ConsentKind[] {
	if (isNew && /\/rotations\//.test(path)) return [];
	const line = `${method} ${path}`;
	const kinds = table
		.flatMap(([pattern, kind]) => (pattern.test(line) ? [kind] : []))
		.filter((kind) => !(kind === 'configuration' && /\/(overrides|custom_shifts)/.test(path)));
	if (method === 'GET' || body === '') return kinds;
	const content: unknown = JSON.parse(body);
	if (line === 'PUT /incidents') {
		const { incidents } = Incidents.parse(content);
		if (incidents.length > fewIncidents) kinds.push('many');
		const pages = incidents.some(
			(one) =>
				one.status === 'triggered' ||
				one.urgency === 'high' ||
				[one.assignments, one.escalation_policy, one.escalation_level].some((value) => value !== undefined),
		);
		if (pages) kinds.push('pages');
	}
	if (/\/merge$/.test(path) && Sources.parse(content).source_incidents.length > fewIncidents) kinds.push('many');
	if (path === '/v2/enqueue' && Event.parse(content).event_action === 'trigger') kinds.push('pages');
	return kinds;
}

/** Whether incidents are selected by filters, so that the person sees which ones before they change. */
export function selectsByFilter(tool: string, input: Readonly<Record<string, unknown>>): boolean {
	return ['acknowledge_incidents', 'resolve_incidents'].includes(tool) && !('incidents' in input);
}

/** How the person behaves when they are asked. */
export const answers = ['yes', 'no', 'dismissed', 'unasked'] as const;
export type Answer = (typeof answers)[number];

/** Somebody who is asked whether to agree, and says what they are told to. Questions about namesakes are no such questions. */
export class Asked implements Person {
	readonly questions: string[] = [];
	answer: Answer = 'yes';

	choose: Person['choose'] = (question, choices, safe) => {
		if (safe === undefined) return Promise.resolve(undefined);
		if (choices[0]?.value !== safe) throw new Error('What is safe does not come first.');
		if (this.answer === 'unasked') throw new NoAnswer('notShown');
		this.questions.push(question);
		if (this.answer === 'dismissed') throw new NoAnswer('closed');
		return Promise.resolve(this.answer);
	};
}
