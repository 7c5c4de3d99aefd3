import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ToolError } from '../core/failure.ts';
import { parseJson } from '../../pagerduty/http/parse-json.ts';

/** Where a list goes on: rows already passed, counted after PagerDuty's own cursor where the operation has one. */
export interface Position {
	readonly offset: number;
	readonly token?: string;
}

const Payload = z.object({ q: z.string(), o: z.int().min(0), t: z.string().optional() });

/** The moment of the first page stands behind the position, as milliseconds in base 36. */
const dated = /\.([0-9a-z]{1,9})$/;

/** The cursor of an answer with the moment of its first page, from which the following pages count relative times. */
export function dateCursor<Output extends object>(output: Output, asked: Date): Output {
	const next = nextCursor(output);
	return next === undefined ? output : { ...output, next_cursor: `${next}.${asked.getTime().toString(36)}` };
}

/** When the first page was asked for; undefined without a cursor. */
export function askedAt(input: object): Date | undefined {
	const moment = dated.exec(cursorOf(input) ?? '')?.[1];
	return moment === undefined ? undefined : new Date(parseInt(moment, 36));
}

/** Where a call goes on; undefined where a list begins, or for what is no list. */
export function cursorOf(input: object): string | undefined {
	return 'cursor' in input && typeof input.cursor === 'string' ? input.cursor : undefined;
}

/** Where the next call goes on; undefined at the end, or for what is no list. */
export function nextCursor(output: object): string | undefined {
	return 'next_cursor' in output && typeof output.next_cursor === 'string' ? output.next_cursor : undefined;
}

/** An opaque cursor that works only for the same tool with the same filters. */
export function encodeCursor(query: string, position: Position): string {
	const payload = { q: fingerprint(query), o: position.offset, ...(position.token && { t: position.token }) };
	return Buffer.from(JSON.stringify(payload)).toString('base64url');
}

/**
 * The position in a cursor.
 * @throws {ToolError} when it is not a cursor or belongs to another query.
 */
export function decodeCursor(query: string, cursor: string): Position {
	const payload = Payload.safeParse(parseJson(Buffer.from(cursor.replace(dated, ''), 'base64url').toString()));
	if (!payload.success)
		throw new ToolError({ message: 'That is not a cursor of this tool.', next: 'Pass `next_cursor` back unchanged.' });
	if (payload.data.q !== fingerprint(query))
		throw new ToolError({
			message: 'That cursor belongs to a list with other filters.',
			next: 'Repeat the filters of the call that gave the cursor, or leave the cursor out to start again.',
		});
	return { offset: payload.data.o, ...(payload.data.t && { token: payload.data.t }) };
}

function fingerprint(query: string): string {
	return createHash('sha256').update(query).digest('base64url').slice(0, 8);
}
