import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Place } from './place.ts';
import type { CallTool } from './reading.ts';

/** What every part of a page needs. */
export interface PageContext {
	readonly place: Place;
	/** A moment of the day that it is. It changes with the day alone, because each row with a time is drawn anew then. */
	readonly today: number;
	readonly call: CallTool;
	/**
	 * Before what kinds of acts whoever runs the tools asks the person, as they name them. Nobody is asked twice for one act, so a page
	 * leaves those questions to them.
	 */
	readonly asksItself: ReadonlySet<string>;
	/** Asks the host to open an address of the web. */
	readonly openLink: (url: string) => void;
}

const Context = createContext<PageContext | undefined>(undefined);

export const PageContextProvider = Context.Provider;

/** What changes all the time. */
export interface Moment {
	/** Milliseconds since 1970, as of the last tick. */
	readonly now: number;
	/** Whether anybody can see the page, as the host tells. */
	readonly visible: boolean;
}

const MomentContext = createContext<Moment>({ now: NaN, visible: true });

export const MomentProvider = MomentContext.Provider;

/** Whatever calls this is drawn anew at each tick. */
export function useMoment(): Moment {
	return useContext(MomentContext);
}

/** @throws {Error} outside of a page */
export function usePage(): PageContext {
	const context = useContext(Context);
	if (!context) throw new Error('There is no page around this.');
	return context;
}
