const hidden = '[redacted]';

/** Whatever follows these words is a credential, whoever it belongs to. */
const headerLike =
	/\b(authorization["']?\s*[:=]\s*["']?|token\s+token\s*=\s*["']?|bearer\s+["']?)(?:(?:token\s+token\s*=|bearer)\s*)?[^\s"',;<>]+/gi;
/** OAuth access and refresh tokens: `pdus+_…`, `pdeu+_…`, also percent-encoded. */
const oauthToken = /\bpd[a-z]{2}(?:\+|%2B)_[^\s"',;<>&]+/gi;

/** The text without these secrets and without anything that looks like a PagerDuty credential. */
export function redact(text: string, secrets: readonly string[]): string {
	const forms = secrets
		.map((secret) => secret.trim())
		.filter((secret) => secret !== '')
		.flatMap((secret) => [secret, encodeURIComponent(secret)])
		.sort((a, b) => b.length - a.length);
	return forms
		.reduce((rest, secret) => rest.replaceAll(secret, hidden), text)
		.replace(headerLike, (_match, words: string) => `${words}${hidden}`)
		.replace(oauthToken, hidden);
}
