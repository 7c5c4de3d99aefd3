import type { AccountSettings } from '../settings.ts';
import { fromDotEnv } from '../token.ts';
import { UsageError } from '../usage-error.ts';
import { choose } from './choice.ts';
import { safeOf, type SafeParts } from './safe.ts';
import { SecretStoreError } from './secret-store.ts';

/** Which sign-in counts, in words. */
export interface Counting {
	/** Undefined: none. */
	readonly source: string | undefined;
	/** A line about each one that does not count, and why. */
	readonly others: readonly string[];
}

/** Finds out which sign-in counts, and why others do not. @param folder the working directory */
export async function whatCounts(settings: AccountSettings, folder: string, parts: SafeParts): Promise<Counting> {
	const kept = await lookAtKept(settings, parts);
	const others = [
		...otherToken(settings.tokenSource, folder),
		...(settings.tokenSource !== undefined && kept.source !== undefined
			? [`Not used: ${kept.source}, because a token in the environment or in .env counts first`]
			: []),
		...kept.others,
		...(settings.app && settings.tokenSource !== undefined
			? ['Not used: the app of PAGERDUTY_CLIENT_ID, because a token in the environment or in .env counts first']
			: []),
	];
	return { source: settings.tokenSource ?? kept.source, others };
}

/** The ways in. @param folder the working directory */
export function waysIn(folder: string): string {
	return `Run oncall-for-pagerduty login, set PAGERDUTY_API_TOKEN in the environment, or write PAGERDUTY_API_TOKEN=… to a file .env in ${folder}.`;
}

interface KeptWords {
	/** What counts where nothing comes before it. */
	readonly source?: string;
	readonly others: readonly string[];
}

async function lookAtKept(settings: AccountSettings, parts: SafeParts): Promise<KeptWords> {
	try {
		const found = await safeOf(parts, settings.store).find();
		if (!found) return { others: [] };
		const choice = choose(found, settings);
		return choice.counts
			? { source: choice.source, others: [] }
			: { others: [`Not used: ${choice.source}, because ${choice.why}`] };
	} catch (error) {
		if (!(error instanceof SecretStoreError)) throw error;
		// Nobody needs it whose token is elsewhere.
		return { others: error.nowhere && settings.token !== undefined ? [] : [`Not looked at: ${error.message}`] };
	}
}

/** A token that would count if the one before were not there. */
function otherToken(source: string | undefined, folder: string): string[] {
	const other = source === undefined ? undefined : readable(folder);
	return other === undefined || other === source ? [] : [`Not used: ${other}, because the environment counts first`];
}

function readable(folder: string): string | undefined {
	try {
		return fromDotEnv(folder)?.source;
	} catch (error) {
		if (error instanceof UsageError) return undefined;
		throw error;
	}
}
