import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import assert from 'node:assert/strict';
import * as z from 'zod';
import { newsOfChanges } from '../../src/mcp/resources/news.ts';
import { createServer, type AgentTools } from '../../src/mcp/server.ts';
import { SignedIn, type SignedInOptions } from './signed-in.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The SDK's client of a server with the tools of a demo account. */
export class Prompting {
	readonly account: SignedIn;
	readonly client: Client;

	private constructor(account: SignedIn, client: Client) {
		this.account = account;
		this.client = client;
	}

	/** @param around puts something around the tools */
	static async open(
		options: SignedInOptions = {},
		around: (tools: AgentTools) => AgentTools = (tools) => tools,
	): Promise<Prompting> {
		const account = await SignedIn.open(options);
		const client = new Client({ name: 'test', version: '0' });
		const [ours, theirs] = InMemoryTransport.createLinkedPair();
		const news = newsOfChanges(account.changes);
		await createServer({ tools: around(account.toolbox), news, version: '1.2.3', log: silent }).connect(theirs);
		await client.connect(ours);
		return new Prompting(account, client);
	}

	async close(): Promise<void> {
		await this.client.close();
		await this.account.close();
	}

	async names(): Promise<string[]> {
		const { prompts } = await this.client.listPrompts();
		return prompts.map(({ name }) => name);
	}

	/** The one message of a prompt. */
	async text(name: string, given: Record<string, string> = {}): Promise<string> {
		const { messages } = await this.client.getPrompt({ name, arguments: given });
		const [message] = messages;
		assert.ok(messages.length === 1 && message?.role === 'user' && message.content.type === 'text');
		return message.content.text;
	}

	/** What a resource holds, which is JSON. */
	async resource(uri: string): Promise<Record<string, unknown>> {
		const { contents } = await this.client.readResource({ uri });
		const [content] = contents;
		assert.ok(contents.length === 1 && content && 'text' in content);
		assert.equal(content.uri, uri);
		assert.equal(content.mimeType, 'application/json');
		return Facts.parse(JSON.parse(content.text));
	}

	/** What is suggested for the object of a resource template. */
	async suggestedFor(uri: string, value = '', name = 'id') {
		const ref = { type: 'ref/resource' as const, uri };
		return (await this.client.complete({ ref, argument: { name, value } })).completion;
	}

	/** What is suggested for an argument of a prompt. */
	async suggested(prompt: string, name: string, value = '') {
		const ref = { type: 'ref/prompt' as const, name: prompt };
		return (await this.client.complete({ ref, argument: { name, value } })).completion;
	}
}

const Facts = z.record(z.string(), z.unknown());

/** The data of a message, and the message without it. */
export function partsOf(text: string): { readonly facts: Record<string, unknown>; readonly rest: string } {
	const [before = '', data, after = '', ...more] = text.split(/^```(?:json)?$/m);
	assert.equal(more.length, 0, text);
	return { facts: data === undefined ? {} : Facts.parse(JSON.parse(data)), rest: before + after };
}

const Fact = z.looseObject({
	id: z.string().optional(),
	number: z.int().optional(),
	title: z.string().optional(),
	written: z.string().optional(),
	problem: z.string().optional(),
	candidates: z.array(z.looseObject({ name: z.string() })).optional(),
});

/** What a message says of one object. */
export function factOf(text: string, name: string): z.output<typeof Fact> {
	return Fact.parse(partsOf(text).facts[name]);
}
