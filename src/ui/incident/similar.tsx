import { usePage } from '../shared/context.ts';
import { Time } from '../shared/text.tsx';
import type { Similar } from './data.ts';
import type { Part } from '../shared/reading.ts';

export interface SimilarIncidentsProps {
	readonly part: Part<readonly Similar[]>;
	readonly read: () => void;
}

/** Past incidents like this one, and open ones that may have the same cause; read when somebody unfolds them. */
export function SimilarIncidents({ part: { value, problem, reading }, read }: SimilarIncidentsProps) {
	const { l10n } = usePage().place;
	return (
		<details
			onToggle={({ currentTarget }) => {
				if (currentTarget.open && !value && !reading) read();
			}}
		>
			<summary>{l10n.t('Incidents like this one')}</summary>
			{problem !== undefined && <p class="problem">{problem}</p>}
			{!value && problem === undefined && <p>{l10n.t('Reading …')}</p>}
			{value?.length === 0 && <p>{l10n.t('PagerDuty knows of none.')}</p>}
			{value && value.length > 0 && (
				<ul>
					{value.map(({ id, title, past, at }) => (
						<li key={id}>
							<span dir="auto">{title}</span>{' '}
							<span class="hint">
								{past ? l10n.t('past') : l10n.t('open now')}
								{at !== undefined && (
									<>
										{' · '}
										<Time at={at} />
									</>
								)}
							</span>
						</li>
					))}
				</ul>
			)}
		</details>
	);
}
