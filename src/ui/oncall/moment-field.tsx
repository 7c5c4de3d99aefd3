import { usePage } from '../shared/context.ts';
import { format } from '../shared/time.ts';
import { localTime, momentsOfLocal } from '../shared/zone.ts';

/** A time of the clock as somebody types it, and the moment that is meant. */
export interface TypedMoment {
	readonly local: string;
	/** Undefined for what no clock shows. */
	readonly at: number | undefined;
}

/** What is typed, as the moment nearest to `near`: in autumn an hour comes twice. */
export function typedMoment(local: string, zone: string | undefined, near: number): TypedMoment {
	const [at] = momentsOfLocal(local, zone).toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near));
	return { local, at };
}

export interface MomentFieldProps {
	readonly label: string;
	readonly value: TypedMoment;
	/** What was picked. */
	readonly near: number;
	readonly set: (value: TypedMoment) => void;
}

const choiceOptions = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;

/** A field for a moment, and one for which is meant where the clock shows it twice. */
export function MomentField({ label, value, near, set }: MomentFieldProps) {
	const { place } = usePage();
	const { l10n, timeZone } = place;
	const meant = momentsOfLocal(value.local, timeZone);
	return (
		<>
			<label>
				{label}
				<input
					type="datetime-local"
					value={value.local}
					onInput={({ currentTarget }) => set(typedMoment(currentTarget.value, timeZone, near))}
				/>
			</label>
			{meant.length > 1 && (
				<label>
					{l10n.t('{0} (the clock shows this time twice)', label)}
					<select
						value={String(value.at)}
						onChange={({ currentTarget }) => {
							const at = Number(currentTarget.value);
							set({ local: localTime(at, timeZone), at });
						}}
					>
						{meant.map((at) => (
							<option key={at} value={String(at)}>
								{format(at, place, choiceOptions)}
							</option>
						))}
					</select>
				</label>
			)}
		</>
	);
}
