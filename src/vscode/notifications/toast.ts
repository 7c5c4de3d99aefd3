import { incidentTitle } from '../incidents/present.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import type { L10n } from '../words/situation.ts';
import type { Happening, News } from './new-incidents.ts';

/** So many are named where there are several. */
const named = 3;

/** What one notification says of all that came together, what needs somebody most first. */
export function newsInWords(news: readonly News[], l10n: L10n): string {
	const [first] = news;
	return news.length === 1 && first ? oneInWords(first, l10n) : manyInWords(news, l10n);
}

/** `P1 · Payments API · New incident: #482 Card authorisations fail` */
function oneInWords(incident: News, l10n: L10n): string {
	const title = safeForNotification(incidentTitle(incident));
	return [...factsOf(incident), happenedInWords(incident, title, l10n)].join(' · ');
}

/** `3 new incidents: P1 · Payments API · #482 Card authorisations fail; …` */
function manyInWords(news: readonly News[], l10n: L10n): string {
	const list = news
		.slice(0, named)
		.map((incident) => [...factsOf(incident), safeForNotification(incidentTitle(incident), 60)].join(' · '))
		.join('; ');
	const more = news.length - named;
	const all = more > 0 ? l10n.t('{0}; and {1} more', list, more) : list;
	const kinds = new Set(news.map(({ happened }) => happened));
	const [kind] = kinds;
	return countInWords(kinds.size === 1 ? kind : undefined, news.length, all, l10n);
}

function factsOf({ priority, service }: News): string[] {
	return [priority, service].filter((fact) => fact !== undefined).map((fact) => safeForNotification(fact, 60));
}

function happenedInWords({ happened, priority }: News, title: string, l10n: L10n): string {
	switch (happened) {
		case 'new':
			return l10n.t('New incident: {0}', title);
		case 'again':
			return l10n.t('Triggered again: {0}', title);
		case 'reopened':
			return l10n.t('Reopened: {0}', title);
		case 'escalated':
			return l10n.t('Escalated to you: {0}', title);
		case 'assigned':
			return l10n.t('Assigned to you: {0}', title);
		case 'urgent':
			return l10n.t('Raised to high urgency: {0}', title);
		case 'priority':
			return l10n.t('Priority is now {0}: {1}', safeForNotification(priority ?? '', 60), title);
	}
}

/** @param happened what happened to all of them, or undefined where that differs */
function countInWords(happened: Happening | undefined, count: number, list: string, l10n: L10n): string {
	switch (happened) {
		case 'new':
			return l10n.t('{0} new incidents: {1}', count, list);
		case 'again':
			return l10n.t('{0} incidents triggered again: {1}', count, list);
		case 'reopened':
			return l10n.t('{0} incidents were reopened: {1}', count, list);
		case 'escalated':
			return l10n.t('{0} incidents were escalated to you: {1}', count, list);
		case 'assigned':
			return l10n.t('{0} incidents were assigned to you: {1}', count, list);
		case 'urgent':
			return l10n.t('{0} incidents were raised to high urgency: {1}', count, list);
		case 'priority':
		case undefined:
			return l10n.t('{0} incidents need attention: {1}', count, list);
	}
}
