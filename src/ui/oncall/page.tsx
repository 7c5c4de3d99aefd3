import { useMemo, useRef, useState } from 'preact/hooks';
import { Closed } from '../shared/closed.tsx';
import { useMoment, usePage } from '../shared/context.ts';
import { OpenInEditor } from '../shared/open-in-editor.tsx';
import { spanOfTime, zoneName } from '../shared/time.ts';
import { Time } from '../shared/text.tsx';
import { Board, type Picked } from './board.tsx';
import { Card } from './card.tsx';
import type { Bar } from './layout.ts';
import { Planner } from './planner.tsx';
import { reachOf, stillHolds, type Plan } from './plan.ts';
import type { Known, OncallReader } from './reader.ts';
import { boardRows } from './rows.ts';
import { Toolbar } from './toolbar.tsx';
import { daysInWords } from './words.ts';

export interface OncallPageProps {
	readonly reader: OncallReader;
	/** Sends a change of who is on call; gives why that failed, or what was done. */
	readonly send: (plan: Plan, row: string) => Promise<{ readonly problem: string } | { readonly done: string }>;
}

interface Pointed {
	readonly bar: Bar;
	readonly left: number;
	readonly top: number;
}

/** Cards are no wider than this. */
const cardPx = 260;

/** Who is on call when, and what can be done about it. */
export function OncallPage({ reader, send }: OncallPageProps) {
	const { place } = usePage();
	const { now } = useMoment();
	const { l10n } = place;
	const [grouping, group] = useState<'schedule' | 'person'>('schedule');
	const [filter, setFilter] = useState('');
	const [picked, setPicked] = useState<Picked>();
	const [pointed, setPointed] = useState<Pointed>();
	const [said, setSaid] = useState('');
	const [sending, setSending] = useState(false);
	const page = useRef<HTMLElement>(null);
	const { known, days } = reader;
	const { closed, schedules, others, me, offered, people, readAt } = known;
	const view = { start: days[0] ?? 0, end: days.at(-1) ?? 1 };
	const rows = useMemo(
		() => boardRows(known, view, grouping, filter, place),
		[schedules.value, known.rows, me?.id, view.start, view.end, grouping, filter, place],
	);
	if (closed !== undefined)
		return <Closed why={closed} otherwise={l10n.t('Who is on call cannot be shown.')} again={() => reader.begin({})} />;
	const mayOverride = offered?.has('create_overrides') ?? true;
	const maySwap = offered?.has('swap_shifts') ?? true;
	const byName = grouping === 'person';

	const point = (bar: Bar | undefined, element: HTMLElement | undefined) => {
		if (!bar || !element || !page.current) {
			setPointed(undefined);
			return;
		}
		const [box, around] = [element.getBoundingClientRect(), page.current.getBoundingClientRect()];
		const left = Math.max(0, Math.min(box.left - around.left, around.width - cardPx));
		setPointed({ bar, left, top: box.bottom - around.top + 4 });
		if (bar.shift) void reader.look(bar.shift.userId);
	};
	const pick = (wanted: Picked | undefined) => {
		// How the change that is under way ends is said beside it.
		if (sending) return;
		setSaid('');
		setPointed(undefined);
		if (!mayOverride && !maySwap) return;
		if (wanted?.isGrowing) setSaid(l10n.t('Press Enter to continue with what is picked.'));
		if (wanted && wanted.end <= now) {
			setPicked(undefined);
			setSaid(l10n.t('That is over and can no longer be changed.'));
		} else setPicked(wanted);
	};
	const close = () => {
		const key = picked?.bar.key;
		setPicked(undefined);
		const bars = [...(page.current?.querySelectorAll<HTMLElement>('.bar') ?? [])];
		(bars.find(({ dataset }) => dataset['key'] === key) ?? bars.find(({ tabIndex }) => tabIndex === 0))?.focus();
	};
	return (
		<article ref={page} aria-labelledby="title" aria-busy={known.reading}>
			<header>
				<h1 id="title">{l10n.t('On call')}</h1>
				<p class="hint">
					{daysInWords(days, place)} · {l10n.t('times in {0}', zoneName(now, place))}
					{readAt !== undefined && (
						<>
							{' · '}
							{l10n.t('as of')} <Time at={readAt} />
						</>
					)}
				</p>
			</header>
			<Toolbar reader={reader} grouping={grouping} group={group} filter={filter} setFilter={setFilter} />
			<Summary bars={rows.flatMap(({ bars }) => bars)} />
			<p class="said" role="status">
				{said}
			</p>
			{schedules.problem !== undefined && (
				<p class="problem" role="alert">
					{schedules.problem}
				</p>
			)}
			{!schedules.value && schedules.problem === undefined && <p role="status">{l10n.t('Reading the schedules …')}</p>}
			{schedules.value?.length === 0 && (
				<p>
					{known.scope.kind === 'mine'
						? l10n.t('You have no turn on these days.')
						: l10n.t('There is no schedule to show.')}
				</p>
			)}
			{rows.length === 0 && filter !== '' && <p role="status">{l10n.t('Nothing here has that name.')}</p>}
			{rows.length > 0 && (
				<Board
					days={days}
					rows={rows}
					firstColumn={byName ? l10n.t('Person') : l10n.t('Schedule')}
					picked={picked}
					pick={pick}
					point={point}
					pointed={pointed?.bar.key}
					numbers={known.numbers}
					labels={byName ? 'schedule' : 'person'}
				/>
			)}
			{others && <p class="hint">{l10n.t('There are more schedules than are shown here.')}</p>}
			<footer>
				<ul class="legend" aria-label={l10n.t('What the signs mean')}>
					<li class="mine">{l10n.t('my turn')}</li>
					<li class="override">{l10n.t('override')}</li>
					<li class="gap">{l10n.t('nobody')}</li>
					<li class="now">{l10n.t('now')}</li>
				</ul>
				<OpenInEditor page="oncall" id={onlySchedule(known)} offered={offered} />
				<button type="button" onClick={() => void reader.read()}>
					{l10n.t('Refresh')}
				</button>
			</footer>
			{picked && (
				<Planner
					key={`${picked.bar.key} ${picked.start} ${picked.end}`}
					picked={picked}
					me={me}
					mayOverride={mayOverride}
					maySwap={maySwap}
					find={(query) => reader.find(query)}
					busy={sending}
					read={(schedule, span) => reader.during(schedule, span)}
					send={async (plan) => {
						setSending(true);
						try {
							const now = await reader.during(plan.schedule.id, reachOf(plan));
							if (typeof now === 'string') return now || l10n.t('Who is on call cannot be shown.');
							if (!stillHolds(plan, now))
								return l10n.t('The schedule has changed in the meantime. Look again at who is on call then.');
							const outcome = await send(plan, picked.bar.row);
							if ('problem' in outcome) return outcome.problem;
							close();
							setSaid(outcome.done);
							return undefined;
						} finally {
							setSending(false);
						}
					}}
					close={close}
				/>
			)}
			{pointed && <Card {...pointed} people={people} />}
		</article>
	);
}

/** The one that somebody asked for, if it is one. */
function onlySchedule({ scope, rows }: Known): string | undefined {
	const [only] = scope.kind === 'named' && scope.schedules.length === 1 ? scope.schedules : [];
	return only === undefined ? undefined : rows.get(only)?.value?.id;
}

/** What most people look for: their own next turn, and where nobody is on call. */
function Summary({ bars }: { readonly bars: readonly Bar[] }) {
	const { place } = usePage();
	const { now } = useMoment();
	const { l10n } = place;
	const ahead = bars.filter(({ end }) => end > now);
	const [mine] = ahead.filter((bar) => bar.mine).toSorted((a, b) => a.start - b.start);
	const gaps = ahead.filter(({ shift }) => !shift);
	const open = new Set(gaps.map(({ row }) => row)).size;
	return (
		<ul class="summary">
			{mine && (
				<li class="mine">
					{mine.start <= now
						? l10n.t('You are on call now on {0}.', mine.schedule.name)
						: l10n.t('Your next turn: {0}, {1}', mine.schedule.name, spanOfTime(mine.start, mine.end, place))}
				</li>
			)}
			{gaps.length > 0 && (
				<li class="gap">
					{open === 1
						? l10n.t('Times in which nobody is on call on {0}: {1}', gaps[0]?.schedule.name ?? '', gaps.length)
						: l10n.t('Times in which nobody is on call: {0}, on {1} schedules', gaps.length, open)}
				</li>
			)}
		</ul>
	);
}
