const hidden = '[redacted]';

/** Whatever follows these words is a credential, whoever it belongs to. */
const headerLike =
	/\b(authorization\\?["']?\s*[:=]\s*\\?["']?|token\s+token\s*=\s*\\?["']?|bearer\s+\\?["']?)(?:(?:token\s+token\s*=|[a-z][a-z-]*(?=\s+[^\s"',;<>]))\s*\\?["']?)?[^\s"',;<>\\]+/gi;
/** OAuth access and refresh tokens: `pdus+_…`, `pdeu+_…`, also percent-encoded. */
const oauthToken = /\bpd[a-z]{2}(?:\+|%2B)_[^\s"',;<>&]+/gi;
/** Secrets of connections for other clients. */
const connectionSecret = /pdmcp_[\w-]{8,}/gi;

/** Anything shorter would be found in the Base64 of other texts as well. */
const shortestEncoded = 8;

/** The text without these secrets, in any of their encodings, and without anything that looks like a PagerDuty credential. */
export function redact(text: string, secrets: readonly string[]): string {
	return secrets
		.map((secret) => secret.trim())
		.filter((secret) => secret !== '')
		.sort((a, b) => b.length - a.length)
		.flatMap((secret) => [percentEncoded(secret), ...(secret.length < shortestEncoded ? [] : base64Forms(secret))])
		.reduce((rest, pattern) => rest.replace(pattern, hidden), text)
		.replace(headerLike, (_match, words: string) => `${words}${hidden}`)
		.replace(oauthToken, hidden)
		.replace(connectionSecret, hidden);
}

/** The secret as it is, or with any of its characters percent-encoded, once or several times. */
function percentEncoded(secret: string): RegExp {
	return new RegExp(secret.replace(/./gsu, percentForms), 'g');
}

/**
 * The secret in Base64 or Base64url, alone or with other text around it: what stands before decides which of three forms
 * its bytes take. The characters at both ends hold bits of the neighbours too, so they are taken out but not compared.
 */
function base64Forms(secret: string): RegExp[] {
	return [0, 1, 2].map((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
		const whole = bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
		const core = Array.from(whole, (character) => {
			if (character === '+') return `(?:-|${percentForms('+')})`;
			return character === '/' ? `(?:_|${percentForms('/')})` : character;
		});
		return new RegExp(`[\\w+/-]{0,2}${core.join('\\s*')}[\\w+/-]{0,2}(?:=|%3[Dd])*`, 'g');
	});
}

/** A character, itself or percent-encoded. */
function percentForms(character: string): string {
	const codes = Array.from(Buffer.from(character), (byte) => {
		const digits = byte.toString(16).padStart(2, '0');
		return `%(?:25)*${digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)}`;
	});
	return `(?:${character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}|${codes.join('')})`;
}
