import * as z from 'zod';

/** What a sign-in gives, and what is kept of it: all of it is secret. */
const Kept = z.object({
	clientId: z.string(),
	accessToken: z.string(),
	/** Kept only where it can be used: PagerDuty wants the client's secret with it. */
	refreshToken: z.string().optional(),
	/** What PagerDuty granted, without `openid`. */
	scopes: z.array(z.string()),
	/** By this computer's clock, in epoch milliseconds. */
	obtainedAt: z.number(),
	expiresAt: z.number(),
	region: z.enum(['us', 'eu']),
	subdomain: z.string().optional(),
	accountId: z.string().optional(),
	userId: z.string(),
});

export type Tokens = Readonly<z.output<typeof Kept>>;

/** The tokens as text, for a secret store. */
export function tokensToText(tokens: Tokens): string {
	return JSON.stringify(tokens);
}

/** The tokens of such a text; undefined when it is none. */
export function tokensFromText(text: string): Tokens | undefined {
	try {
		const read = Kept.safeParse(JSON.parse(text));
		return read.success ? read.data : undefined;
	} catch {
		return undefined;
	}
}

/** Tokens whose reply does not say how long they live count as the shortest-lived that PagerDuty documents. */
const assumedLifeSeconds = 86_400;
const longestLifeSeconds = 10 * 365 * 86_400;

/** From when until when tokens live whose reply came at `now`. */
export function lifeFrom(now: Date, expiresIn = assumedLifeSeconds): Pick<Tokens, 'obtainedAt' | 'expiresAt'> {
	const obtainedAt = now.getTime();
	return { obtainedAt, expiresAt: obtainedAt + Math.min(expiresIn, longestLifeSeconds) * 1000 };
}

/** What happens before tokens end, and when: they are renewed quietly, or the person signs in again. */
export interface Renewal {
	readonly kind: 'refresh' | 'signIn';
	/** Epoch milliseconds. */
	readonly at: number;
}

const refreshEarlyMs = 5 * 60_000;
const signInEarlyMs = 86_400_000;

/** How these tokens are renewed. Those without a refresh token are not; the person signs in up to a day before they end. */
export function renewalOf({ refreshToken, obtainedAt, expiresAt }: Tokens): Renewal {
	const early = refreshToken === undefined ? signInEarlyMs : refreshEarlyMs;
	const at = expiresAt - Math.min(early, (expiresAt - obtainedAt) / 10);
	return { kind: refreshToken === undefined ? 'signIn' : 'refresh', at };
}
