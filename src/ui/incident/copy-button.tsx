import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePage } from '../shared/context.ts';
import type { Entry, IncidentDetails } from './data.ts';
import { incidentMarkdown } from './markdown.ts';

export interface CopyButtonProps {
	readonly details: IncidentDetails;
	readonly entries: readonly Entry[];
	/** Whether the entries are all that there are. */
	readonly whole: boolean;
}

/** Copies the incident as Markdown. A host that keeps the clipboard from pages leaves it to the person. */
export function CopyButton({ details, entries, whole }: CopyButtonProps) {
	const { place } = usePage();
	const { l10n } = place;
	const [copied, setCopied] = useState('');
	const [byHand, setByHand] = useState<string>();
	const button = useRef<HTMLButtonElement>(null);
	const copy = async () => {
		const text = incidentMarkdown(details, entries, whole, place);
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
			<button type="button" ref={button} onClick={() => void copy()}>
				{l10n.t('Copy as Markdown')}
			</button>
			<span role="status" class="hint">
				{copied}
			</span>
			{byHand !== undefined && (
				<ByHand
					text={byHand}
					close={() => {
						setByHand(undefined);
						button.current?.focus();
					}}
				/>
			)}
		</>
	);
}

interface ByHandProps {
	readonly text: string;
	readonly close: () => void;
}

function ByHand({ text, close }: ByHandProps) {
	const { l10n } = usePage().place;
	const area = useRef<HTMLTextAreaElement>(null);
	// Once for each copy: later redraws leave the keyboard where it is.
	useLayoutEffect(() => area.current?.select(), [text]);
	return (
		<div
			class="by-hand"
			onKeyDown={({ key }) => {
				if (key === 'Escape') close();
			}}
		>
			<textarea
				readOnly
				rows={6}
				value={text}
				aria-label={l10n.t('The incident as Markdown: copy it from here')}
				ref={area}
			/>
			<button type="button" onClick={close}>
				{l10n.t('Close')}
			</button>
		</div>
	);
}
