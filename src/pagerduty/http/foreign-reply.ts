import { PagerDutyError } from './errors.ts';
import { proxyRefusal } from './network-error.ts';
import { mayChange, type ReplyHeaders, type WireRequest } from './wire.ts';

/** Statuses that only what stands in between gives: a proxy or a network that wants a sign-in. */
const neverPagerDuty: ReadonlySet<number> = new Set([407, 511]);
/** Statuses with which PagerDuty's API itself never sends a web page. Its 404, 429 and 5xx may come as one. */
const neverAsPage: ReadonlySet<number> = new Set([403, 451]);

/** Whether something else than PagerDuty answered: a proxy, a firewall, the login page of a network. */
export function isForeign(status: number, headers: ReplyHeaders, text: string): boolean {
	if (neverPagerDuty.has(status)) return true;
	const never = neverAsPage.has(status) || (status >= 200 && status < 300);
	return never && isWebPage(headers, text);
}

/** A page for people instead of JSON. */
export function isWebPage(headers: ReplyHeaders, text: string): boolean {
	return /^\s*</.test(text) || (text.trim() !== '' && /\bhtml\b/i.test(headers.get('content-type') ?? ''));
}

/** The error of such an answer. What lies behind it may have got a change only if it looks like a success. */
export function foreignReply(request: Pick<WireRequest, 'operationId' | 'method' | 'reads'>, status: number) {
	if (status === 407) return proxyRefusal(request, status);
	return new PagerDutyError({
		kind: 'reply',
		foreign: true,
		message: 'Something other than PagerDuty answered: a proxy, a firewall or the login page of a network.',
		operationId: request.operationId,
		status,
		unclear: mayChange(request) && status < 300,
	});
}
