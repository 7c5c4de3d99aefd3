import type * as z from 'zod';
import type { Clock } from '../pagerduty/http/clock.ts';
import { CallFacts, type RateLimit } from '../pagerduty/http/limits/call-facts.ts';
import type { PagerDutyApi } from '../pagerduty/http/request.ts';
import { consentKinds, type ConsentKind } from './core/consent.ts';
import type { Policy } from './core/access.ts';
import { ToolError, type Failure } from './core/failure.ts';
import { failureOf } from './core/failure-text.ts';
import { parseInput } from './core/input.ts';
import type { Tool } from './core/tool.ts';
import type { ToolGuide } from './core/tool-guide.ts';
import { AccountDirectory } from './names/account-directory.ts';
import { instructionsFor, Mentions, missingFor, offers, type Mentionable, type Offer } from './offer.ts';
import { published, type PublishedTool } from './published.ts';
import { ConfinedSphere, type Sphere } from './sphere.ts';
import { nearest } from './text/nearest.ts';
import { english, inWords, said } from './text/said.ts';
import { cleanLine, markedAsData } from './text/untrusted.ts';
import { ToolRuns, type Caller, type ToolRunsOptions } from './tool-runs.ts';
import { isConfined } from './within/rules.ts';
import { ConfirmationNeeded } from './writes/confirmation.ts';

export interface ToolboxOptions extends ToolRunsOptions {
	/** What agents may do now; read for each list and each call. People are not bound by it. */
	readonly policy: () => Policy;
	/** How the person can offer agents more through this door, after "they can turn it on". */
	readonly widen?: string;
	/** Tells people why something was not done, in the words of this door. Default: what the tool says. */
	readonly explain?: (error: unknown) => string;
	/** What is not offered does not exist for agents: no word that it is there, nor how to get it. Default: they are told. */
	readonly hidesOthers?: boolean;
}

/** With what PagerDuty's replies to this call said about its limits. */
export type CallResult = { readonly rateLimit?: RateLimit | undefined } & (
	| { readonly ok: true; readonly output: Record<string, unknown> }
	| {
			readonly ok: false;
			readonly failure: Failure;
			/** The same for the person, who may see it on a page. */
			readonly told?: string;
	  }
);

/** The catalogue, ready to use: agents `call` by name, people's commands and views `run` a tool value. */
export class Toolbox {
	readonly #options: ToolboxOptions;
	readonly #runs: ToolRuns;
	#account: Sphere;
	/** What agents are kept to, by the policy that says so. */
	#confined: { readonly key: string; readonly sphere: ConfinedSphere } | undefined;

	constructor(options: ToolboxOptions) {
		this.#options = options;
		this.#runs = new ToolRuns(options, () => this.#guide());
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

	/** Before what the person is asked when an agent, or a page that a client shows, does it. */
	asks(): readonly ConsentKind[] {
		const { own = false, given = [] } = this.#options.consent ?? {};
		return own ? [] : consentKinds.filter((kind) => !given.includes(kind));
	}

	/** The names of the offered tools that may read for long. */
	async long(): Promise<ReadonlySet<string>> {
		const { policy } = this.#offer();
		return new Set((await catalogue()).flatMap((tool) => (tool.long && offers(policy, tool) ? [tool.name] : [])));
	}

	/** Whether what agents see is limited to some teams and services. */
	confined(): boolean {
		return isConfined(this.#options.policy().within);
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
			const output = await this.#runs.run(tool, input, caller, { sphere: this.#sphere(), facts, own: false });
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
			const { explain, consent } = this.#options;
			const told = explain?.(error) ?? inWords(failure.said ?? failure.message, consent?.words ?? english);
			return { ok: false, failure: (await this.#mentions()).ofFailure(failure), told, rateLimit: facts.rateLimit };
		}
	}

	/** Runs a tool for a person, whatever agents may do: nobody asks them whether they agree. Throws what the tool throws: ToolError or PagerDutyError. */
	async run<Input extends z.ZodObject, Output extends z.ZodObject>(
		tool: Tool<Input, Output>,
		input: z.input<Input>,
		caller: Caller,
	): Promise<z.output<Output>> {
		return this.#runs.run(tool, parseInput(tool.input, input), caller, { sphere: this.#account, own: true });
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
				said: said`This cannot be done here.`,
				...(near.length > 0 && { next: `Did you mean ${near.join(' or ')}?` }),
			});
		}
		if (!offered) {
			const excluded = policy.excludedTools?.includes(name) === true;
			throw new ToolError({
				message: excluded
					? `${name} is left out of the tools that you are offered.`
					: `${name} needs ${missingFor(policy, [tool]).join(' and ')}, which you are not offered now.`,
				said: said`Your settings do not let agents do this, and a page in a chat may do no more than agents may.`,
				next: `Only the person can change that, ${widen}.`,
			});
		}
		return tool;
	}
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
