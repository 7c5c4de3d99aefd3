import { render, type ComponentChildren } from 'preact';
import { Connection, type ToolAnswer } from './connection.ts';
import { MomentProvider, PageContextProvider, type PageContext } from './context.ts';
import type { Fields } from './fields.ts';
import { oncePerFrame, type Frames } from './once-per-frame.ts';
import { placeOf, variablesOf } from './place-of.ts';
import type { Place } from './place.ts';
import { asksIn, type CallTool } from './reading.ts';
import { isSameDay } from './time.ts';
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
	/** Has it drawn anew. */
	changed(): void;
	/** Begins: says hello to the host. */
	start(): Promise<void>;
}

/** What the page asks for goes out before it is drawn. */
const frames: Frames = { soon: (draw) => setTimeout(draw), next: (draw) => void requestAnimationFrame(draw) };

/** Ages are told in minutes. */
const tickMs = 30_000;

/** @param parts what the page shows, once the root is there */
export function pageRoot(parts: () => PageParts): PageRoot {
	const root = document.body.appendChild(document.createElement('main'));
	const call: CallTool = async (name, input) => {
		const answer = await connection.callTool(name, input);
		// Only what is answered now: a chat shows a result of its time even days later.
		const asksItself = asksIn(answer.meta);
		if (asksItself && !isSame(asksItself, context.asksItself)) become({ asksItself });
		return answer;
	};
	const openLink = (url: string) => void connection.openLink(url).catch(() => undefined);
	let visible = true;
	// The same object while nothing about it changes: all that takes it is drawn anew with it.
	let context: PageContext = {
		place: placeOf({}),
		today: Date.now(),
		call,
		asksItself: new Set(),
		openLink,
	};
	const become = (changed: Partial<PageContext>) => void (context = { ...context, ...changed });
	const draw = oncePerFrame(() => {
		const now = Date.now();
		if (!isSameDay(now, context.today, context.place)) become({ today: now });
		render(
			<PageContextProvider value={context}>
				<MomentProvider value={{ now, visible }}>{parts().draw()}</MomentProvider>
			</PageContextProvider>,
			root,
		);
	}, frames);
	const look = () => {
		if (visible && document.visibilityState === 'visible') parts().look();
	};
	const connection = new Connection(windowDoor(), {
		input: (input) => parts().input(input),
		result: (answer) => parts().result(answer),
		context: (told) => {
			visible = told['visible'] !== false;
			const place = placeOf(told);
			const { language, timeZone } = context.place;
			if (place.language !== language || place.timeZone !== timeZone) become({ place });
			document.documentElement.lang = context.place.language ?? 'en';
			wear(told['theme'], variablesOf(told));
			draw();
			look();
		},
	});
	return {
		call,
		place: () => context.place,
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

function isSame(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
	return some.size === others.size && [...some].every((one) => others.has(one));
}
