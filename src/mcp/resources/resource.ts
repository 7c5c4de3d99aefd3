import type { Failure } from '../../tools/core/failure.ts';
import type { Mentionable } from '../../tools/offer.ts';
import type { PublishedTool } from '../../tools/published.ts';
import type { Ask, ObjectKind } from '../arguments/argument.ts';
import type { News } from './news.ts';

/** What a resource may use of the tools. */
export interface ResourceTools {
	readonly offered: () => Promise<readonly PublishedTool[]>;
	readonly mentionable: (texts: readonly string[]) => Promise<Mentionable>;
	readonly ask: Ask;
}

/** What a resource holds: an object is given as JSON. */
export type Content = string | Readonly<Record<string, unknown>>;

/** Why a resource cannot be read. */
export class Unreadable extends Error {
	override readonly name = 'Unreadable';
	readonly failure: Failure;

	constructor(failure: Failure) {
		super(failure.message);
		this.failure = failure;
	}
}

/** Which object a resource is about: what it can be called in an address of PagerDuty's API. */
export type Self = readonly string[];

interface Common {
	readonly name: string;
	readonly title: string;
	/** One sentence for the person or the model that chooses it. */
	readonly description: string;
	/** The tools without which it cannot be read: where one of them is not offered, neither is the resource. */
	readonly needs: readonly string[];
}

/** There is one of it. */
export interface SingleResource extends Common {
	readonly address: string;
	readonly format: 'json' | 'markdown';
	/** @throws {Unreadable} */
	read(tools: ResourceTools): Promise<Content>;
	/** Whether it may say something else now. */
	isChangedBy(news: News): boolean;
}

/** There is one of it for each object of a kind. */
export interface ResourceTemplate extends Common {
	/** With `{id}` where the object stands. */
	readonly template: string;
	/** What can stand there, in words. */
	readonly meaning: string;
	/** What can stand there: suggests, and finds the object. */
	readonly kind: ObjectKind;
	/** What it can be called, by the facts of the look-up. */
	self(facts: Readonly<Record<string, unknown>>): Self;
	/** The call of the tool that reads it. */
	call(written: string): { readonly tool: string; readonly input: Readonly<Record<string, unknown>> };
	/** Whether it may say something else now. */
	isChangedBy(news: News, self: Self): boolean;
}

/** A place that editors and agents can read, as the MCP server, docs/resources.md and the tests read it. */
export type Resource = SingleResource | ResourceTemplate;

/** What a tool answers. @throws {Unreadable} */
export async function answerOf(
	ask: Ask,
	tool: string,
	input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
	const result = await ask(tool, input);
	if (result.ok) return result.output;
	throw new Unreadable(result.failure);
}
