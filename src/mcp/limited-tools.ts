import type { Clock } from '../pagerduty/http/clock.ts';
import { spanWords } from '../pagerduty/http/span-words.ts';
import type { CallResult, Caller } from '../tools/toolbox.ts';
import type { Tool } from '../tools/core/tool.ts';
import { isoSeconds } from '../tools/time/iso.ts';
import type { AgentTools } from './server.ts';

/** For how long and how much a connection may be used. */
export interface ConnectionLimits {
	/** From then on every call is refused, and what still runs is cancelled. */
	readonly expiresAt?: Date | undefined;
	/** Tool calls in any span of 60 seconds. */
	readonly callsPerMinute?: number | undefined;
}

const minuteMs = 60_000;

/** The tools of a connection that ends, or that may call only so often. */
export class LimitedTools implements AgentTools {
	readonly #tools: AgentTools;
	readonly #limits: ConnectionLimits;
	readonly #clock: Clock;
	/** When the calls of the last minute came, the oldest first. */
	#calls: number[] = [];
	readonly #running = new Set<Promise<unknown>>();
	readonly #end = new AbortController();
	readonly #stopped = new AbortController();

	constructor(tools: AgentTools, limits: ConnectionLimits, clock: Clock) {
		this.#tools = tools;
		this.#limits = limits;
		this.#clock = clock;
		void this.#endInTime();
	}

	prepare(): Promise<void> {
		return this.#tools.prepare();
	}

	offered(): Promise<readonly Tool[]> {
		return this.#tools.offered();
	}

	instructions(): string {
		return this.#tools.instructions();
	}

	call(name: string, raw: unknown, caller: Caller): Promise<CallResult> {
		const refusal = this.#refusal();
		if (refusal) return Promise.resolve(refusal);
		const call = this.#call(name, raw, caller);
		const running = call.then(
			() => undefined,
			() => undefined,
		);
		this.#running.add(running);
		void running.then(() => this.#running.delete(running));
		return call;
	}

	/** Resolves when the connection has ended and every call has its answer. Never, if it does not end. */
	async ended(): Promise<void> {
		const { signal } = this.#end;
		if (!signal.aborted)
			await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
		await Promise.all(this.#running);
	}

	/** No longer watches for the end. */
	dispose(): void {
		this.#stopped.abort();
	}

	async #call(name: string, raw: unknown, caller: Caller): Promise<CallResult> {
		const signal = AbortSignal.any([caller.signal, this.#end.signal]);
		try {
			return await this.#tools.call(name, raw, { ...caller, signal });
		} catch (error) {
			if (caller.signal.aborted || !this.#end.signal.aborted) throw error;
			return failed(
				`${this.#endedSentence()} The call was running and was cancelled: a change may or may not have been carried out.`,
				startAnother,
			);
		}
	}

	#refusal(): CallResult | undefined {
		const now = this.#clock.now().getTime();
		const { expiresAt, callsPerMinute } = this.#limits;
		if (expiresAt && now >= expiresAt.getTime()) return failed(this.#endedSentence(), startAnother);
		if (callsPerMinute === undefined) return undefined;
		this.#calls = this.#calls.filter((at) => at > now - minuteMs);
		const [oldest] = this.#calls;
		if (oldest === undefined || this.#calls.length < callsPerMinute) {
			this.#calls.push(now);
			return undefined;
		}
		return failed(
			`This connection may make ${callsPerMinute} ${callsPerMinute === 1 ? 'call' : 'calls'} a minute, and they are used up. Nothing was done.`,
			`Wait ${spanWords(Math.ceil((oldest + minuteMs - now) / 1000))}, then try again.`,
		);
	}

	#endedSentence(): string {
		const { expiresAt } = this.#limits;
		return `This connection ended${expiresAt ? ` at ${isoSeconds(expiresAt)}` : ''}.`;
	}

	/** A timer may wake early, or late after the machine has slept: the clock decides. */
	async #endInTime(): Promise<void> {
		const { expiresAt } = this.#limits;
		if (!expiresAt) return;
		const left = () => expiresAt.getTime() - this.#clock.now().getTime();
		try {
			while (left() > 0) await this.#clock.sleep(Math.min(left(), longestWaitMs), this.#stopped.signal);
		} catch {
			return;
		}
		this.#end.abort(new Error('The connection has ended.'));
	}
}

const longestWaitMs = minuteMs;

const startAnother = 'Ask the person to start another one.';

function failed(message: string, next: string): CallResult {
	return { ok: false, failure: { message, next } };
}
