import type { z } from 'zod';
import { requester, type Caller } from './auth.ts';
import { ApiError, invalidInput } from './errors.ts';
import { hits, type Faults } from './faults.ts';
import type { Actor, User } from '../model/model.ts';
import { Query } from './query.ts';
import type { ReplyOptions } from '../replies/options.ts';
import type { World } from '../model/world.ts';

/** What a route answers; `body` undefined = empty. */
export interface Reply {
	readonly status: number;
	readonly body?: unknown;
}

export interface CallParts {
	readonly world: World;
	readonly faults: Faults;
	readonly caller: Caller;
	readonly params: ReadonlyMap<string, string>;
	readonly queryText: string;
	readonly bodyText: string;
	readonly from: string | undefined;
	/** "METHOD /path?query", for faults. */
	readonly request: string;
}

/** One request as a route sees it. */
export class Call {
	readonly world: World;
	readonly faults: Faults;
	readonly caller: Caller;
	readonly query: Query;
	readonly request: string;
	readonly #parts: CallParts;

	constructor(parts: CallParts) {
		this.world = parts.world;
		this.faults = parts.faults;
		this.caller = parts.caller;
		this.query = new Query(parts.queryText, hits(parts.faults.queryIgnored, parts.request) ? ['query', 'name'] : []);
		this.request = parts.request;
		this.#parts = parts;
	}

	/** A parameter of the path template. */
	param(name: string): string {
		return this.#parts.params.get(name) ?? '';
	}

	/** The user on whose behalf the call is made; 400 for an account-level key without a valid From header. */
	get user(): User {
		return requester(this.world, this.caller, this.#parts.from);
	}

	/** Throws what `user` would throw. */
	checkSender(): void {
		requester(this.world, this.caller, this.#parts.from);
	}

	get actor(): Actor {
		return { type: 'user', id: this.user.id };
	}

	/** `include[]` and `time_zone` (else the account's). */
	get replyOptions(): ReplyOptions {
		return { include: this.query.include, zone: this.query.zone(this.world.account.timeZone) };
	}

	/** The JSON body, read with `schema`; unknown fields are ignored; 400 when it does not fit. */
	body<T>(schema: z.ZodType<T>): T {
		const parsed = schema.safeParse(parseJson(this.#parts.bodyText));
		if (parsed.success) return parsed.data;
		throw invalidInput(...parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new ApiError(400, 'Invalid JSON in request body', 2001);
	}
}
