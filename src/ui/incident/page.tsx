import { useState } from 'preact/hooks';
import { Closed } from '../shared/closed.tsx';
import { usePage } from '../shared/context.ts';
import { OpenInEditor } from '../shared/open-in-editor.tsx';
import { OutsideText } from '../shared/text.tsx';
import type { Step } from './actions.ts';
import { ActionBar } from './action-bar.tsx';
import { Alerts } from './alerts.tsx';
import { CopyButton } from './copy-button.tsx';
import type { IncidentDetails } from './data.ts';
import { Facts } from './facts.tsx';
import { NoteBox } from './note-box.tsx';
import type { IncidentReader, Known } from './reader.ts';
import { SubscriberFold, WhoIsNext } from './people.tsx';
import { SimilarFold } from './similar.tsx';
import { Timeline } from './timeline-view.tsx';
import { incidentTitle, statusWord } from '../shared/words.ts';

export interface IncidentPageProps {
	readonly known: Known;
	readonly reader: IncidentReader;
	/** Calls tools one after another; gives why that failed, or undefined. */
	readonly run: (steps: readonly Step[]) => Promise<string | undefined>;
}

/** An incident, with what can be done about it. */
export function IncidentPage({ known, reader, run }: IncidentPageProps) {
	const { l10n } = usePage().place;
	const [said, setSaid] = useState('');
	const [problem, setProblem] = useState<string>();
	// Kept here, so that it outlives a time in which there is no incident to show.
	const [note, setNote] = useState('');
	const { details, closed, stale } = known;
	if (closed !== undefined)
		return (
			<Closed why={closed} otherwise={l10n.t('This incident cannot be shown.')} again={() => void reader.read()} />
		);
	if (!details) return <p role="status">{l10n.t('Reading the incident …')}</p>;

	/** Gives whether it worked. */
	const act = async (steps: readonly Step[], done: string): Promise<boolean> => {
		setSaid('');
		setProblem(undefined);
		const failure = await run(steps);
		setProblem(failure);
		if (failure === undefined) setSaid(done);
		return failure === undefined;
	};
	const { incident } = details;
	const entries = [...(known.timeline.value?.rows ?? []), ...(known.changes.value ?? [])];
	const { value: timeline } = known.timeline;
	const whole = timeline !== undefined && timeline.cursor === undefined;
	const mayNote = known.offered?.has('add_incident_note') ?? true;
	return (
		<article aria-labelledby="title">
			<Header details={details} />
			<ActionBar incident={incident} offered={known.offered} act={act} />
			<p class="said" role="status">
				{said}
			</p>
			{problem !== undefined && (
				<p class="problem" role="alert">
					{problem}
				</p>
			)}
			{stale !== undefined && (
				<p class="problem" role="alert">
					{l10n.t('This may be out of date: {0}', stale)}
				</p>
			)}
			<div class="columns">
				<div>
					<Facts details={details} />
					<Alerts incident={incident} known={known} reader={reader} />
					<div class="folds">
						{incident.status !== 'resolved' && (
							<WhoIsNext part={known.escalation} read={() => void reader.unfold('escalation')} />
						)}
						<SimilarFold part={known.similar} read={() => void reader.unfold('similar')} />
						<SubscriberFold part={known.subscribers} read={() => void reader.unfold('subscribers')} />
					</div>
				</div>
				<div>
					{mayNote && <NoteBox incident={incident} act={act} note={note} setNote={setNote} />}
					<Timeline known={known} reader={reader} />
				</div>
			</div>
			<footer>
				<CopyButton details={details} entries={entries} whole={whole} />
				<OpenInEditor page="incident" id={incident.id} offered={known.offered} />
				<button type="button" onClick={() => void reader.read()}>
					{l10n.t('Refresh')}
				</button>
			</footer>
		</article>
	);
}

function Header({ details: { incident, body } }: { readonly details: IncidentDetails }) {
	const { l10n } = usePage().place;
	return (
		<header>
			<p class="badges">
				<span
					class={`status ${['triggered', 'acknowledged', 'resolved'].includes(incident.status) ? incident.status : ''}`}
				>
					{statusWord(incident.status, l10n)}
				</span>
				{incident.priority !== undefined && <span class="priority">{incident.priority}</span>}
			</p>
			<h1 id="title" dir="auto">
				{incidentTitle(incident)}
			</h1>
			{body !== undefined && (
				<p class="outside" dir="auto">
					<OutsideText text={body} />
				</p>
			)}
		</header>
	);
}
