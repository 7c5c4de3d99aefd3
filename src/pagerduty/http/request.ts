import type * as z from 'zod';

/** Path segments after the host, unencoded: `['incidents', id, 'notes']`. */
export type RequestPath = readonly string[];

/** Query parameters. Arrays repeat under `name[]`; undefined ones are left out. */
export type RequestQuery = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** One request of the REST API. */
export interface PagerDutyRequest<Reply extends z.ZodType> {
	/** The OpenAPI's name of the operation; names the request in logs and errors. */
	readonly operationId: string;
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	readonly path: RequestPath;
	readonly query?: RequestQuery;
	/** JSON body. */
	readonly body?: unknown;
	/** What the reply must look like. Replies are read tolerantly: see `fields.ts`. */
	readonly reply: Reply;
	/** It changes nothing, whatever its method. Default: true for GET. */
	readonly reads?: boolean;
	/** Whether sending it twice is the same as sending it once. Default: true for what only reads, and for all but POST. */
	readonly repeatable?: boolean;
	/** The caller reads the state back before it is sent again, even after a refusal for the time being. Default: false. */
	readonly readBack?: boolean;
	/** `events`: the Events API, which takes routing keys in place of the token. Default: `api`. */
	readonly host?: 'api' | 'events';
	/** Texts beside the token that must not appear in errors: routing keys. */
	readonly secrets?: readonly string[];
}

/** PagerDuty's REST API as one caller sees it: the signal and the priority are already bound. */
export interface PagerDutyApi {
	/** @throws {PagerDutyError} or the signal's reason when aborted. */
	request<Reply extends z.ZodType>(request: PagerDutyRequest<Reply>): Promise<z.output<Reply>>;
}

/**
 * Who waits for the reply. When there is little room, people and agents go first and background polling waits. What a
 * responder does during an incident waits for no limit that is only believed to be reached: PagerDuty itself decides.
 */
export type RequestPriority = 'responder' | 'person' | 'background';

/** Those who go first, first. */
export const requestPriorities: readonly RequestPriority[] = ['responder', 'person', 'background'];
