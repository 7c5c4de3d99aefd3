import type { L10n } from './place.ts';

/** `#123 Disk full` */
export function incidentTitle({
	number,
	title,
}: {
	readonly number?: number | undefined;
	readonly title: string;
}): string {
	return number === undefined ? title : `#${number} ${title}`;
}

export function statusWord(status: string, l10n: L10n): string {
	switch (status) {
		case 'triggered':
			return l10n.t('Triggered');
		case 'acknowledged':
			return l10n.t('Acknowledged');
		case 'resolved':
			return l10n.t('Resolved');
		default:
			return status;
	}
}
