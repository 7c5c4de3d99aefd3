import { usePage } from './context.ts';

export interface ClosedProps {
	/** As the host or a tool says it; empty where neither does. */
	readonly why: string;
	/** What is said where nobody says why. */
	readonly otherwise: string;
	readonly again: () => void;
}

/** A page that has nothing to show, and why. */
export function Closed({ why, otherwise, again }: ClosedProps) {
	const { l10n } = usePage().place;
	return (
		<section>
			<p role="alert" class="outside">
				{why || otherwise}
			</p>
			<button type="button" onClick={again}>
				{l10n.t('Try again')}
			</button>
		</section>
	);
}
