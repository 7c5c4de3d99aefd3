import type { Fetch } from '../pagerduty/http/transport.ts';
import { directFetch } from './direct.ts';
import type { Proxy } from './settings.ts';

/** The way to PagerDuty. What goes through a proxy is loaded only where there is one. */
export async function fetchFor(proxy: Proxy | undefined): Promise<Fetch> {
	return proxy ? (await import('./proxy.ts')).fetchThrough(proxy) : directFetch();
}
