import { webAddress } from '../shared/links.ts';
import type { Place } from '../shared/place.ts';
import { fullMoment, momentOf } from '../shared/time.ts';
import type { Entry, IncidentDetails } from './data.ts';
import { timelineLines } from './timeline.ts';
import { incidentTitle, statusWord } from '../shared/words.ts';
import { urgencyWord } from './words.ts';

/**
 * An incident for a ticket or a postmortem, as Markdown: what is known of it, then its timeline from the beginning.
 * @param whole whether the entries are all that there are
 */
export function incidentMarkdown(
	{ incident, body, customFields = [] }: IncidentDetails,
	entries: readonly Entry[],
	whole: boolean,
	place: Place,
): string {
	const { l10n } = place;
	const title = escaped(incidentTitle(incident));
	const time = (iso: string | undefined) => {
		const at = momentOf(iso);
		return at === undefined ? undefined : fullMoment(at, place);
	};
	const facts: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Status'), statusWord(incident.status, l10n)],
		[l10n.t('Priority'), incident.priority],
		[l10n.t('Urgency'), urgencyWord(incident.urgency, l10n)],
		[l10n.t('Service'), incident.service],
		[l10n.t('Assigned to'), incident.assignees?.join(', ')],
		[l10n.t('Escalation policy'), incident.escalation_policy],
		[l10n.t('Opened at'), time(incident.created_at)],
		[l10n.t('Resolved at'), time(incident.resolved_at)],
		...customFields.map(({ name, value }) => [name, value] as const),
	];
	const lines = timelineLines(entries)
		.toReversed()
		.flatMap((line) => (line.kind === 'entry' ? [entryLine(line.entry, place)] : []));
	const url = address(incident.url ?? '');
	return [
		`# ${url === undefined ? title : `[${title}](${url})`}`,
		'',
		...facts.flatMap(([name, value]) => (value ? [`- ${escaped(name)}: ${escaped(value)}`] : [])),
		...(body === undefined ? [] : ['', escaped(body)]),
		'',
		`## ${l10n.t('Timeline')}`,
		'',
		...(whole ? [] : [l10n.t('Earlier entries are missing.'), '']),
		...lines,
		'',
	].join('\n');
}

function entryLine({ at, summary, note, links }: Entry, place: Place): string {
	const when = at === undefined ? '' : `${fullMoment(at, place)}: `;
	const said = note === undefined || summary.includes(note) ? summary : `${summary}: ${note}`;
	return `- ${when}${[escaped(said), ...links.flatMap((link) => address(link) ?? [])].join(' ')}`;
}

/** An address of the web in which nothing is markup. */
function address(url: string): string | undefined {
	return webAddress(url)?.replace(
		/[()[\]`*<>\\]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

/** Readable in a plain text field too, so only what would change the meaning is escaped. */
function escaped(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>]/g, (character) => `\\${character}`);
}
