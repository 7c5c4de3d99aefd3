/** A way to reach a person, as the tool shows it. */
interface Method {
	readonly type: string;
	readonly label?: string | undefined;
	readonly address?: string | undefined;
	readonly blocked?: true | undefined;
}

/** An address at which a person can be reached, by one or more ways of PagerDuty. */
export interface ContactWay {
	readonly kind: 'call' | 'mail';
	/** As PagerDuty has it. */
	readonly address: string;
	/** What PagerDuty calls it, such as `Mobile`. */
	readonly labels: readonly string[];
	/** What the address opens with: `tel:` or `mailto:` and nothing else. */
	readonly link: string;
	/** PagerDuty no longer sends to it. */
	readonly blocked: boolean;
}

/** The addresses among contact methods that somebody can call or write to, phones first; one of several methods comes once. */
export function contactWays(methods: readonly Method[]): readonly ContactWay[] {
	const ways = new Map<string, ContactWay>();
	for (const { label, address, type, blocked } of methods) {
		const link = address === undefined ? undefined : linkOf(type, address);
		if (address === undefined || link === undefined) continue;
		const known = ways.get(link);
		ways.set(link, {
			kind: link.startsWith('tel:') ? 'call' : 'mail',
			address: known?.address ?? address,
			labels: [...new Set([...(known?.labels ?? []), ...(label === undefined ? [] : [label])])],
			link,
			blocked: (known?.blocked ?? true) && blocked === true,
		});
	}
	return [...ways.values()].sort((a, b) => Number(a.kind === 'mail') - Number(b.kind === 'mail'));
}

/** Whatever else an address holds stays out of the link. */
function linkOf(type: string, address: string): string | undefined {
	if (type === 'email') {
		return /^[\w.+'-]+@[\w.-]+$/.test(address) ? `mailto:${address}` : undefined;
	}
	if (!['phone', 'sms', 'whatsapp'].includes(type)) return undefined;
	// An extension, which follows a comma or a letter, is dialled by hand: with it the number would be another one.
	const [number = ''] = /^\+?[\d\s()./-]*/.exec(address.trim()) ?? [];
	const digits = number.replaceAll(/\D/g, '');
	return digits.length < 3 ? undefined : `tel:${number.startsWith('+') ? '+' : ''}${digits}`;
}
