import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { ElicitRequestSchema, type ElicitRequest, type ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation';
import * as z from 'zod';
import { createServer } from '../../src/mcp/server.ts';
import type { RecordedRequest } from '../../src/sandbox/sandbox.ts';
import { toolsets } from '../../src/tools/core/access.ts';
import { SignedIn } from '../../test/support/signed-in.ts';
import { objectOf, type ToolSpec } from '../models/model.ts';
import { Account } from '../questions/account.ts';
import { objectsOf } from './account-objects.ts';
import type { Question, Sent } from '../questions/question.ts';

/** When questions are asked that name no time. */
const usualNow = '2026-03-10T10:00:00Z';

/** A demo account of its own, our MCP server on it, and a client with a person behind it. */
export class Session {
	readonly account: Account;
	readonly #signedIn: SignedIn;
	readonly #validators: jsonSchemaValidator;
	#client: Client | undefined;
	#question: Question | undefined;
	#asked = 0;
	#requests: string[] = [];
	#colleague = false;
	#last: RecordedRequest | undefined;

	private constructor(signedIn: SignedIn, validators: jsonSchemaValidator) {
		this.#signedIn = signedIn;
		this.#validators = validators;
		const { url, accountToken, clock } = signedIn.sandbox;
		this.account = new Account(url, accountToken, () => clock.now());
	}

	/**
	 * An account at the time of the question.
	 * @param validators those that other sessions of the same tools have, which saves their time
	 */
	static async open(question: Question, validators: jsonSchemaValidator): Promise<Session> {
		// The account is told of each request only once it is there.
		const holder: { session?: Session } = {};
		const now = new Date(question.now ?? usualNow);
		const signedIn = await SignedIn.open({
			now: () => now,
			// Many questions share an account, and time stands still in it.
			rateLimit: 100_000,
			// Nothing is agreed to in advance: the person is asked.
			consent: {},
			policy: {
				access: question.access ?? (question.changes ? 'administer' : 'read'),
				toolsets: question.toolsets ?? toolsets,
			},
			meanwhile: ({ method, path }) => holder.session?.meanwhile(`${method} ${path}`) ?? Promise.resolve(),
		});
		holder.session = new Session(signedIn, validators);
		return holder.session;
	}

	/** Begins a conversation of its own for a question; whatever was asked before on this account counts no more. */
	async begin(question: Question): Promise<{ readonly instructions: string; readonly tools: readonly ToolSpec[] }> {
		await this.#client?.close();
		const silent = () => undefined;
		const server = createServer({
			tools: this.#signedIn.toolbox,
			version: '0',
			log: { debug: silent, info: silent, warn: silent, error: silent },
		});
		const absent = question.person === 'absent';
		const client = new Client(
			{ name: 'evals', version: '0' },
			{ capabilities: absent ? {} : { elicitation: { form: {} } }, jsonSchemaValidator: this.#validators },
		);
		if (!absent)
			client.setRequestHandler(ElicitRequestSchema, (request) => {
				this.#asked++;
				return answerOf(question, request);
			});
		const [here, there] = InMemoryTransport.createLinkedPair();
		await Promise.all([server.connect(there), client.connect(here)]);
		this.#client = client;
		const { tools } = await client.listTools();
		this.#question = question;
		this.#asked = 0;
		this.#requests = [];
		this.#colleague = false;
		this.#last = this.#signedIn.sandbox.requests.at(-1);
		return {
			instructions: client.getInstructions() ?? '',
			tools: tools.map(({ name, description = '', inputSchema }) => ({
				name,
				description,
				schema: objectOf(inputSchema) ?? {},
			})),
		};
	}

	/** How often the person was asked something. */
	get asked(): number {
		return this.#asked;
	}

	/** The requests of the agent to PagerDuty. */
	get requests(): readonly string[] {
		return this.#requests;
	}

	/** What the account took of the agent that changes something. */
	sent(): Sent[] {
		const { requests, token } = this.#signedIn.sandbox;
		const since = this.#last === undefined ? 0 : requests.lastIndexOf(this.#last) + 1;
		return requests.slice(since).flatMap(({ method, path, body, status, headers }) => {
			const reads = method === 'GET' || path.startsWith('/analytics/');
			const own = headers['authorization']?.includes(token) === true || path.startsWith('/v2/');
			return reads || !own || status >= 400 ? [] : [{ request: `${method} ${path}`, body }];
		});
	}

	/** What the account holds beside incidents and the trail of who did what, each object as text, by its kind and name. */
	objects(): Map<string, string> {
		return objectsOf(this.#signedIn.sandbox.store);
	}

	/** What a model gets of a call. */
	async call(
		name: string,
		input: Readonly<Record<string, unknown>>,
		signal: AbortSignal,
	): Promise<{ readonly text: string; readonly failed: boolean }> {
		if (!this.#client) throw new Error('Begin first');
		const result = await this.#client.callTool({ name, arguments: { ...input } }, undefined, {
			// The SDK never lets go of a signal.
			signal: AbortSignal.any([signal]),
		});
		const content = z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).parse(result.content);
		return { text: content.map(({ text = '' }) => text).join('\n'), failed: result.isError === true };
	}

	async meanwhile(request: string): Promise<void> {
		this.#requests.push(request);
		const { meanwhile } = this.#question ?? {};
		if (this.#colleague || !meanwhile || !request.startsWith(meanwhile.before)) return;
		this.#colleague = true;
		await meanwhile.act(this.account);
	}

	async close(): Promise<void> {
		await this.#client?.close();
		await this.#signedIn.close();
	}
}

const Choice = z.object({
	requestedSchema: z.object({
		properties: z.object({
			choice: z.object({
				enum: z.array(z.string()).min(1),
				default: z.string().optional(),
			}),
		}),
	}),
});

/** What the person of a question answers. Who agrees does not take the safe answer, and chooses what the question means. */
function answerOf({ person, chooses }: Question, { params }: ElicitRequest): ElicitResult {
	if (person === 'declines') return { action: 'decline' };
	const choice = Choice.safeParse(params).data?.requestedSchema.properties.choice;
	if (!choice) return { action: 'cancel' };
	const { enum: labels, default: safe } = choice;
	const meant = chooses && labels.find((label) => chooses.test(label));
	const agreed = labels.find((label) => label !== safe);
	return { action: 'accept', content: { choice: meant ?? agreed ?? labels[0] ?? '' } };
}
