import type * as z from 'zod';
import { abortable } from '../pagerduty/http/abortable.ts';
import type { AccountSource } from '../pagerduty/http/account.ts';
import type { PagerDutyClient } from '../pagerduty/http/client.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import { CallFacts } from '../pagerduty/http/limits/call-facts.ts';
import { Deadline } from '../pagerduty/http/limits/deadline.ts';
import type { Log } from '../pagerduty/http/log.ts';
import type { RememberedReplies } from '../pagerduty/http/remembered-replies.ts';
import type { RequestPriority } from '../pagerduty/http/request.ts';
import type { Changes } from './core/changes.ts';
import { Claims } from './core/claims.ts';
import type { ToolContext } from './core/context.ts';
import { CallConsent, type ConsentDoor } from './core/consent.ts';
import { runAsking, type Attempt, type Person } from './core/conversation.ts';
import { leavesOpen } from './core/failure.ts';
import { failureOf } from './core/failure-text.ts';
import type { RecordedCall, Recorder } from './core/recorder.ts';
import type { Tool } from './core/tool.ts';
import type { ToolGuide } from './core/tool-guide.ts';
import { askedAt, dateCursor } from './lists/cursor.ts';
import { EarlierPages } from './lists/earlier-pages.ts';
import { requireScopes } from './scopes.ts';
import type { Sphere } from './sphere.ts';
import { SeenIncidents } from './writes/seen-incidents.ts';
import { SentChanges } from './writes/sent-changes.ts';

export interface ToolRunsOptions {
	readonly client: PagerDutyClient;
	readonly changes: Changes;
	readonly clock: Clock;
	readonly log: Log;
	/** How to sign in through this door, as a sentence for agents. */
	readonly signIn: string;
	/** How to say through this door in whose name an account-level key makes changes. */
	readonly sender?: string;
	/** How long a call may wait for PagerDuty in all, in milliseconds. Default: 30 seconds. */
	readonly maxWaitMs?: number | undefined;
	/** How people agree to what agents do. Default: as far as the client can ask them. */
	readonly consent?: ConsentDoor;
	/** Whether notes of agents say by which client they came; read for each call. Default: they do not. */
	readonly signsNotes?: () => boolean;
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

/** What else a call has besides its caller. */
interface CallParts {
	readonly sphere: Sphere;
	readonly facts?: CallFacts;
	/** Whether the person does it themselves: then nobody asks them whether they agree. */
	readonly own: boolean;
}

/** Runs tools: one account, one deadline and one record for each call, whoever makes it. */
export class ToolRuns {
	readonly #options: ToolRunsOptions;
	readonly #guide: () => ToolGuide;
	readonly #made = new Claims();
	readonly #earlier: EarlierPages;

	/** @param guide what tools can say of the others, as things are at each call */
	constructor(options: ToolRunsOptions, guide: () => ToolGuide) {
		this.#options = options;
		this.#guide = guide;
		this.#earlier = new EarlierPages(options.clock);
	}

	/** A list that goes on counts its times from the moment of its first page, or rows would be skipped or come twice. */
	async run<Input extends z.ZodObject, Output extends z.ZodObject>(
		tool: Tool<Input, Output>,
		input: z.output<Input>,
		caller: Caller,
		{ sphere, facts = new CallFacts(), own }: CallParts,
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
			tool,
			own,
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
				subdomain: signedIn?.subdomain,
				...end,
			});
		};
		try {
			const waiting = (one: Person | undefined): Person | undefined =>
				one && { choose: (...question) => deadline.whileAsking(() => one.choose(...question)) };
			const screen = own ? undefined : this.#options.consent?.screen?.(caller.client, signal);
			const output = await runAsking(
				{ signal, person: waiting(person), screen: waiting(screen), words: this.#options.consent?.words },
				(attempt) => tool.run(input, contextOf(attempt)),
				() => sent.any,
			);
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

	/** What the attempts of one call may use: all with the account signed in when the call began, and one deadline. */
	#contexts({
		tool,
		own,
		caller,
		sphere,
		asked,
		sent,
		deadline,
		account,
		replies,
		facts,
	}: OneCall): (attempt: Attempt) => ToolContext {
		const { client, changes, clock, log, consent: door = {} } = this.#options;
		const bound = { account, deadline, replies, facts, tell: caller.progress };
		const { priority } = deadline;
		return ({ signal, person: { choose, agree } }) => {
			const consent = new CallConsent({ tool, own, door, agree });
			const api = (until: AbortSignal) =>
				sphere.confine(sent.watch(client.for(until, priority, bound), () => consent.settled));
			return {
				pagerduty: api(signal),
				unstopped: api(new AbortController().signal),
				deadline,
				signal,
				person: choose && { choose },
				consent,
				via: consent.own || this.#options.signsNotes?.() !== true ? undefined : caller.client,
				progress: caller.progress ?? (() => undefined),
				directory: sphere.directory,
				changes,
				claims: this.#made,
				guide: this.#guide(),
				clock,
				asked: { now: () => asked },
				log,
			};
		};
	}
}

interface OneCall {
	readonly tool: Pick<Tool, 'name' | 'consent'>;
	readonly own: boolean;
	readonly caller: Caller;
	readonly sphere: Sphere;
	readonly asked: Date;
	readonly sent: SentChanges;
	readonly deadline: Deadline;
	readonly account: AccountSource;
	readonly replies: RememberedReplies | undefined;
	readonly facts: CallFacts | undefined;
}
