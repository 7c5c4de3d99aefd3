import { demoIdentity, isLoopback, pagerDutyIdentity, type IdentityServer } from '../../oauth/identity-server.ts';

/** Who signs people in for the API at an address: PagerDuty, or a demo account on this machine itself. */
export function identityFor(apiUrl: string): IdentityServer {
	const demo = demoIdentity(apiUrl);
	return isLoopback(demo) ? demo : pagerDutyIdentity;
}
