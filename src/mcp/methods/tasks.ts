import { randomUUID } from 'node:crypto';
import { ErrorCode, type CallToolResult, type Result, type Task } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { abortable } from '../../pagerduty/http/abortable.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { ProtocolError, type Method } from './method.ts';

/** What a client says of a call that it wants to run as a task. */
const Wanted = z.object({ ttl: z.number().min(0).nullish() });

/** How long what came of a task is kept where the client does not say, and at most, in milliseconds. */
const usualMs = 5 * 60_000;
const longestMs = 30 * 60_000;
/** How often a client should ask, in milliseconds. */
const pollMs = 500;
/** Of one client at a time. */
const mostTasks = 20;

interface Kept {
	task: Task;
	/** When it is forgotten, once it is over. */
	until: number | undefined;
	readonly stop: AbortController;
	readonly result: Promise<CallToolResult>;
}

/** Runs a call that has no request of its own any more. */
export type RunAsTask = (signal: AbortSignal, progress: (message: string) => void) => Promise<CallToolResult>;

/**
 * Calls of one session that run on while their client does something else, asks how far they are, and takes the result later.
 * Written by hand: the SDK's store keeps timers of its own, never stops what runs when a task is cancelled, and has no bounds.
 */
export class Tasks {
	readonly #clock: Clock;
	readonly #kept = new Map<string, Kept>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	readonly methods = {
		'tasks/get': ({ taskId }) => Promise.resolve({ ...this.#of(taskId).task }),

		'tasks/list': () => {
			this.#forget();
			return Promise.resolve({ tasks: [...this.#kept.values()].map(({ task }) => task) });
		},

		'tasks/result': async ({ taskId }, { signal }) => {
			const { task, result } = this.#of(taskId);
			const { _meta: meta, ...rest } = await abortable(result, signal);
			return { ...rest, _meta: { ...meta, 'io.modelcontextprotocol/related-task': { taskId: task.taskId } } };
		},

		'tasks/cancel': ({ taskId }) => {
			const kept = this.#of(taskId);
			if (isOver(kept)) throw wrong(`The task is ${kept.task.status}: it cannot be cancelled any more.`);
			this.#end(kept, 'cancelled');
			kept.stop.abort();
			return Promise.resolve({ ...kept.task });
		},
	} satisfies Record<string, Method>;

	/** Begins a task. @throws {ProtocolError} */
	begin(wanted: unknown, run: RunAsTask): Result {
		const { data } = Wanted.safeParse(wanted);
		if (!data) throw wrong('task.ttl must be a number of milliseconds');
		this.#forget();
		const over = [...this.#kept.values()].find(isOver);
		if (this.#kept.size >= mostTasks && !over) throw wrong(`${mostTasks} tasks run already: wait for one of them.`);
		if (this.#kept.size >= mostTasks && over) this.#kept.delete(over.task.taskId);
		const now = this.#clock.now().toISOString();
		const task: Task = {
			taskId: randomUUID(),
			status: 'working',
			ttl: Math.min(data.ttl ?? usualMs, longestMs),
			createdAt: now,
			lastUpdatedAt: now,
			pollInterval: pollMs,
		};
		const stop = new AbortController();
		const result = Promise.resolve().then(() =>
			run(stop.signal, (message) => {
				if (!isOver(kept)) this.#change(kept, { statusMessage: message });
			}),
		);
		const kept: Kept = { task, until: undefined, stop, result: abortable(result, stop.signal) };
		this.#kept.set(task.taskId, kept);
		kept.result.then(
			// Clients show of a failed task what it says last, and no result.
			(result) => (result.isError === true ? this.#end(kept, 'failed', textOf(result)) : this.#end(kept, 'completed')),
			() => this.#end(kept, 'failed'),
		);
		return { task };
	}

	/** The client is gone. */
	end(): void {
		for (const { stop } of this.#kept.values()) stop.abort();
		this.#kept.clear();
	}

	#of(id: unknown): Kept {
		this.#forget();
		const kept = typeof id === 'string' ? this.#kept.get(id) : undefined;
		if (!kept) throw wrong('There is no such task, or what came of it is no longer kept.');
		return kept;
	}

	#end(kept: Kept, status: 'completed' | 'failed' | 'cancelled', why?: string): void {
		if (isOver(kept)) return;
		this.#change(kept, { status, ...(why !== undefined && { statusMessage: why }) });
		kept.until = this.#clock.now().getTime() + (kept.task.ttl ?? usualMs);
	}

	#change(kept: Kept, change: Pick<Partial<Task>, 'status' | 'statusMessage'>): void {
		kept.task = { ...kept.task, ...change, lastUpdatedAt: this.#clock.now().toISOString() };
	}

	#forget(): void {
		const now = this.#clock.now().getTime();
		for (const [id, { until }] of this.#kept) if (until !== undefined && until <= now) this.#kept.delete(id);
	}
}

function textOf({ content }: CallToolResult): string {
	return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

function isOver({ task: { status } }: Kept): boolean {
	return status === 'completed' || status === 'failed' || status === 'cancelled';
}

function wrong(message: string): ProtocolError {
	return new ProtocolError(ErrorCode.InvalidParams, message);
}
