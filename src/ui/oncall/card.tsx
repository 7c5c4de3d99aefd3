import { usePage } from '../shared/context.ts';
import type { Bar } from './layout.ts';
import type { Known } from './reader.ts';
import { barTimes } from './words.ts';

export interface CardProps {
	readonly bar: Bar;
	/** Where it stands, in pixels within the page. */
	readonly left: number;
	readonly top: number;
	readonly people: Known['people'];
}

/** What is known of a turn, beside it: who, on which schedule, and when that is for whom. */
export function Card({ bar: { shift, mine, schedule }, bar, left, top, people }: CardProps) {
	const { place } = usePage();
	const { l10n } = place;
	return (
		<div id="about" role="tooltip" class="card" style={{ left: `${left}px`, top: `${top}px` }}>
			<p class="who" dir="auto">
				{shift ? shift.user : l10n.t('Nobody is on call')}
				{mine && <span class="tag">{l10n.t('my turn')}</span>}
				{shift?.override === true && <span class="tag">{`⇄ ${l10n.t('override')}`}</span>}
			</p>
			<p dir="auto">{schedule.name}</p>
			{barTimes(bar, people, place).map((line) => (
				<p key={line} class="hint" dir="auto">
					{line}
				</p>
			))}
		</div>
	);
}
