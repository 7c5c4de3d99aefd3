import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../shared/context.ts';
import type { Named, Schedule } from './data.ts';

export interface StandInProps {
	readonly schedule: Schedule;
	readonly me: Named | undefined;
	/** Whose turn it is. */
	readonly not: string | undefined;
	readonly to: Named | undefined;
	readonly choose: (person: Named | undefined) => void;
	readonly find: (query: string) => Promise<readonly Named[] | string>;
}

/** Nobody types faster than that. */
const pauseMs = 250;
const somebodyElse = 'somebody else';

/** Asks who takes over: whoever takes turns on the schedule, or anybody by name. */
export function StandIn({ schedule, me, not, to, choose, find }: StandInProps) {
	const { l10n } = usePage().place;
	const [searching, setSearching] = useState(false);
	const [query, setQuery] = useState('');
	const [found, setFound] = useState<readonly Named[] | string>();
	useEffect(() => {
		const text = query.trim();
		setFound(undefined);
		if (!searching || text === '') return undefined;
		let left = false;
		const wait = setTimeout(() => {
			void find(text).then((people) => {
				if (!left) setFound(people);
			});
		}, pauseMs);
		return () => {
			left = true;
			clearTimeout(wait);
		};
	}, [query, searching]);
	const near = [...(me ? [{ id: me.id, name: l10n.t('Me ({0})', me.name) }] : []), ...schedule.people]
		.filter(({ id }, index, all) => id !== not && all.findIndex((one) => one.id === id) === index)
		.map(({ id, name }) => ({ id, name }));
	const known = near.some(({ id }) => id === to?.id);
	return (
		<>
			<label>
				{l10n.t('Who takes over')}
				<select
					value={searching ? somebodyElse : known ? (to?.id ?? '') : ''}
					onChange={({ currentTarget: { value } }) => {
						setSearching(value === somebodyElse);
						const person = [...(me ? [me] : []), ...schedule.people].find(({ id }) => id === value);
						choose(person);
					}}
				>
					<option value="">{l10n.t('Choose')}</option>
					{near.map(({ id, name }) => (
						<option key={id} value={id}>
							{name}
						</option>
					))}
					<option value={somebodyElse}>{l10n.t('Somebody else …')}</option>
				</select>
			</label>
			{searching && (
				<div class="search">
					<label>
						{l10n.t('Name')}
						<input type="search" value={query} onInput={({ currentTarget }) => setQuery(currentTarget.value)} />
					</label>
					<div role="group" aria-label={l10n.t('People')} class="buttons">
						{typeof found === 'object' &&
							found
								.filter(({ id }) => id !== not)
								.map((person) => (
									<button
										key={person.id}
										type="button"
										aria-pressed={person.id === to?.id}
										onClick={() => choose(person)}
									>
										{person.name}
									</button>
								))}
					</div>
					<p role="status" class="hint">
						{typeof found === 'string' ? found : found?.length === 0 ? l10n.t('Nobody has that name.') : ''}
					</p>
				</div>
			)}
		</>
	);
}
