import type { ComponentChildren } from 'preact';
import { usePage } from './context.ts';
import type { Part } from './reading.ts';

export interface FoldProps<Value> {
	readonly title: string;
	readonly part: Part<Value>;
	/** Reads it, once somebody wants to see it. */
	readonly read: () => void;
	readonly children: (value: Value) => ComponentChildren;
}

/** A part of a page that is read when somebody unfolds it. */
export function Fold<Value>({ title, part: { value, problem, reading }, read, children }: FoldProps<Value>) {
	const { l10n } = usePage().place;
	return (
		<details
			class="fold"
			aria-busy={reading}
			onToggle={({ currentTarget }) => {
				if (currentTarget.open && value === undefined && !reading) read();
			}}
		>
			<summary>{title}</summary>
			{problem !== undefined && <p class="problem">{problem}</p>}
			{value === undefined && problem === undefined && <p>{l10n.t('Reading …')}</p>}
			{value !== undefined && children(value)}
		</details>
	);
}
