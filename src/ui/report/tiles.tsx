import { usePage } from '../shared/context.ts';
import type { L10n } from '../shared/place.ts';
import { span } from '../shared/time.ts';
import type { Figures, NoiseReport } from './data.ts';
import type { Pair } from './reader.ts';
import { percent } from './scale.ts';

export interface TilesProps {
	readonly totals: Pair<Figures>;
	readonly noise: NoiseReport | undefined;
}

/** The figures of the whole period, each with that of the period before. */
export function Tiles({ totals: { now, before }, noise }: TilesProps) {
	const { place } = usePage();
	const { l10n } = place;
	const number = new Intl.NumberFormat(place.language, { maximumFractionDigits: 1 });
	const count = (value: number) => number.format(value);
	const seconds = (value: number) => lengthOf(value, l10n);
	return (
		<dl class="tiles">
			<Tile name={l10n.t('Incidents')} now={now.incidents} before={before.incidents} show={count} />
			<Tile name={l10n.t('Time to acknowledge')} now={now.toAcknowledge} before={before.toAcknowledge} show={seconds} />
			<Tile name={l10n.t('Time to resolve')} now={now.toResolve} before={before.toResolve} show={seconds} />
			<Tile name={l10n.t('Interruptions')} now={now.interruptions} before={before.interruptions} show={count} />
			<Tile name={l10n.t('At night')} now={now.atNight} before={before.atNight} show={count} />
			{noise && (
				<div>
					<dt>{l10n.t('Resolved without a person')}</dt>
					<dd>
						<strong>{noise.all.percent === undefined ? '–' : percent(noise.all.percent, place.language)}</strong>
						<span class="hint">{l10n.t('{0} of {1}', noise.all.alone, noise.all.resolved)}</span>
					</dd>
				</div>
			)}
		</dl>
	);
}

interface TileProps {
	readonly name: string;
	readonly now: number | undefined;
	readonly before: number | undefined;
	readonly show: (value: number) => string;
}

function Tile({ name, now, before, show }: TileProps) {
	const { place } = usePage();
	const { l10n } = place;
	return (
		<div>
			<dt>{name}</dt>
			<dd>
				<strong>{now === undefined ? '–' : show(now)}</strong>
				<span class="hint">
					<span>{before === undefined ? l10n.t('no earlier value') : l10n.t('{0} before', show(before))}</span>
					{now !== undefined && before !== undefined && <span> {changeOf(now, before, place.language)}</span>}
				</span>
			</dd>
		</div>
	);
}

/** How much more or less that is, as a sign and a share. */
function changeOf(now: number, before: number, language: string | undefined): string {
	if (now === before) return '=';
	const sign = now > before ? '▲' : '▼';
	if (before === 0) return sign;
	const share = Math.round(Math.abs(now / before - 1) * 100);
	return share === 0 ? '≈' : `${sign}\u00a0${percent(share, language)}`;
}

/** Seconds, to the second below a minute. */
export function lengthOf(seconds: number, l10n: L10n): string {
	return seconds > 0 && seconds < 60
		? l10n.t('{0}s', Math.round(seconds))
		: seconds <= 0
			? '0'
			: span(seconds * 1000, l10n);
}
