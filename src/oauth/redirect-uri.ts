/** Where other tools for PagerDuty wait as well, so that one registration serves them all. */
export const defaultPort = 5173;

/** The path of the address that PagerDuty sends the browser to. */
export const redirectPath = '/oauth/pagerduty';

/** The address that the app must be registered with, to the letter. */
export function redirectUriOf(port = defaultPort): string {
	return `http://localhost:${port}${redirectPath}`;
}
