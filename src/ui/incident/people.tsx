import { usePage } from '../shared/context.ts';
import { Fold } from '../shared/fold.tsx';
import type { L10n } from '../shared/place.ts';
import type { Part } from '../shared/reading.ts';
import { Time } from '../shared/text.tsx';
import type { Level, Subscribers } from './data.ts';

export interface PeopleProps<Value> {
	readonly part: Part<Value>;
	readonly read: () => void;
}

/** Who is on call for the incident now, level by level, and which level comes next. */
export function WhoIsNext({ part, read }: PeopleProps<readonly Level[]>) {
	const { l10n } = usePage().place;
	return (
		<Fold title={l10n.t('Who is paged next')} part={part} read={read}>
			{(levels) => (
				<>
					{levels.length === 0 && <p>{l10n.t('Nobody is on call')}</p>}
					{levels.length > 0 && !levels.some(({ is }) => is === 'next') && (
						<p>{l10n.t('It does not escalate any further by itself.')}</p>
					)}
					<ul class="rows">
						{levels.map(({ level, is, people }) => (
							<li key={level} class={is ?? ''}>
								<p class="hint">
									{[l10n.t('Level {0}', level), standing(is, l10n)].filter((part) => part !== undefined).join(' · ')}
								</p>
								{people.map(({ name, schedule, until }) => (
									<p key={name} dir="auto">
										{name}{' '}
										<span class="hint">
											{schedule}
											{until !== undefined && (
												<>
													{schedule !== undefined && ' · '}
													{l10n.t('until')} <Time at={until} />
												</>
											)}
										</span>
									</p>
								))}
							</li>
						))}
					</ul>
				</>
			)}
		</Fold>
	);
}

function standing(is: Level['is'], l10n: L10n): string | undefined {
	if (is === undefined) return undefined;
	return is === 'current' ? l10n.t('has it now') : l10n.t('comes next');
}

/** Who gets the status updates. */
export function SubscriberFold({ part, read }: PeopleProps<Subscribers>) {
	const { l10n } = usePage().place;
	return (
		<Fold title={l10n.t('Who gets status updates')} part={part} read={read}>
			{({ rows, incomplete }) => (
				<>
					{rows.length === 0 && <p>{l10n.t('Nobody has subscribed to them.')}</p>}
					<ul class="names">
						{rows.map(({ id, name, isTeam }) => (
							<li key={id} dir="auto">
								{isTeam ? l10n.t('{0} (team)', name) : name}
							</li>
						))}
					</ul>
					{incomplete.map((one) => (
						<p key={one} class="hint">
							{one}
						</p>
					))}
				</>
			)}
		</Fold>
	);
}
