import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import { getIncident, snoozeIncident } from '../../pagerduty/api/incidents.ts';
import { moment, reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { refusal, ToolError } from '../core/failure.ts';
import { sendOnce } from '../writes/send-once.ts';
import { parseMoment } from '../time/parse-moment.ts';
import { localZoneFor, localZoneOf } from '../time/local-zone.ts';
import { formatIn, saidIn } from '../time/show-time.ts';
import type { LocalZone } from '../time/zones.ts';
import { defineTool } from '../core/tool.ts';
import { changedIncidents, changeFields, changeResult, presentChange } from './shared/change-incidents.ts';
import { eachIncident } from './shared/each-incident.ts';
import { requireIncidentConsent } from './shared/incident-consent.ts';
import { findIncidents } from '../names/find-incidents.ts';
import { numberOf, quoted } from '../text/names.ts';
import { said } from '../text/said.ts';

const most = 50;
const longestSeconds = 7 * 24 * 3600;

const input = z.strictObject({
	incidents: references(`At most ${most}, by id or number.`, most),
	duration: reference('Such as 45m, 4h or 2d; at most 7d.').optional(),
	until: moment('When to end, instead of `duration`.').optional(),
});

/** operationId: createIncidentSnooze */
export const snoozeIncidents = defineTool({
	name: 'snooze_incidents',
	title: 'Snooze incidents',
	description: 'Keeps acknowledged incidents quiet for a while; then they trigger again.',
	example: 'Snooze #4258 until nine tomorrow morning.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	consent: ['many'],
	operations: { always: ['getIncident', 'createIncidentSnooze'], sometimes: ['getCurrentUser'] },
	input,
	output: changedIncidents.extend({ until: z.string().optional() }),
	async run(wanted, context) {
		const local = await localZoneFor([wanted.until], context);
		const seconds = secondsFor(wanted, local, context);
		const found = await findIncidents(wanted.incidents, context);
		const ready = found.filter(({ status }) => status === 'acknowledged');
		const end = context.clock.now().getTime() + seconds * 1000;
		const until = formatIn(end, local.zone);
		await requireIncidentConsent(
			ready,
			{
				verb: said`Snooze`,
				async question(incidents) {
					const { zone } = await localZoneOf(undefined, context);
					return said`Snooze ${incidents} until ${saidIn(end, zone)}?`;
				},
			},
			context,
		);
		const { done, failed } = await eachIncident(ready, (incident) => snooze(incident, seconds, context), context);
		const rest = found.filter((incident) => !ready.includes(incident));
		const result = await changeResult(
			done.map(({ result: incident }) => incident),
			rest.map((incident) => ({ incident, reason: reasonFor(incident) })),
			context,
		);
		return { ...result, ...(failed.length > 0 && { failed }), ...(result.changed > 0 && { until }) };
	},
	present: (output) => ({
		...presentChange(output, [...changeFields, 'next_steps']),
		...(output.until !== undefined && { until: output.until }),
	}),
});

function reasonFor({ status }: Incident): string {
	return status === 'triggered' ? 'not acknowledged: acknowledge it first' : (status ?? 'not open');
}

function secondsFor(wanted: z.output<typeof input>, local: LocalZone, { asked, clock }: ToolContext): number {
	if (Boolean(wanted.duration) === Boolean(wanted.until)) {
		throw new ToolError({ message: 'Give either `duration` or `until`.' });
	}
	const reading = { asked, local, toward: 'ahead' } as const;
	const end = wanted.until
		? parseMoment('until', wanted.until, reading)
		: parseMoment('duration', durationText(wanted.duration ?? ''), reading);
	const seconds = Math.round((end - clock.now().getTime()) / 1000);
	if (seconds < 1) throw refusal(said`That time has already passed.`, { next: 'Give a later end.' });
	if (seconds > longestSeconds) throw refusal(said`PagerDuty snoozes for at most 7 days.`);
	return seconds;
}

/** A bare number is minutes, as people say it. */
function durationText(duration: string): string {
	if (/^\d{1,5}$/.test(duration)) return `+${duration}m`;
	if (/^\+?\d{1,5}\s*[mhdw]$/i.test(duration)) return duration;
	throw new ToolError({
		message: `duration: ${quoted(duration.slice(0, 40))} is not a length of time.`,
		next: 'Use e.g. 45m, 4h or 2d.',
	});
}
/** How much later than asked a snooze may end because PagerDuty took its time: a try takes a minute at most. */
const tolerance = 120_000;

/** Sends it once; if no answer comes, the incident tells whether it waits until about then, and did not before. */
async function snooze(before: Incident, seconds: number, context: ToolContext): Promise<Incident> {
	const end = context.clock.now().getTime() + seconds * 1000;
	const known = snoozedUntil(before);
	return sendOnce(
		{
			send: () => snoozeIncident(context.pagerduty, before.id, seconds),
			find: async () => {
				const now = await getIncident(context.pagerduty, before.id);
				const until = snoozedUntil(now);
				return until !== known && Math.abs(Date.parse(until ?? '') - end) < tolerance ? now : undefined;
			},
			missing: `${numberOf(before)} is not snoozed until then now.`,
		},
		context,
	);
}

function snoozedUntil({ pending_actions: actions }: Incident): string | undefined {
	return actions?.find(({ type }) => type === 'unacknowledge')?.at;
}
