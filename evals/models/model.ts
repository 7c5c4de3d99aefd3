/** A tool as a model is told of it. */
export interface ToolSpec {
	readonly name: string;
	readonly description: string;
	readonly schema: Readonly<Record<string, unknown>>;
}

/** A call that a model wants to make. */
export interface WantedCall {
	readonly id: string;
	readonly name: string;
	/** Undefined where what it wrote is no JSON. */
	readonly input: Readonly<Record<string, unknown>> | undefined;
	/** What it wrote. */
	readonly written: string;
}

export interface CallResult {
	readonly id: string;
	readonly name: string;
	readonly text: string;
	readonly failed: boolean;
}

export type Message =
	| { readonly from: 'person'; readonly text: string }
	| { readonly from: 'model'; readonly text: string; readonly calls: readonly WantedCall[] }
	| { readonly from: 'tools'; readonly results: readonly CallResult[] };

export interface Turn {
	readonly system: string;
	readonly messages: readonly Message[];
	readonly tools: readonly ToolSpec[];
}

export interface Reply {
	readonly text: string;
	readonly calls: readonly WantedCall[];
	/** As the endpoint counts them; undefined where it does not. */
	readonly tokens: { readonly input: number; readonly output: number } | undefined;
}

/** Somebody to talk to. */
export interface Model {
	/** How it is called in reports. */
	readonly name: string;
	/** @throws {EndpointError} */
	reply(turn: Turn, signal: AbortSignal): Promise<Reply>;
}

/** What a model wrote as arguments; undefined for what is no JSON object. */
export function parsed(written: string): WantedCall['input'] {
	try {
		const value: unknown = JSON.parse(written === '' ? '{}' : written);
		return objectOf(value);
	} catch {
		return undefined;
	}
}

export function objectOf(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value))
		: undefined;
}
