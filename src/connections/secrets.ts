import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** By these letters a log finds a secret that it must not show. */
const prefix = 'pdmcp_';

/** Whether a text is meant as the secret of a connection. */
export function isSecretLike(text: string): boolean {
	return text.startsWith(prefix);
}

/** 32 random bytes, in letters that may stand in a path. */
export function newSecret(): string {
	return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/**
 * What is kept of a secret. A slow hash with salt is for passwords, which can be guessed: nobody guesses 256 random bits, and
 * every request is compared with every connection.
 */
export function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}

/** Compares digests: equal lengths for `timingSafeEqual`, and no time tells how much of a secret was right. */
export function isSecretOf(hash: string, secret: string): boolean {
	const [known, given] = [Buffer.from(hash, 'hex'), Buffer.from(hashOf(secret), 'hex')];
	return known.length === given.length && timingSafeEqual(known, given);
}
