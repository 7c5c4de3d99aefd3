import { usePage } from '../shared/context.ts';
import { CopyText } from '../shared/copy-text.tsx';
import type { Entry, IncidentDetails } from './data.ts';
import { incidentMarkdown } from './markdown.ts';

export interface CopyButtonProps {
	readonly details: IncidentDetails;
	readonly entries: readonly Entry[];
	/** Whether the entries are all that there are. */
	readonly whole: boolean;
}

/** Copies the incident as Markdown. */
export function CopyButton({ details, entries, whole }: CopyButtonProps) {
	const { place } = usePage();
	const { l10n } = place;
	return (
		<CopyText
			label={l10n.t('Copy as Markdown')}
			text={() => incidentMarkdown(details, entries, whole, place)}
			byHand={l10n.t('The incident as Markdown: copy it from here')}
		/>
	);
}
