/** An app that somebody has registered with PagerDuty. */
export interface OAuthApp {
	readonly clientId: string;
	readonly clientSecret: string;
	readonly name: string;
	/** Classic apps know the scopes `read` and `write`, and may do without a secret; scoped ones must have it. */
	readonly kind: 'classic' | 'scoped';
	/** What it may be granted. */
	readonly scopes: readonly string[];
	/** Compared character by character. */
	readonly redirectUris: readonly string[];
}

const seconds = { day: 86_400 };

/** How long what an app gets lives, in seconds: PagerDuty's own figures. */
export const lives = {
	code: 30,
	classic: { access: 30 * seconds.day, refresh: 210 * seconds.day, window: 3 * 365 * seconds.day },
	scoped: { access: seconds.day, refresh: 30 * seconds.day, window: 365 * seconds.day },
} as const;

/** The address at which people's own computers wait, as other tools for PagerDuty have it. */
const redirectUris = ['http://localhost:5173/oauth/pagerduty'];

/** An app of the first kind, which needs no secret. */
export const classicApp: OAuthApp = {
	clientId: '7f1d5c04-2b0e-4d52-9c7a-1a6f3d0c5e11',
	clientSecret: 'LumenOakClassicAppSecret',
	name: 'On-Call (classic)',
	kind: 'classic',
	scopes: ['read', 'write'],
	redirectUris,
};

/** An app of the second kind: each area of the API has scopes of its own. */
export const scopedApp: OAuthApp = {
	clientId: 'c2a9e8b3-6d41-4f07-8e5b-90d7b4a3f622',
	clientSecret: 'LumenOakScopedAppSecret',
	name: 'On-Call (scoped)',
	kind: 'scoped',
	scopes: [
		...['abilities.read', 'analytics.write', 'change_events.read', 'custom_fields.read', 'escalation_policies.read'],
		...['incident_types.read', 'incidents.read', 'incidents.write', 'oncalls.read', 'priorities.read'],
		...['schedules.read', 'schedules.write', 'services.read', 'services.write', 'status_pages.read'],
		...['subscribers.read', 'subscribers.write', 'teams.read', 'users.read'],
	],
	redirectUris,
};
