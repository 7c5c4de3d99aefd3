import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { listIncidentLogEntries } from '../../pagerduty/api/log-entries.ts';
import { createStatusUpdate } from '../../pagerduty/api/status-updates.ts';
import { freeText, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { failureOf } from '../core/failure-text.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import { numberOf, quoted } from '../text/names.ts';
import { cleanLine } from '../text/untrusted.ts';
import { publishedHtml, publishedText } from './shared/publishing.ts';
import { createOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { inTurn, said } from '../text/said.ts';

/** operationId: createIncidentStatusUpdate, with listIncidentLogEntries for what became of it */
export const postStatusUpdate = defineTool({
	name: 'post_status_update',
	title: 'Send a status update',
	description: 'Sends a status update of an incident to all who are subscribed to it. It cannot be taken back.',
	example: 'Tell the stakeholders of #4260 that payments work again.',
	toolset: 'communication',
	access: 'respond',
	effect: { destructive: true, idempotent: false },
	consent: ['customers'],
	operations: { always: ['getIncident', 'createIncidentStatusUpdate'], sometimes: ['listIncidentLogEntries'] },
	input: z.strictObject({
		incident: reference(incidentReference),
		message: freeText(10_000, 'The text.'),
		subject: freeText(200, 'Subject of the e-mail.').optional(),
		html_message: freeText(
			50_000,
			'The e-mail as HTML, which needs `subject`. list_status_update_templates makes it of a template.',
		).optional(),
	}),
	output: z.object({
		incident: z.string(),
		message: z.string(),
		subject: z.string().optional(),
		created_at: z.string().optional(),
	}),
	async run({ message, subject, html_message: html, ...input }, context) {
		if (html !== undefined && subject === undefined)
			throw new ToolError({ message: '`html_message` needs `subject`: PagerDuty sends it as an e-mail.' });
		const incident = await findIncident(input.incident, context);
		const number = numberOf(incident);
		await context.consent.require(['customers'], () => ({
			question: inTurn(
				[
					said`Send this status update of ${number} ${quoted(cleanLine(incident.title ?? '', 100))} to everybody who is subscribed to it?`,
					publishedText(message),
					...(subject === undefined ? [] : [said`The subject of the e-mail is ${quoted(subject)}.`]),
					...(html === undefined ? [] : [said`The e-mail is HTML and reads: ${publishedHtml(html)}`]),
				],
				'\n',
			),
			yes: said`Send it`,
			no: said`Send nothing`,
			ids: [incident.id],
		}));
		const sent = await createOnce(
			{
				alike: () => updatesIn(incident.id, message, context),
				send: async () => {
					const made = await createStatusUpdate(context.pagerduty, incident.id, {
						message,
						...(subject && { subject }),
						...(html && { html_message: html }),
					});
					return { ...made, id: made.id ?? '' };
				},
			},
			context,
		).catch((error: unknown) => {
			if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
			throw new ToolError(
				{
					...failureOf(error, ''),
					said: said`No clear answer came, so the status update may or may not have been sent. Look at ${number} in PagerDuty before you send it again.`,
					next: `The status update may or may not have been sent. PagerDuty's API has no list of status updates: look at the page of ${number}${incident.html_url ? ` (${incident.html_url})` : ''}, under its status updates, or ask a subscriber before sending it again.`,
				},
				error,
			);
		});
		return {
			incident: number,
			message: sent.message ?? message,
			...(subject && { subject }),
			...(sent.created_at && { created_at: sent.created_at }),
		};
	},
	// Whoever sent it knows the text.
	present: ({ incident, created_at: at }) => ({ incident, sent: true, ...(at !== undefined && { created_at: at }) }),
});

/**
 * The status updates with this text in an incident's timeline. PagerDuty shows them there without documenting it: one that is
 * seen was sent, one that is not may have been sent all the same.
 */
async function updatesIn(incidentId: string, message: string, { pagerduty }: ToolContext) {
	const { items } = await listIncidentLogEntries(pagerduty, incidentId, { limit: 100 });
	return items.filter((entry) => entry.type === 'status_update_log_entry' && entry.message === message);
}
