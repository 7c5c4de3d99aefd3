import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import type { Found } from '../resources/find.ts';
import type { NewsSource } from '../resources/news.ts';
import { answerOf, Unreadable, type ResourceTools, type Self } from '../resources/resource.ts';
import { mostSubscriptions, Subscriptions } from '../resources/subscriptions.ts';
import { ProtocolError, type Method } from './method.ts';
import {
	isGone,
	isOffered,
	needsAddress,
	offeredResource,
	readable,
	resourceTools,
	type ToolsOfResources,
} from './offered-resources.ts';

export interface SubscriptionMethodsParts {
	readonly tools: ToolsOfResources;
	readonly news: NewsSource;
	/** Tells the client that what is at an address may be something else now. */
	readonly updated: (address: string) => void;
}

/** To find out which object is meant. */
const longestWaitMs = 10_000;

/** `resources/subscribe` and `resources/unsubscribe`. */
export function subscriptionMethods({ tools, news, updated }: SubscriptionMethodsParts) {
	const over = new AbortController();
	const subscriptions = new Subscriptions({
		news,
		confined: () => tools.confined(),
		selfOf: async (found) => {
			if (!(await isOffered(found.resource, tools))) return undefined;
			return selfOf(found, resourceTools(tools, over.signal, longestWaitMs)).catch((error: unknown) => {
				if (error instanceof Unreadable && isGone(error.failure)) return undefined;
				throw error;
			});
		},
		tell: updated,
	});
	return {
		methods: {
			'resources/subscribe': async (params, { signal }) => {
				const { uri, found } = await offeredResource('resources/subscribe', params['uri'], tools);
				const self = await readable(selfOf(found, resourceTools(tools, signal, longestWaitMs)));
				if (over.signal.aborted || subscriptions.add(uri, found, self)) return {};
				throw new ProtocolError(
					ErrorCode.InvalidRequest,
					`You hear of ${mostSubscriptions} resources already, and of no more: unsubscribe from one of them first.`,
				);
			},

			'resources/unsubscribe': ({ uri }) => {
				if (typeof uri !== 'string') throw needsAddress('resources/unsubscribe');
				subscriptions.remove(uri);
				return Promise.resolve({});
			},
		} satisfies Record<string, Method>,
		/** Other tools are offered now, or the same ones within other limits. */
		offerChanged: () => subscriptions.offerChanged(),
		/** Nobody is there to hear any more. */
		end: () => {
			over.abort();
			subscriptions.end();
		},
	};
}

/** Which object is meant, if the client may see it. */
async function selfOf({ resource, written }: Found, { ask }: ResourceTools): Promise<Self> {
	if (written === undefined) return [];
	const { lookUp } = resource.kind;
	return resource.self(lookUp.facts(await answerOf(ask, lookUp.tool, lookUp.input(written))));
}
