import { useState } from 'preact/hooks';
import { usePage } from '../shared/context.ts';
import { Form } from '../shared/form.tsx';
import { noteStep, type Step } from './actions.ts';
import type { Incident } from './data.ts';

export interface NoteBoxProps {
	readonly incident: Incident;
	readonly act: (steps: readonly Step[], done: string) => Promise<boolean>;
	/** What has been written of it. */
	readonly note: string;
	readonly setNote: (note: string) => void;
}

/** Where a note is written. What could not be sent stays. */
export function NoteBox({ incident, act, note, setNote }: NoteBoxProps) {
	const { l10n } = usePage().place;
	const [busy, setBusy] = useState(false);
	const send = async () => {
		const text = note.trim();
		if (busy || text === '') return;
		setBusy(true);
		if (await act([noteStep(incident, text)], l10n.t('Added the note'))) setNote('');
		setBusy(false);
	};
	return (
		<Form send={() => void send()}>
			<label for="note">{l10n.t('Note')}</label>
			<textarea
				id="note"
				rows={3}
				maxLength={25_000}
				value={note}
				readOnly={busy}
				aria-describedby="note-hint"
				onInput={({ currentTarget }) => setNote(currentTarget.value)}
				onKeyDown={(event) => {
					if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
					event.preventDefault();
					void send();
				}}
			/>
			<div class="buttons">
				<button type="button" aria-disabled={busy || note.trim() === ''} onClick={() => void send()}>
					{l10n.t('Add note')}
				</button>
				<span id="note-hint" class="hint">
					{l10n.t('Ctrl+Enter sends it. Every responder can read it.')}
				</span>
			</div>
		</Form>
	);
}
