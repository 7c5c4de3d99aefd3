import { ICalCalendar, ICalEventTransparency } from 'ical-generator';
import type { L10n } from '../words/situation.ts';
import type { Shift } from './shift.ts';

/**
 * Shifts as a calendar file (RFC 5545), in UTC. The same shift keeps its UID, so importing a later file updates it; it does not
 * count as busy, because whoever is on call can meet people.
 */
export function calendarFile(shifts: readonly Shift[], now: Date, l10n: L10n): string {
	const calendar = new ICalCalendar({
		name: l10n.t('On call'),
		prodId: { company: 'On-Call for PagerDuty', product: 'Shifts' },
	});
	for (const { userId, schedule, scheduleId, scheduleUrl, start, end, override, policies } of shifts) {
		calendar.createEvent({
			id: `${scheduleId}-${userId}-${Math.floor(start.getTime() / 1000)}@oncall-for-pagerduty`,
			// Later files count as newer.
			sequence: Math.floor(now.getTime() / 60_000),
			stamp: now,
			start,
			end,
			summary: l10n.t('On call: {0}', schedule),
			description: [
				...(policies.length > 0 ? [l10n.t('Escalation policies: {0}', policies.join(', '))] : []),
				...(override ? [l10n.t('Taken over from somebody else.')] : []),
			].join('\n'),
			...(scheduleUrl !== undefined && { url: scheduleUrl }),
			transparency: ICalEventTransparency.TRANSPARENT,
		});
	}
	return calendar.toString();
}
