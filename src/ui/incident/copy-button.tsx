import { useState } from 'preact/hooks';
import { usePage } from '../shared/context.ts';
import type { Entry, IncidentDetails } from './data.ts';
import { incidentMarkdown } from './markdown.ts';

export interface CopyButtonProps {
	readonly details: IncidentDetails;
	readonly entries: readonly Entry[];
}

/** Copies the incident as Markdown. A host that keeps the clipboard from pages leaves it to the person. */
export function CopyButton({ details, entries }: CopyButtonProps) {
	const { place } = usePage();
	const { l10n } = place;
	const [copied, setCopied] = useState('');
	const [byHand, setByHand] = useState<string>();
	const copy = async () => {
		const text = incidentMarkdown(details, entries, place);
		setCopied('');
		try {
			await navigator.clipboard.writeText(text);
			setByHand(undefined);
			setCopied(l10n.t('Copied'));
		} catch {
			setByHand(text);
		}
	};
	return (
		<>
			<button type="button" onClick={() => void copy()}>
				{l10n.t('Copy as Markdown')}
			</button>
			<span role="status" class="hint">
				{copied}
			</span>
			{byHand !== undefined && (
				<textarea
					class="by-hand"
					readOnly
					rows={6}
					value={byHand}
					aria-label={l10n.t('The incident as Markdown: copy it from here')}
					ref={(area) => area?.select()}
				/>
			)}
		</>
	);
}
