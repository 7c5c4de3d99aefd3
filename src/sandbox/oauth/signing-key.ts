import { checkPrimeSync, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import type { Random } from '../random.ts';

const publicExponent = 65_537n;
const primeBits = 1024;

/**
 * The key with which an account's ID tokens are signed. It is worked out from the account's seed: each run signs alike, and no
 * private key lies in the source.
 */
export class SigningKey {
	readonly #key: KeyObject;
	readonly #id: string;

	constructor(random: Random) {
		const [p, q] = [prime(random), prime(random)];
		const d = inverse(publicExponent, (p - 1n) * (q - 1n));
		const parts = { n: p * q, e: publicExponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
		const jwk = Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, encoded(value)]));
		this.#key = createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' });
		this.#id = String(random.int(1_000_000_000, 2_000_000_000));
	}

	/** What everybody may know of it, as a JSON Web Key Set. */
	get published(): unknown {
		const key = createPublicKey(this.#key).export({ format: 'jwk' });
		return { keys: [{ ...key, kid: this.#id, use: 'sig', alg: 'RS256' }] };
	}

	/** These claims as a signed token. */
	token(claims: Record<string, unknown>): string {
		const content = [{ kid: this.#id, alg: 'RS256' }, claims]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.');
		return `${content}.${sign('RSA-SHA256', Buffer.from(content), this.#key).toString('base64url')}`;
	}
}

function prime(random: Random): bigint {
	for (;;) {
		const bytes = Uint8Array.from({ length: primeBits / 8 }, () => random.int(0, 255));
		// Two bits at the top make the product as long as it should be; the one at the bottom makes it odd.
		const drawn = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
		const candidate = drawn | (3n << BigInt(primeBits - 2)) | 1n;
		if ((candidate - 1n) % publicExponent !== 0n && checkPrimeSync(candidate)) return candidate;
	}
}

/** The inverse of `value` by the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
	let [remainder, next] = [modulus, value % modulus];
	let [factor, nextFactor] = [0n, 1n];
	while (next !== 0n) {
		const quotient = remainder / next;
		[remainder, next] = [next, remainder - quotient * next];
		[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
	}
	return ((factor % modulus) + modulus) % modulus;
}

function encoded(value: bigint): string {
	const digits = value.toString(16);
	return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex').toString('base64url');
}
