import type { ComponentChildren } from 'preact';

export interface FormProps {
	/** Enter in a field of one line sends it, as its button does. */
	readonly send: () => void;
	readonly children: ComponentChildren;
}

/** Fields that are sent together. It is no `<form>`: the frame of a chat may forbid forms, and nobody would hear that one is sent. */
export function Form({ send, children }: FormProps) {
	return (
		<div
			class="form"
			onKeyDown={(event) => {
				if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
				event.preventDefault();
				send();
			}}
		>
			{children}
		</div>
	);
}
