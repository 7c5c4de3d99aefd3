import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { Account, Region } from '../../pagerduty/http/account.ts';
import { cleanName } from '../../tools/text/names.ts';
import { notAsked, type Check } from '../check.ts';
import type { Finding } from '../finding.ts';
import type { Readings } from '../readings.ts';
import { roleOf } from '../tools/roles.ts';

const names: Readonly<Record<Region, string>> = { us: 'the US', eu: 'the EU' };
const other: Readonly<Record<Region, Region>> = { us: 'eu', eu: 'us' };

/** Which of PagerDuty's service regions is asked, and whether the token is of that one. */
export const regionCheck: Check = {
	name: 'region',
	title: 'Region',
	async run(readings): Promise<Finding> {
		const { apiUrls, words, apiUrl: otherwise } = readings.subject;
		const account = await readings.account().catch(() => undefined);
		const apiUrl = account?.apiUrl ?? otherwise;
		const region = apiUrl === apiUrls.us ? 'us' : apiUrl === apiUrls.eu ? 'eu' : undefined;
		const facts = { address: apiUrl, ...(region && { region }) };
		if (!region)
			return {
				verdict: 'ok',
				message: `Requests go to ${apiUrl}, which is not the usual address of either region.`,
				facts,
			};
		const home = account && (await homeOf(account, region, readings));
		if (home === undefined || home === region)
			return { verdict: 'ok', message: `Requests go to ${names[region]}.`, facts };
		return {
			verdict: 'problem',
			message: `The token belongs to an account in ${names[home]}, but requests go to ${names[region]}.`,
			facts: { ...facts, token_region: home },
			next: words.region,
		};
	},
};

/** The region that a token is of; undefined where that is not known. */
async function homeOf({ token }: Account, asked: Region, readings: Readings): Promise<Region | undefined> {
	const [, told] = /^pd(us|eu)\+_/.exec(token) ?? [];
	if (told === 'us' || told === 'eu') return told;
	try {
		await readings.identity();
		return undefined;
	} catch (error) {
		if (!(error instanceof PagerDutyError) || error.kind !== 'unauthorized') return undefined;
	}
	try {
		await readings.identify(readings.subject.apiUrls[other[asked]], token);
		return other[asked];
	} catch {
		return undefined;
	}
}

/** What kind of token it is, and whether PagerDuty accepts it. */
export const tokenCheck: Check = {
	name: 'token',
	title: 'Token',
	async run(readings): Promise<Finding> {
		const account = await readings.account().catch(() => undefined);
		const identity = await readings.identity();
		if (!account || !identity) return notAsked(readings);
		const { words } = readings.subject;
		if (identity.kind === 'account') {
			const { from } = account;
			const facts = { kind: 'account-level API key', ...(from !== undefined && { from }) };
			return from === undefined
				? {
						verdict: 'warning',
						message:
							'PagerDuty accepts the account-level API key. It belongs to nobody, so incidents can be looked at but not changed.',
						facts,
						next: words.sender,
					}
				: {
						verdict: 'ok',
						message: `PagerDuty accepts the account-level API key, with changes in the name of ${from}.`,
						facts,
					};
		}
		const oauth = /^pd[a-z]{2}\+_/.test(account.token);
		const renewed = account.session === undefined ? '' : ' from a sign-in that is renewed as long as PagerDuty allows';
		const kind = oauth ? 'OAuth access token' : 'user API token';
		return { verdict: 'ok', message: `PagerDuty accepts the ${kind}${renewed}.`, facts: { kind } };
	},
};

/** Who is signed in, and what their role allows. */
export const personCheck: Check = {
	name: 'person',
	title: 'Person',
	async run(readings): Promise<Finding> {
		const identity = await asked(readings);
		if (!identity) return notAsked(readings);
		if (identity.kind === 'account') return { verdict: 'ok', message: 'Nobody: this is an account-level key.' };
		const { user } = identity;
		if (!user)
			return {
				verdict: 'warning',
				message: 'This token may not read who it belongs to, so "me" is not known.',
				next: 'Sign in again and ask for users.read as well, if you need it.',
			};
		const name = cleanName(user.name ?? user.summary ?? user.id);
		const role = roleOf(user.role);
		const known = user.role === undefined ? undefined : cleanName(user.role);
		const facts = {
			name,
			...(user.email !== undefined && { email: cleanName(user.email) }),
			...(known !== undefined && { role: known }),
		};
		const allowed = role
			? `The role ${role.name} ${role.allows}.`
			: known === undefined
				? 'PagerDuty does not say which role that is.'
				: `What the role ${known} allows is not known here.`;
		return { verdict: 'ok', message: `${name}. ${allowed}`, facts };
	},
};

/** What the account's plan includes. */
export const abilitiesCheck: Check = {
	name: 'abilities',
	title: 'Abilities',
	async run(readings): Promise<Finding> {
		if (!(await asked(readings))) return notAsked(readings);
		const abilities = (await readings.abilities())?.map(cleanName);
		if (!abilities) return notAsked(readings);
		return { verdict: 'ok', message: `The plan includes ${abilities.length} abilities.`, facts: { abilities } };
	},
};

/** What an OAuth token was granted. */
export const scopesCheck: Check = {
	name: 'scopes',
	title: 'Scopes',
	async run(readings): Promise<Finding> {
		const account = await readings.account().catch(() => undefined);
		if (!account) return notAsked(readings);
		const scopes = await readings.scopes();
		if (scopes) {
			const verdict = scopes.length > 0 ? 'ok' : 'problem';
			const message =
				scopes.length > 0 ? `The token was granted ${scopes.join(', ')}.` : 'The token was granted nothing.';
			return {
				verdict,
				message,
				facts: { scopes },
				...(verdict === 'problem' && { next: readings.subject.words.signIn }),
			};
		}
		if (!/^pd[a-z]{2}\+_/.test(account.token)) return { verdict: 'ok', message: 'API tokens have no scopes.' };
		return {
			verdict: 'unknown',
			message: 'PagerDuty does not say what this OAuth token was granted: you only see it when something is refused.',
		};
	},
};

const scarce = 0.1;

/** What is left of PagerDuty's limit for requests. */
export const limitsCheck: Check = {
	name: 'limits',
	title: 'Requests left',
	async run(readings): Promise<Finding> {
		if (!(await asked(readings))) return notAsked(readings);
		const found = await readings.rateLimit();
		if (!found) return { verdict: 'unknown', message: 'PagerDuty did not say how many requests are left.' };
		const { limit, remaining, resetSeconds } = found;
		const facts = { limit, remaining, ...(resetSeconds !== undefined && { reset_seconds: resetSeconds }) };
		const message = `${remaining} of ${limit} requests are left${resetSeconds === undefined ? '' : ` for the next ${resetSeconds} seconds`}.`;
		if (remaining / limit > scarce) return { verdict: 'ok', message, facts };
		return {
			verdict: 'warning',
			message,
			facts,
			next: 'Look for other programs that use the same token, or give this one a token of its own.',
		};
	},
};

/** What PagerDuty refuses is told once, by the check of the token. */
async function asked(readings: Readings) {
	return readings.identity().catch(() => undefined);
}
