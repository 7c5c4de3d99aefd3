import { useMemo } from 'preact/hooks';
import { usePage } from '../shared/context.ts';
import { useGradually } from '../shared/gradually.ts';
import { Link, OutsideText, Time } from '../shared/text.tsx';
import { span } from '../shared/time.ts';
import type { Entry } from './data.ts';
import type { IncidentReader, Known } from './reader.ts';
import { kindOf, timelineLines, type Line } from './timeline.ts';
import { kindWord } from './words.ts';

export interface TimelineProps {
	readonly known: Known;
	readonly reader: IncidentReader;
}

/** What happened, the newest first: notes, changes of state, notifications, responders, and what was deployed before. */
export function Timeline({ known: { timeline, changes }, reader }: TimelineProps) {
	const { l10n } = usePage().place;
	const more = timeline.value?.cursor !== undefined;
	// Not drawn anew with all else: there may be thousands of lines.
	const [lines, before] = useMemo(() => {
		const entries = timeline.value?.rows ?? [];
		const deployed = changes.value ?? [];
		const oldest = entries.at(-1)?.at ?? Infinity;
		// While earlier entries are missing, what was deployed before them stands apart.
		const isInside = ({ at = 0 }: Entry) => !more || at >= oldest;
		const apart = deployed.filter((change) => !isInside(change));
		return [[...entries, ...deployed.filter(isInside)], apart].map((some) => <Lines lines={timelineLines(some)} />);
	}, [timeline.value, changes.value]);
	return (
		<section aria-labelledby="timeline" aria-busy={timeline.reading}>
			<h2 id="timeline">{l10n.t('Timeline')}</h2>
			{timeline.problem !== undefined && (
				<p class="problem">{l10n.t('The timeline could not be read: {0}', timeline.problem)}</p>
			)}
			{!timeline.value && timeline.problem === undefined && <p>{l10n.t('Reading …')}</p>}
			{lines}
			{more && (
				<button type="button" aria-disabled={timeline.reading} onClick={() => void reader.earlier()}>
					{l10n.t('Earlier entries')}
				</button>
			)}
			{before}
			{changes.problem !== undefined && (
				<p class="problem">{l10n.t('Deployments and other changes could not be read: {0}', changes.problem)}</p>
			)}
		</section>
	);
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
	const { l10n } = usePage().place;
	const shown = useGradually(lines.length);
	if (lines.length === 0) return null;
	return (
		<ol class="timeline">
			{lines.slice(0, shown).map((line) =>
				line.kind === 'gap' ? (
					<li key={line.id} class="gap">
						{l10n.t('{0} without an entry', span(line.ms, l10n))}
					</li>
				) : (
					<EntryLine key={line.entry.id} entry={line.entry} />
				),
			)}
		</ol>
	);
}

/** Drawn anew only when it has changed. */
function EntryLine({ entry }: { readonly entry: Entry }) {
	return useMemo(() => <DrawnEntry entry={entry} />, [entry]);
}

function DrawnEntry({ entry }: { readonly entry: Entry }) {
	const { l10n } = usePage().place;
	const { at, by, summary, note, links } = entry;
	const kind = kindOf(entry);
	const heading = kind === 'note' && by !== undefined ? by : summary;
	return (
		<li class={`entry ${kind}`}>
			<p class="hint">
				<span class="kind">{kindWord(kind, l10n)}</span>
				{at !== undefined && (
					<>
						{' · '}
						<Time at={at} />
					</>
				)}
				{kind === 'change' && by !== undefined && ` · ${by}`}
			</p>
			<p dir="auto">{heading}</p>
			{note !== undefined && (
				<p class="outside" dir="auto">
					<OutsideText text={note} />
				</p>
			)}
			{links.map((url) => (
				<p key={url}>
					<Link url={url} />
				</p>
			))}
		</li>
	);
}
