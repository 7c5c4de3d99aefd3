/** What a request asks of a view: names of `include[]`, and the zone in which times are written. */
export interface ViewOptions {
	readonly include: ReadonlySet<string>;
	readonly zone: string;
}

/** References only, times in UTC. */
export const plain: ViewOptions = { include: new Set(), zone: 'UTC' };
