import type { Call, Reply } from './call.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One operation of the API. */
export interface Route {
	readonly method: Method;
	/** As in PagerDuty's OpenAPI: `/incidents/{id}`. */
	readonly path: string;
	readonly operationId: string;
	/** The scope OAuth tokens need, for the 403 that names it. */
	readonly scope?: string;
	/** Account-level keys must say in a From header on whose behalf they act. */
	readonly from?: boolean;
	/** A limit of its own, requests per minute and account. */
	readonly limit?: number;
	/** What else the limit goes by: each value has a limit of its own. */
	limitBy?(call: Call): string;
	/** Takes requests without a key: events, which carry a routing key. */
	readonly keyless?: boolean;
	handle(call: Call): Reply;
}

interface Compiled {
	readonly route: Route;
	readonly segments: readonly string[];
}

export type Match =
	| { readonly kind: 'route'; readonly route: Route; readonly params: ReadonlyMap<string, string> }
	| { readonly kind: 'method' }
	| { readonly kind: 'none' };

/** Finds the route of a request; `/users/me` goes before `/users/{id}`. */
export class Router {
	readonly #routes: readonly Compiled[];

	constructor(routes: readonly Route[]) {
		const compiled = routes.map((route) => ({ route, segments: route.path.split('/') }));
		this.#routes = compiled.sort((a, b) => parameters(a) - parameters(b));
	}

	match(method: string, path: string): Match {
		const parts = path.replace(/\/$/, '').split('/');
		let found = false;
		for (const { route, segments } of this.#routes) {
			const params = matchSegments(segments, parts);
			if (!params) continue;
			if (route.method === method) return { kind: 'route', route, params };
			found = true;
		}
		return found ? { kind: 'method' } : { kind: 'none' };
	}
}

function parameters(compiled: Compiled): number {
	return compiled.segments.filter((segment) => segment.startsWith('{')).length;
}

function matchSegments(segments: readonly string[], parts: readonly string[]): Map<string, string> | undefined {
	if (segments.length !== parts.length) return undefined;
	const params = new Map<string, string>();
	for (const [index, segment] of segments.entries()) {
		const part = parts[index] ?? '';
		if (segment.startsWith('{')) {
			const value = decode(part);
			if (value === undefined || value === '') return undefined;
			params.set(segment.slice(1, -1), value);
		} else if (segment !== part) {
			return undefined;
		}
	}
	return params;
}

function decode(part: string): string | undefined {
	try {
		return decodeURIComponent(part);
	} catch {
		return undefined;
	}
}
