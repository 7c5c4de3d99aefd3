import type { RequestHead } from './guard.ts';
import type { Refusal } from './refusal.ts';

/** Whose PagerDuty a request is about. */
export interface RequestCredential {
	readonly token: string;
	/** In whose name an account-level key makes changes. */
	readonly from: string | undefined;
}

export type CredentialResult =
	| { readonly ok: true; readonly credential: RequestCredential | undefined }
	| { readonly ok: false; readonly refusal: Refusal };

const tokenHeader = 'x-pagerduty-token';
const fromHeader = 'x-pagerduty-from';

/**
 * The PagerDuty token that a request brings along, in `X-PagerDuty-Token` or in `Authorization`.
 * @param secret whether `Authorization` holds the secret of the server instead.
 */
export function requestCredential({ headersDistinct }: RequestHead, secret: boolean): CredentialResult {
	const [token, authorization, from] = [tokenHeader, secret ? '' : 'authorization', fromHeader].map(
		(name) => headersDistinct[name] ?? [],
	);
	const given = [
		...(token ?? []).map((value) => value.trim()),
		...(authorization ?? []).map((value) => /^(?:Bearer +|Token +token=)"?([^"\s]+)"?$/i.exec(value.trim())?.[1] ?? ''),
	];
	if (given.some((value) => !isTokenLike(value)))
		return refused('The header X-PagerDuty-Token or Authorization holds no PagerDuty token.');
	if ((token?.length ?? 0) > 1 || (authorization?.length ?? 0) > 1 || new Set(given).size > 1)
		return refused('The request has two different credentials. Send one.');
	const sender = from?.[0]?.trim();
	if (sender !== undefined && (from?.length !== 1 || !/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(sender)))
		return refused('The header X-PagerDuty-From must be one e-mail address.');
	const [one] = given;
	if (one !== undefined) return { ok: true, credential: { token: one, from: sender } };
	// What the server has of its own makes changes in the name that the server was given.
	return sender === undefined
		? { ok: true, credential: undefined }
		: refused('The header X-PagerDuty-From needs a PagerDuty token in the same request.');
}

/** Visible ASCII: anything else would end the header that it is sent on in. */
export function isTokenLike(text: string): boolean {
	return /^[\x21-\x7e]{1,4096}$/.test(text);
}

function refused(message: string): CredentialResult {
	return { ok: false, refusal: { status: 400, message } };
}
