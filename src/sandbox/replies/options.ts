/** What a request asks of its reply: names of `include[]`, and the zone in which times are written. */
export interface ReplyOptions {
	readonly include: ReadonlySet<string>;
	readonly zone: string;
}

/** References only, times in UTC. */
export const plain: ReplyOptions = { include: new Set(), zone: 'UTC' };
