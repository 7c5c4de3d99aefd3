import * as z from 'zod';
import type { Whose } from '../../connections/connection.ts';
import type { Tokens } from '../../oauth/tokens.ts';
import type { Region } from '../../pagerduty/http/account.ts';

/** Whose account it is, as far as it may be shown. */
const Profile = z.object({
	region: z.enum(['us', 'eu']),
	/** `account` for a key that belongs to nobody. */
	kind: z.enum(['user', 'account']),
	/** E-mail address in whose name an account-level key makes changes. */
	from: z.string().optional(),
	/** Who that is, to show. */
	name: z.string(),
	/** Unknown where the token may not read users. */
	userId: z.string().optional(),
	/** First part of the account's web address: tells two accounts of one person apart. */
	subdomain: z.string().optional(),
});

/** What a sign-in gives, before it is kept. */
export type Credentials = z.output<typeof Profile> & ({ readonly token: string } | { readonly oauth: Tokens });

/** An account that somebody is signed in to. What it is got in with is a secret of its own. */
const SignedInAccount = Profile.extend({
	/** Of this sign-in: the next one to the same account has another. */
	id: z.string(),
	method: z.enum(['token', 'oauth']),
	/** What PagerDuty granted to an app. */
	scopes: z.array(z.string()).optional(),
});
export type SignedInAccount = Readonly<z.output<typeof SignedInAccount>>;

/** The demo account's id: it needs no secret, because each window has its own. */
export const demoId = 'demo';

const Accounts = z.object({
	/** The last used first. */
	accounts: z.array(SignedInAccount),
	/** The id of the one that is used now; undefined for none. */
	active: z.string().optional(),
});

/** All accounts, and which of them is used. */
export type Accounts = Readonly<z.output<typeof Accounts>>;

export const noAccounts: Accounts = { accounts: [] };

/** The accounts of such a text; none when there is none, or it is not ours. */
export function accountsFromText(text: string | undefined): Accounts {
	if (text === undefined) return noAccounts;
	try {
		const read = Accounts.safeParse(JSON.parse(text)).data ?? noAccounts;
		return isThere(read, read.active) ? read : { accounts: read.accounts };
	} catch {
		return noAccounts;
	}
}

/** The accounts as text; undefined for none at all. */
export function accountsToText(accounts: Accounts): string | undefined {
	return accounts.accounts.length === 0 && accounts.active === undefined ? undefined : JSON.stringify(accounts);
}

/** The one that is used, unless it is the demo. */
export function activeOf({ accounts, active }: Accounts): SignedInAccount | undefined {
	return accounts.find(({ id }) => id === active);
}

/** Adds an account in the place of an earlier sign-in to the same one. */
export function withAccount({ accounts, active }: Accounts, added: SignedInAccount): Accounts {
	const [replaced] = accounts.filter((account) => isSame(account, added));
	const others = accounts.filter((account) => !isSame(account, added));
	const stays = active !== replaced?.id && active !== undefined;
	return stays ? { accounts: [...others, added], active } : { accounts: [added, ...others], active: added.id };
}

/** Uses another account. @param id of an account, or of the demo */
export function withActive(all: Accounts, id: string): Accounts {
	if (!isThere(all, id)) return all;
	const used = all.accounts.filter((account) => account.id === id);
	return { accounts: [...used, ...all.accounts.filter((account) => account.id !== id)], active: id };
}

/** Takes an account away, or leaves the demo. The last one used before takes the place of the one that was in use. */
export function withoutAccount({ accounts, active }: Accounts, id: string): Accounts {
	const left = accounts.filter((account) => account.id !== id);
	const next = active === id ? left[0]?.id : active;
	return { accounts: left, ...(next !== undefined && { active: next }) };
}

function isThere({ accounts }: Accounts, id: string | undefined): boolean {
	return id === demoId || accounts.some((account) => account.id === id);
}

/** Whether both are the same person in the same account, as far as the tokens let us know. */
export function isSame(a: Owner, b: Owner): boolean {
	if (a.region !== b.region || a.kind !== b.kind) return false;
	return a.userId !== undefined && b.userId !== undefined ? a.userId === b.userId : a.name === b.name;
}

type Owner = Pick<SignedInAccount, 'region' | 'kind' | 'userId' | 'name'>;

/** What a connection keeps of an account, to know it again. */
export function whoseIs({ region, kind, name, userId, subdomain }: SignedInAccount): Whose {
	return {
		...{ region, kind, name },
		...(userId !== undefined && { userId }),
		...(subdomain !== undefined && { subdomain }),
	};
}

/** Whether both are the same account, or the demo. */
export function isSameOwner(a: Whose, b: Whose): boolean {
	return 'demo' in a || 'demo' in b ? 'demo' in a && 'demo' in b : isSame(a, b);
}

/** Who it is, and where: `Ana Ruiz · acme.eu`. Of the demo, its name. */
export function ownerInWords({ name, region, subdomain }: OwnerWords): string {
	const place = region === 'eu' && subdomain !== undefined ? `${subdomain}.eu` : (subdomain ?? region?.toUpperCase());
	return [name, place].filter((part) => part !== undefined && part !== '').join(' · ');
}

interface OwnerWords {
	readonly name: string;
	readonly region?: Region | undefined;
	readonly subdomain?: string | undefined;
}
