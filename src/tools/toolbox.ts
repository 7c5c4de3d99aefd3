import type * as z from 'zod';
import { abortable } from '../pagerduty/http/abortable.ts';
import type { PagerDutyClient } from '../pagerduty/http/client.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { AccountSource } from '../pagerduty/http/account.ts';
import type { Log } from '../pagerduty/http/log.ts';
import type { RememberedReplies } from '../pagerduty/http/remembered-replies.ts';
import type { PagerDutyApi, RequestPriority } from '../pagerduty/http/request.ts';
import { CallFacts, type RateLimit } from '../pagerduty/http/limits/call-facts.ts';
import { Deadline } from '../pagerduty/http/limits/deadline.ts';
import type { Policy } from './core/access.ts';
import type { Changes } from './core/changes.ts';
import { ConfirmationNeeded } from './writes/confirmation.ts';
import type { ToolContext } from './core/context.ts';
import { runAsking, type AskablePerson, type Person } from './core/conversation.ts';
import { askedAt, dateCursor } from './lists/cursor.ts';
import { AccountDirectory } from './names/account-directory.ts';
import { isConfined } from './within/rules.ts';
import { ConfinedSphere, type Sphere } from './sphere.ts';
import { EarlierPages } from './lists/earlier-pages.ts';
import { failureOf, leavesOpen, ToolError, type Failure } from './core/failure.ts';
import { parseInput } from './core/input.ts';
import { Claims } from './core/claims.ts';
import type { RecordedCall, Recorder } from './core/recorder.ts';
import type { ToolGuide } from './core/tool-guide.ts';
import { nearest } from './text/nearest.ts';
import { instructionsFor, Mentions, missingFor, offers, type Mentionable, type Offer } from './offer.ts';
import { published, type PublishedTool } from './published.ts';
import { requireScopes } from './scopes.ts';
import { SeenIncidents } from './writes/seen-incidents.ts';
import { SentChanges } from './writes/sent-changes.ts';
import type { Tool } from './core/tool.ts';
import { cleanLine, markedAsData } from './text/untrusted.ts';

export interface ToolboxOptions {
	readonly client: PagerDutyClient;
	readonly changes: Changes;
	readonly clock: Clock;
	readonly log: Log;
	/** What agents may do now; read for each list and each call. People are not bound by it. */
	readonly policy: () => Policy;
	/** How to sign in through this door, as a sentence for agents. */
	readonly signIn: string;
	/** How the person can offer agents more through this door, after "they can turn it on". */
	readonly widen?: string;
	/** What is not offered does not exist for agents: no word that it is there, nor how to get it. Default: they are told. */
	readonly hidesOthers?: boolean;
	/** How to say through this door in whose name an account-level key makes changes. */
	readonly sender?: string;
	/** How long a call may wait for PagerDuty in all, in milliseconds. Default: 30 seconds. */
	readonly maxWaitMs?: number | undefined;
	/** Keeps what calls change. Default: nobody does. */
	readonly recorder?: Recorder | undefined;
}

/** Who calls a tool, and how to reach them meanwhile. */
export interface Caller {
	readonly signal: AbortSignal;
	readonly priority: RequestPriority;
	/** The program that calls, by its own name; undefined for the person in the editor. */
	readonly client?: string | undefined;
	readonly person?: Person | undefined;
	readonly progress?: ((message: string, fraction?: number) => void) | undefined;
	/** How long the call may wait for PagerDuty in all. Default: that of the toolbox. */
	readonly maxWaitMs?: number | undefined;
}

/** With what PagerDuty's replies to this call said about its limits. */
export type CallResult = { readonly rateLimit?: RateLimit | undefined } & (
	{ readonly ok: true; readonly output: Record<string, unknown> } | { readonly ok: false; readonly failure: Failure }
);

/** The catalogue, ready to use: agents `call` by name, people's commands and views `run` a tool value. */
export class Toolbox {
	readonly #options: ToolboxOptions;
	readonly #earlier: EarlierPages;
	readonly #made = new Claims();
	#account: Sphere;
	/** What agents are kept to, by the policy that says so. */
	#confined: { readonly key: string; readonly sphere: ConfinedSphere } | undefined;

	constructor(options: ToolboxOptions) {
		this.#options = options;
		this.#earlier = new EarlierPages(options.clock);
		this.#account = wholeAccount(options.clock);
	}

	/** Loads what the first call of an agent needs, so that the call itself does not wait for it. */
	async prepare(): Promise<void> {
		this.#options.client.prepare();
		await Promise.all([catalogue(), this.#account.directory.prepare(), this.#sphere().prepare?.(this.#api())]);
	}

	/** Another account, or somebody else: what a call under way still learns of the one before must not count for it. */
	forget(): void {
		this.#account = wholeAccount(this.#options.clock);
		this.#confined = undefined;
	}

	/** The tools that agents are offered now, as they are told of them: without a word about tools that they are not. */
	async offered(): Promise<readonly PublishedTool[]> {
		const { policy } = this.#offer();
		const mentions = await this.#mentions();
		return (await catalogue()).filter((tool) => offers(policy, tool)).map((tool) => mentions.ofTool(published(tool)));
	}

	/** What an agent should know before its first call, as things are now. */
	instructions(): string {
		return instructionsFor(this.#offer());
	}

	/** Guidance for agents, without a word about tools that they are not offered. */
	async mentionable(texts: readonly string[]): Promise<Mentionable> {
		return (await this.#mentions()).ofGuidance(texts);
	}

	/** Runs a tool for an agent. Never throws but for cancellation (the signal's reason). */
	async call(name: string, raw: unknown, caller: Caller): Promise<CallResult> {
		const started = this.#options.clock.now().getTime();
		// A name that no tool has comes from outside and could hold anything.
		let logged = 'unknown tool';
		const facts = new CallFacts();
		const log = (outcome: string) =>
			this.#options.log.info(`${logged}: ${outcome} in ${this.#options.clock.now().getTime() - started} ms`);
		try {
			const tool = await this.#offeredTool(name);
			logged = tool.name;
			const input = parseInput(tool.input, raw);
			const output = await this.#run(tool, input, caller, { sphere: this.#sphere(), facts });
			log('done');
			const answer = (await this.#mentions()).ofAnswer(tool.present?.(output, input) ?? output);
			return { ok: true, output: markedAsData(answer), rateLimit: facts.rateLimit };
		} catch (error) {
			if (caller.signal.aborted) throw error;
			if (error instanceof ConfirmationNeeded) {
				log('asks first');
				return { ok: true, output: markedAsData(error.output), rateLimit: facts.rateLimit };
			}
			const failure = failureOf(error, this.#options.signIn, this.#options.sender);
			log(`failed (${failure.status ?? (error instanceof Error ? error.name : 'error')})`);
			if (!(error instanceof ToolError)) this.#options.log.debug(`${logged}: ${whereabouts(error)}`);
			return { ok: false, failure: (await this.#mentions()).ofFailure(failure), rateLimit: facts.rateLimit };
		}
	}

	/** Runs a tool for a person, whatever agents may do. Throws what the tool throws: ToolError or PagerDutyError. */
	async run<Input extends z.ZodObject, Output extends z.ZodObject>(
		tool: Tool<Input, Output>,
		input: z.input<Input>,
		caller: Caller,
	): Promise<z.output<Output>> {
		return this.#run(tool, parseInput(tool.input, input), caller, { sphere: this.#account });
	}

	/** A list that goes on counts its times from the moment of its first page, or rows would be skipped or come twice. */
	async #run<Input extends z.ZodObject, Output extends z.ZodObject>(
		tool: Tool<Input, Output>,
		input: z.output<Input>,
		caller: Caller,
		{ sphere, facts = new CallFacts() }: { readonly sphere: Sphere; readonly facts?: CallFacts },
	): Promise<z.output<Output>> {
		const asked = askedAt(input) ?? this.#options.clock.now();
		const { changes, clock, recorder } = this.#options;
		const incidents = recorder && tool.access !== 'read' ? new SeenIncidents() : undefined;
		const sent = new SentChanges(incidents);
		const responds = tool.access === 'respond' && caller.priority === 'person';
		const deadline = new Deadline(
			clock,
			responds ? 'responder' : caller.priority,
			caller.maxWaitMs ?? this.#options.maxWaitMs,
		);
		const account = this.#options.client.account();
		const { signal, person } = caller;
		const signedIn = await abortable(account(), signal);
		requireScopes(tool, signedIn);
		const page = tool.access === 'read' ? this.#earlier.page(input, signedIn) : undefined;
		const contextOf = this.#contexts({
			caller,
			sphere,
			asked,
			sent,
			deadline,
			account,
			replies: page?.replies,
			facts,
		});
		const record = (end: Pick<RecordedCall, 'outcome' | 'output' | 'problem'>) => {
			if (!sent.any) return;
			recorder?.record({
				at: clock.now(),
				tool: tool.name,
				arguments: input,
				client: caller.client,
				incidents: incidents?.all ?? [],
				requestIds: facts.requestIds,
				account: signedIn?.apiUrl,
				...end,
			});
		};
		try {
			const output = await (person
				? runAsking(
						{
							signal,
							person: { choose: (...question) => deadline.whileAsking(() => person.choose(...question)) },
						},
						(attempt) => tool.run(input, contextOf(attempt)),
						() => sent.any,
					)
				: tool.run(input, contextOf({ signal, person })));
			const dated = dateCursor(output, asked);
			page?.keep(dated);
			record({ outcome: 'done', output: dated });
			return dated;
		} catch (error) {
			const open = sent.maybeMade && (signal.aborted || leavesOpen(error));
			if (open) changes.announce({ unknown: true });
			record({
				outcome: signal.aborted ? 'cancelled' : open ? 'unclear' : 'failed',
				problem: failureOf(error, this.#options.signIn, this.#options.sender).message,
			});
			throw error;
		} finally {
			if (sent.maybeMade) changes.announcePaths(sent.paths);
		}
	}

	#offer(): Offer {
		const { policy, widen = 'in the settings or on the command line', hidesOthers = false } = this.#options;
		return { policy: policy(), widen: hidesOthers ? undefined : widen, within: this.#sphere().words };
	}

	/** What agents may reach now: the account, or what lies inside the limits of the policy. */
	#sphere(): Sphere {
		const { within } = this.#options.policy();
		if (!isConfined(within)) return this.#account;
		const key = JSON.stringify(within);
		if (this.#confined?.key !== key)
			this.#confined = { key, sphere: new ConfinedSphere(within, this.#options.clock, finders) };
		return this.#confined.sphere;
	}

	#api(): PagerDutyApi {
		return this.#options.client.for(new AbortController().signal, 'background');
	}

	/** Also what is not offered is found, unless nobody may know of it. */
	#guide(): ToolGuide {
		const { policy, widen } = this.#offer();
		return {
			widen,
			async find(job) {
				const [all, { searchTools }] = await Promise.all([catalogue(), import('./tool-search.ts')]);
				// What is always there is what asks.
				const known = all.filter((tool) => !tool.always && (widen !== undefined || offers(policy, tool)));
				return searchTools(known, job).map((tool) => {
					const { name, title, toolset, access } = tool;
					return { name, title, toolset, access, missing: offers(policy, tool) ? [] : missingFor(policy, [tool]) };
				});
			},
		};
	}

	async #mentions(): Promise<Mentions> {
		return new Mentions(this.#offer(), await catalogue());
	}

	async #offeredTool(name: string): Promise<Tool> {
		const { policy, widen } = this.#offer();
		const tool = (await catalogue()).find((candidate) => candidate.name === name);
		const offered = tool !== undefined && offers(policy, tool);
		if (!tool || (!offered && widen === undefined)) {
			const near = nearest(
				name,
				(await this.offered()).map((candidate) => candidate.name),
			);
			throw new ToolError({
				message: `There is no tool ${cleanLine(name, 60)}.`,
				...(near.length > 0 && { next: `Did you mean ${near.join(' or ')}?` }),
			});
		}
		if (!offered) {
			const excluded = policy.excludedTools?.includes(name) === true;
			throw new ToolError({
				message: excluded
					? `${name} is left out of the tools that you are offered.`
					: `${name} needs ${missingFor(policy, [tool]).join(' and ')}, which you are not offered now.`,
				next: `Only the person can change that, ${widen}.`,
			});
		}
		return tool;
	}

	/** What the attempts of one call may use: all with the account signed in when the call began, and one deadline. */
	#contexts({
		caller,
		sphere,
		asked,
		sent,
		deadline,
		account,
		replies,
		facts,
	}: OneCall): (attempt: Attempt) => ToolContext {
		const { client, changes, clock, log } = this.#options;
		const bound = { account, deadline, replies, facts, tell: caller.progress };
		const { priority } = deadline;
		const api = (signal: AbortSignal) => sphere.confine(sent.watch(client.for(signal, priority, bound)));
		const unstopped = api(new AbortController().signal);
		return ({ signal, person }) => ({
			pagerduty: api(signal),
			unstopped,
			deadline,
			signal,
			person,
			progress: caller.progress ?? (() => undefined),
			directory: sphere.directory,
			changes,
			claims: this.#made,
			guide: this.#guide(),
			clock,
			asked: { now: () => asked },
			log,
		});
	}
}

interface OneCall {
	readonly caller: Caller;
	readonly sphere: Sphere;
	readonly asked: Date;
	readonly sent: SentChanges;
	readonly deadline: Deadline;
	readonly account: AccountSource;
	readonly replies: RememberedReplies | undefined;
	readonly facts: CallFacts | undefined;
}

interface Attempt {
	readonly signal: AbortSignal;
	readonly person: AskablePerson | undefined;
}

/** Loaded with the first call of an agent: people's commands and views bring the few tools that they use. */
async function catalogue(): Promise<readonly Tool[]> {
	return (await import('./catalogue.ts')).catalogue;
}

function wholeAccount(clock: Clock): Sphere {
	return { directory: new AccountDirectory(clock, finders), confine: (pagerduty) => pagerduty };
}

async function finders() {
	return (await import('./finders.ts')).finders;
}

/** Where an error came from, without its message, which may quote arguments. */
function whereabouts(error: unknown): string {
	if (!(error instanceof Error)) return 'no error object';
	const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
	return [error.name, ...frames].join('\n');
}
