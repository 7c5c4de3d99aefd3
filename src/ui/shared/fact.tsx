import type { ComponentChildren } from 'preact';

/** A name and its value in a list of facts. Nothing where there is no value. */
export function Fact({ name, value }: { readonly name: string; readonly value: ComponentChildren }) {
	if (value === undefined || value === '') return null;
	return (
		<div>
			<dt dir="auto">{name}</dt>
			<dd dir="auto">{value}</dd>
		</div>
	);
}
