import { render, type ComponentChildren } from 'preact';
import { Connection, type ToolAnswer } from './connection.ts';
import { PageContextProvider } from './context.ts';
import type { Fields } from './fields.ts';
import { placeOf, variablesOf } from './place-of.ts';
import type { Place } from './place.ts';
import { asksIn, type CallTool } from './reading.ts';
import { reportHeight, wear, windowDoor } from './window-door.ts';

/** A page, as far as each differs from the others. */
export interface PageParts {
	/** What the host calls it. */
	readonly name: string;
	/** What the tool was called with whose answers the page shows. */
	input(input: Fields): void;
	result(answer: ToolAnswer): void;
	draw(): ComponentChildren;
	/** Somebody looks at it, for a while already: reads anew what may have changed while nobody told of it. */
	look(): void;
}

/** The root of a page, in a panel of the editor or in a chat. */
export interface PageRoot {
	readonly call: CallTool;
	/** Where the person is, as far as the host has told. */
	place(): Place;
	/** Draws it anew. */
	changed(): void;
	/** Begins: says hello to the host. */
	start(): Promise<void>;
}

/** Ages are told in minutes. */
const tickMs = 30_000;

/** @param parts what the page shows, once the root is there */
export function pageRoot(parts: () => PageParts): PageRoot {
	const root = document.body.appendChild(document.createElement('main'));
	let place = placeOf({});
	let visible = true;
	let asksItself: ReadonlySet<string> = new Set();
	const call: CallTool = async (name, input) => {
		const answer = await connection.callTool(name, input);
		// Only what is answered now: a chat shows a result of its time even days later.
		asksItself = asksIn(answer.meta) ?? asksItself;
		return answer;
	};
	const openLink = (url: string) => void connection.openLink(url).catch(() => undefined);
	const draw = () =>
		render(
			<PageContextProvider value={{ place, now: Date.now(), visible, call, asksItself, openLink }}>
				{parts().draw()}
			</PageContextProvider>,
			root,
		);
	const look = () => {
		if (visible && document.visibilityState === 'visible') parts().look();
	};
	const connection = new Connection(windowDoor(), {
		input: (input) => parts().input(input),
		result: (answer) => parts().result(answer),
		context: (context) => {
			place = placeOf(context);
			document.documentElement.lang = place.language ?? 'en';
			wear(context['theme'], variablesOf(context));
			visible = context['visible'] !== false;
			draw();
			look();
		},
	});
	return {
		call,
		place: () => place,
		changed: draw,
		start: async () => {
			await connection.open(parts().name);
			reportHeight((size) => connection.notify('ui/notifications/size-changed', size));
			setInterval(() => visible && draw(), tickMs);
			setInterval(look, tickMs);
			document.addEventListener('visibilitychange', look);
		},
	};
}
