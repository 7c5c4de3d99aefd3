import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import type { Problem } from '../words/problem.ts';
import type { LogMark } from './log-news.ts';
import type { ListEnd } from './read.ts';
import { readAtOnce, type IncidentStore } from './store.ts';

export interface IncidentLooksParts {
	readonly toolbox: RunsTools;
	readonly store: IncidentStore;
	readonly clock: Clock;
}

/** What the log does not tell, such as a service's new name, shows after this long at the latest. */
const wholeEveryMs = 15 * 60_000;
/** Of so long a reading the log tells afterwards what it missed. */
const longestReadingMs = 50_000;
/** To read more incidents than these one by one takes longer than to read the list. */
const mostSingles = 20;

type Describe = (error: unknown) => Problem;

/**
 * Looks what is open. A short list is read whole each time. Of a long one the account's log says what changed, and only that and
 * the newest page are read; the whole of it now and then, and where the log does not help.
 */
export class IncidentLooks {
	readonly #parts: IncidentLooksParts;
	#end: ListEnd | undefined;
	#most = readAtOnce;
	/** Undefined where the log is not read. */
	#mark: LogMark | undefined;
	#wholeAt = 0;
	/** One at a time: the store knows of one reading. */
	#last: Promise<unknown> = Promise.resolve();

	constructor(parts: IncidentLooksParts) {
		this.#parts = parts;
	}

	/**
	 * Looks once. @param whole whether everything is to be read, whatever the log says.
	 * @throws what the tools throw, after the store has been told.
	 */
	look(caller: Caller, describe: Describe, whole: boolean): Promise<void> {
		return this.#inTurn(caller, async () => {
			if (whole || this.#isWholeDue() || !(await this.#readChanged(caller, describe)))
				await this.#readWhole(caller, describe);
		});
	}

	/**
	 * Reads on where the list ends, if there is more of it.
	 * @throws what the tools throw, after the store has been told.
	 */
	more(caller: Caller, describe: Describe): Promise<void> {
		return this.#inTurn(caller, async () => {
			const { toolbox, store } = this.#parts;
			if (this.#end?.cursor === undefined) return;
			const { readMore } = await import('./read.ts');
			this.#end = await readMore(toolbox, store, caller, describe, this.#end.cursor);
			this.#most += readAtOnce;
		});
	}

	/** Another account, or none. */
	forget(): void {
		this.#end = undefined;
		this.#mark = undefined;
		this.#most = readAtOnce;
	}

	#inTurn(caller: Caller, read: () => Promise<void>): Promise<void> {
		const running = this.#last.then(() => {
			caller.signal.throwIfAborted();
			return read();
		});
		this.#last = running.catch(() => undefined);
		return running;
	}

	#isWholeDue(): boolean {
		const since = this.#parts.clock.now().getTime() - this.#wholeAt;
		// A time to come is from before somebody set the clock back.
		return since < 0 || since >= wholeEveryMs;
	}

	/** Tells whether that was enough. */
	async #readChanged(caller: Caller, describe: Describe): Promise<boolean> {
		const { toolbox, store, clock } = this.#parts;
		const mark = this.#mark;
		if (!mark) return false;
		const [{ readLogNews }, { readChanged }] = await Promise.all([
			import('./log-news.ts'),
			import('./read-changed.ts'),
		]);
		const news = await this.#told(caller, describe, () => readLogNews(toolbox, clock, caller, mark));
		if (!news || news.changed.length > mostSingles) return false;
		await readChanged(toolbox, store, caller, describe, news);
		this.#mark = news.mark;
		return true;
	}

	async #readWhole(caller: Caller, describe: Describe): Promise<void> {
		const { toolbox, store, clock } = this.#parts;
		const { readIncidents } = await import('./read.ts');
		const wasLong = this.#end?.short === false;
		const before = wasLong ? await this.#endOfLog(caller, describe, 'after') : undefined;
		const started = clock.now().getTime();
		const end = await readIncidents(toolbox, store, caller, describe, this.#most);
		this.#end = end;
		this.#wholeAt = clock.now().getTime();
		this.#mark = before;
		// Only now it is known to be long. What the log tells of the last minute is read again.
		if (!wasLong && !end.short && this.#wholeAt - started < longestReadingMs)
			this.#mark = await this.#endOfLog(caller, describe, 'before');
	}

	#endOfLog(caller: Caller, describe: Describe, list: 'before' | 'after'): Promise<LogMark | undefined> {
		const { toolbox, clock } = this.#parts;
		return this.#told(caller, describe, async () => {
			const mark = await (await import('./log-news.ts')).endOfLog(toolbox, clock, caller, list);
			caller.signal.throwIfAborted();
			return mark;
		});
	}

	/** Tells the store what went wrong with the log, as other readings do themselves. */
	async #told<Result>(caller: Caller, describe: Describe, read: () => Promise<Result>): Promise<Result> {
		try {
			return await read();
		} catch (error) {
			if (!caller.signal.aborted) this.#parts.store.begin('part').fail(describe(error));
			throw error;
		}
	}
}
