import type { Credentials } from './accounts.ts';

/** What a sign-in gave, whichever way it went. */
export interface SignInAnswer {
	readonly credentials: Credentials;
	/** Sentences about what is not as the person may expect. */
	readonly remarks: readonly string[];
}
