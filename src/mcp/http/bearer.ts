import { hashOf, isSecretOf } from '../../connections/secrets.ts';
import type { Shown } from '../../connections/whose-secret.ts';

/** Whether a request shows this secret in its header, and called by a host of the server's own. */
export function showsBearer(bearer: string): (shown: Shown) => boolean {
	const hash = hashOf(bearer);
	return ({ ownHost, inHeader, inPath }) => isSecretOf(hash, inHeader) && ownHost && inPath === '';
}
