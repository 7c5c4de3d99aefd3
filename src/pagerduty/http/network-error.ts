import { PagerDutyError } from './errors.ts';
import { visibleLine } from './visible-line.ts';
import { redact } from './redact.ts';
import { mayChange, type WireRequest } from './wire.ts';

/** Failures before the first byte left: nothing can have happened. The words are those of Node and of Chromium. */
const neverSent: readonly (readonly [RegExp, string])[] = [
	// A proxy comes first: why it cannot be reached says nothing about PagerDuty.
	[/ERR_PROXY_CONNECTION_FAILED/, 'the proxy does not answer'],
	[/Proxy response|PROXY|ERR_TUNNEL/, 'the proxy refuses it'],
	[/ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED/, 'its name does not resolve'],
	[/ECONNREFUSED|ERR_CONNECTION_REFUSED/, 'the connection was refused'],
	[/ENETUNREACH|EHOSTUNREACH|ENETDOWN|ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE/, 'there is no network'],
	[/UND_ERR_CONNECT_TIMEOUT|ERR_CONNECTION_TIMED_OUT|connect ETIMEDOUT/, 'it does not answer'],
	[/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_SSL|EPROTO/, 'its certificate is not trusted here'],
];

/** Makes the error of a request that got no reply. */
export function networkError(failure: unknown, request: WireRequest, host: string, secrets: readonly string[]) {
	const words = describe(failure).join(' ');
	const refusal = /Proxy response \((4\d\d)\)(?: from (\S+))?|ERR_PROXY_AUTH/.exec(words);
	const status = Number(refusal?.[1] ?? 407);
	// Those two pass.
	if (refusal && status !== 408 && status !== 429) return proxyRefusal(request, status, refusal[2]);
	const known = neverSent.find(([pattern]) => pattern.test(words));
	return new PagerDutyError({
		kind: 'network',
		message: `${host} cannot be reached: ${known?.[1] ?? 'the connection broke before a reply came'}.`,
		operationId: request.operationId,
		unclear: known === undefined && mayChange(request),
		// A copy: the original may quote headers.
		cause: new Error(visibleLine(redact(words, secrets), 300)),
	});
}

/** The error of a request that a proxy refuses to let through. @param proxy its host, without user name and password */
export function proxyRefusal({ operationId }: Pick<WireRequest, 'operationId'>, status: number, proxy?: string) {
	const name = `The proxy${proxy === undefined ? '' : ` ${visibleLine(proxy, 100)}`}`;
	const wants = 'wants a user name and a password before it lets requests through to PagerDuty.';
	return new PagerDutyError({
		kind: 'proxy',
		foreign: true,
		message: `${name} ${status === 407 ? wants : `does not let requests through to PagerDuty: it answers ${status}.`}`,
		operationId,
		// Only this status cannot be taken for one of PagerDuty's.
		...(status === 407 && { status }),
	});
}

/** Codes and messages of a failure and of those behind it: `fetch` itself only says that it failed. */
function describe(failure: unknown, depth = 0): string[] {
	if (!(failure instanceof Error) || depth > 4) return [];
	const code = 'code' in failure && typeof failure.code === 'string' ? [failure.code] : [];
	const several: readonly unknown[] = failure instanceof AggregateError ? failure.errors : [];
	return [...code, failure.message, ...[failure.cause, ...several].flatMap((each) => describe(each, depth + 1))];
}
