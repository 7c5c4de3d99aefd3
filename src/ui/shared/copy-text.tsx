import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePage } from './context.ts';

export interface CopyTextProps {
	/** What the button says. */
	readonly label: string;
	/** What is copied; made when it is. */
	readonly text: () => string;
	/** What the text is, where the person must copy it. */
	readonly byHand: string;
}

/** Copies a text. A host that keeps the clipboard from pages leaves it to the person. */
export function CopyText({ label, text, byHand }: CopyTextProps) {
	const { l10n } = usePage().place;
	const [copied, setCopied] = useState('');
	const [left, setLeft] = useState<string>();
	const button = useRef<HTMLButtonElement>(null);
	const copy = async () => {
		const made = text();
		setCopied('');
		try {
			await navigator.clipboard.writeText(made);
			setLeft(undefined);
			setCopied(l10n.t('Copied'));
		} catch {
			setLeft(made);
		}
	};
	return (
		<>
			<button type="button" ref={button} onClick={() => void copy()}>
				{label}
			</button>
			<span role="status" class="hint">
				{copied}
			</span>
			{left !== undefined && (
				<ByHand
					text={left}
					label={byHand}
					close={() => {
						setLeft(undefined);
						button.current?.focus();
					}}
				/>
			)}
		</>
	);
}

interface ByHandProps {
	readonly text: string;
	readonly label: string;
	readonly close: () => void;
}

function ByHand({ text, label, close }: ByHandProps) {
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
			<textarea readOnly rows={6} value={text} aria-label={label} ref={area} />
			<button type="button" onClick={close}>
				{l10n.t('Close')}
			</button>
		</div>
	);
}
