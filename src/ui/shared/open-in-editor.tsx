import { useState } from 'preact/hooks';
import { usePage } from './context.ts';
import { answerOf } from './reading.ts';

export interface OpenInEditorProps {
	readonly page: 'incident' | 'oncall' | 'report' | 'service';
	/** Of what it shows; undefined for the whole account. */
	readonly id?: string | undefined;
	/** The tools that can be called: in the editor itself, and in clients elsewhere, this one is not among them. */
	readonly offered: ReadonlySet<string> | undefined;
}

const tool = 'open_in_editor';

/** Opens the page in a tab of the editor, which stays where a page in a chat goes with its answer. */
export function OpenInEditor({ page, id, offered }: OpenInEditorProps) {
	const { call, place } = usePage();
	const [problem, setProblem] = useState('');
	if (offered?.has(tool) !== true) return null;
	const open = async () => {
		const { failed, text } = await answerOf(call, tool, { page, ...(id !== undefined && { id }) });
		setProblem(failed ? text : '');
	};
	return (
		<>
			<button type="button" onClick={() => void open()}>
				{place.l10n.t('Open in the editor')}
			</button>
			<span role="status" class="hint">
				{problem}
			</span>
		</>
	);
}
