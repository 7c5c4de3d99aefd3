import { authorization, type Account } from './account.ts';
import { PagerDutyError } from './errors.ts';
import type { PagerDutyRequest, RequestPath, RequestQuery } from './request.ts';
import { visibleLine } from './visible-line.ts';
import type * as z from 'zod';

/** A request without its reply schema: what travels. */
export type WireRequest = Omit<PagerDutyRequest<z.ZodType>, 'reply'>;

/** What is read of a reply's headers. */
export type ReplyHeaders = Pick<Headers, 'get'>;

/** Whether a request may change something in PagerDuty. */
export function mayChange({ method, reads = method === 'GET' }: { method: string; reads?: boolean }): boolean {
	return !reads;
}

/** A separator inside a segment: some servers decode `%2F` before they choose the endpoint. */
const unsafe = /[/\\\p{Cc}]|^\.{1,2}$|^\s*$/u;

/** The address of a request. @throws {PagerDutyError} `refused` for a path segment that could lead elsewhere. */
export function requestUrl(apiUrl: string, path: RequestPath, query: RequestQuery = {}, operationId?: string): URL {
	const stray = path.find((segment) => unsafe.test(segment));
	if (stray !== undefined) {
		throw new PagerDutyError({
			kind: 'refused',
			message: `"${visibleLine(stray, 100)}" is not a PagerDuty id.`,
			operationId,
		});
	}
	const url = new URL(`${apiUrl}/${path.map(encode).join('/')}`);
	for (const [name, value] of Object.entries(query)) {
		if (value === undefined) continue;
		if (typeof value === 'object') for (const item of value) url.searchParams.append(`${name}[]`, item);
		else url.searchParams.append(name, String(value));
	}
	return url;
}

/** The headers of a request. @throws {PagerDutyError} when a header cannot hold the token or the address of `from`. */
export function requestHeaders(account: Account, request: WireRequest, userAgent: string): Record<string, string> {
	const content: Record<string, string> = request.body === undefined ? {} : { 'Content-Type': 'application/json' };
	// Events are sent in the name of their routing key: the token has no business there.
	if (request.host === 'events') return { Accept: 'application/json', 'User-Agent': userAgent, ...content };
	const from = account.kind === 'account' && request.method !== 'GET' ? account.from : undefined;
	// fetch would refuse such a header as well, and quote it in its error.
	if (!visible(account.token)) {
		throw new PagerDutyError({
			kind: 'unauthorized',
			message: 'The PagerDuty token contains characters that no token contains.',
			operationId: request.operationId,
		});
	}
	if (from !== undefined && !visible(from)) {
		throw new PagerDutyError({
			kind: 'refused',
			message: 'The e-mail address in whose name changes are made contains characters that a header cannot hold.',
			operationId: request.operationId,
		});
	}
	return {
		Accept: 'application/vnd.pagerduty+json;version=2',
		Authorization: authorization(account.token),
		'User-Agent': userAgent,
		...content,
		...(from === undefined ? {} : { From: from }),
	};
}

function visible(value: string): boolean {
	return /^[\x21-\x7e]+$/.test(value);
}

/** Quotes and brackets too, which `encodeURIComponent` leaves as they are. */
function encode(segment: string): string {
	return encodeURIComponent(segment).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
