import type { Clock } from '../pagerduty/http/clock.ts';
import { spanWords } from '../pagerduty/http/span-words.ts';
import type { Mentionable } from '../tools/offer.ts';
import type { PublishedTool } from '../tools/published.ts';
import type { ConsentKind } from '../tools/core/consent.ts';
import type { Failure } from '../tools/core/failure.ts';
import { isoSeconds } from '../tools/time/iso.ts';
import type { Caller } from '../tools/tool-runs.ts';
import type { CallResult } from '../tools/toolbox.ts';
import { CallCount } from './call-count.ts';
import type { Ending } from './ending.ts';
import type { AgentTools } from './server.ts';

/** For how long and how much a connection may be used. */
export interface ConnectionLimits {
	/** From then on every call is refused, and what still runs is cancelled. */
	readonly ending: Ending;
	/** Tool calls in any span of 60 seconds. */
	readonly callsPerMinute?: number | undefined;
	/** What counts them, where several toolboxes share one limit. */
	readonly calls?: CallCount | undefined;
}

/** The tools of a connection that ends, or that may call only so often. */
export class LimitedTools implements AgentTools {
	readonly #tools: AgentTools;
	readonly #limits: ConnectionLimits;
	readonly #clock: Clock;
	readonly #calls: CallCount;

	constructor(tools: AgentTools, limits: ConnectionLimits, clock: Clock) {
		this.#tools = tools;
		this.#limits = limits;
		this.#clock = clock;
		this.#calls = limits.calls ?? new CallCount();
	}

	prepare(): Promise<void> {
		return this.#tools.prepare();
	}

	offered(): Promise<readonly PublishedTool[]> {
		return this.#tools.offered();
	}

	asks(): readonly ConsentKind[] {
		return this.#tools.asks();
	}

	long(): Promise<ReadonlySet<string>> {
		return this.#tools.long();
	}

	confined(): boolean {
		return this.#tools.confined();
	}

	instructions(): string {
		return this.#tools.instructions();
	}

	mentionable(texts: readonly string[]): Promise<Mentionable> {
		return this.#tools.mentionable(texts);
	}

	async call(name: string, raw: unknown, caller: Caller): Promise<CallResult> {
		const refusal = this.#refusal();
		if (refusal) return refusal;
		const { signal: ended } = this.#limits.ending;
		// Node keeps what AbortSignal.any makes of a signal that lives long; a listener can be taken away.
		const stop = new AbortController();
		const cancelled = () => stop.abort(caller.signal.reason);
		const over = () => stop.abort(ended.reason);
		caller.signal.addEventListener('abort', cancelled, { once: true });
		ended.addEventListener('abort', over, { once: true });
		if (caller.signal.aborted) cancelled();
		try {
			return await this.#tools.call(name, raw, { ...caller, signal: stop.signal });
		} catch (error) {
			if (caller.signal.aborted || !ended.aborted) throw error;
			return failed(
				`${this.#endedSentence()} The call was running and was cancelled: a change may or may not have been carried out.`,
				startAnother,
			);
		} finally {
			caller.signal.removeEventListener('abort', cancelled);
			ended.removeEventListener('abort', over);
		}
	}

	#refusal(): CallResult | undefined {
		const { ending, callsPerMinute } = this.#limits;
		if (ending.reached) return failed(this.#endedSentence(), startAnother);
		if (callsPerMinute === undefined) return undefined;
		const waitMs = this.#calls.take(callsPerMinute, this.#clock.now());
		if (waitMs === 0) return undefined;
		const retryAfterSeconds = Math.ceil(waitMs / 1000);
		return failed(
			`This connection may make ${callsPerMinute} ${callsPerMinute === 1 ? 'call' : 'calls'} a minute, and they are used up. Nothing was done.`,
			`Wait ${spanWords(retryAfterSeconds)}, then try again.`,
			{ retryable: true, retryAfterSeconds },
		);
	}

	#endedSentence(): string {
		const { at } = this.#limits.ending;
		return `This connection ended${at ? ` at ${isoSeconds(at)}` : ''}.`;
	}
}

const startAnother = 'Ask the person to start another one.';

function failed(message: string, next: string, facts: Partial<Failure> = {}): CallResult {
	return { ok: false, failure: { message, next, ...facts } };
}
