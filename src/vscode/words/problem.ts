import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { ToolError } from '../../tools/core/failure.ts';
import { UnreadableSecrets, UnwritableSecrets } from '../account/secrets.ts';
import { saidIn } from './said.ts';
import type { L10n } from './situation.ts';

/** What helps against a problem. */
export type Remedy = 'signIn' | 'retry' | 'refresh' | 'log' | 'paste' | 'oauthSettings';

/** An error as a person gets to know it. */
export interface Problem {
	/** What happened, as far as the views tell cases apart. */
	readonly kind: 'signedOut' | 'expired' | 'offline' | 'server' | 'forbidden' | 'plan' | 'other';
	/** One sentence and the next step. */
	readonly message: string;
	/** Undefined where the message says all. */
	readonly remedy: Remedy | undefined;
	/** Seconds until another try makes sense. */
	readonly retryAfterSeconds?: number;
}

/** An error that somebody has described already, who knows more about it than can be seen from here. */
export class DescribedError extends Error {
	override readonly name = 'DescribedError';
	readonly problem: Problem;

	constructor(problem: Problem, options?: ErrorOptions) {
		super(problem.message, options);
		this.problem = problem;
	}
}

/** Whether an error is only somebody's wish to stop. */
export function isCancellation(error: unknown): boolean {
	return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}

/** Describes any error that a tool or the sign-in threw. */
export function describeProblem(error: unknown, l10n: L10n, platform: string = process.platform): Problem {
	if (error instanceof ToolError) {
		// The tool has added nothing but what agents do next.
		if (!error.failure.said && error.cause instanceof PagerDutyError && error.cause.message === error.message)
			return describePagerDutyError(error.cause, l10n);
		// What to do next is worded for agents there: a person sees what is true now.
		const { said, candidates = [] } = error.failure;
		const message = said === undefined ? error.failure.message : saidIn(said, l10n);
		const names = candidates.map(({ name }) => name).join(', ');
		return {
			kind: 'other',
			message: names ? l10n.t('{0} It may be one of these: {1}.', message, names) : message,
			remedy: 'refresh',
		};
	}
	if (error instanceof UnreadableSecrets)
		return {
			kind: 'other',
			message: l10n.t(
				'VS Code cannot read its secret store, where your token is kept: {0}. {1}',
				...secretStore(platform, l10n),
			),
			remedy: 'retry',
		};
	if (error instanceof UnwritableSecrets)
		return {
			kind: 'other',
			message: l10n.t(
				'VS Code cannot write to its secret store, so nothing has changed: {0}. {1}',
				...secretStore(platform, l10n),
			),
			remedy: 'retry',
		};
	if (error instanceof DescribedError) return error.problem;
	// By its name: the editor starts without what reads connections.
	if (error instanceof Error && error.name === 'ConnectionFileError')
		return { kind: 'other', message: error.message, remedy: 'retry' };
	if (error instanceof PagerDutyError) return describePagerDutyError(error, l10n);
	if (error instanceof Error && 'syscall' in error && error.syscall === 'listen')
		return {
			kind: 'other',
			message: l10n.t('The extension cannot open a port on this machine. Security software may forbid it.'),
			remedy: 'retry',
		};
	return {
		kind: 'other',
		message: l10n.t('Something went wrong inside the extension. See the log.'),
		remedy: 'log',
	};
}

/** Where VS Code keeps secrets, and what helps when it cannot. */
function secretStore(platform: string, l10n: L10n): [name: string, help: string] {
	switch (platform) {
		case 'darwin':
			return [l10n.t('the macOS keychain'), l10n.t('Unlock the login keychain in Keychain Access, then try again.')];
		case 'win32':
			return [
				l10n.t('the data protection of your Windows account'),
				l10n.t('Sign out of Windows and in again, then try again.'),
			];
		default:
			return [
				l10n.t('the keyring of your desktop, such as GNOME Keyring or KWallet'),
				l10n.t('Start or unlock it, restart VS Code, then try again.'),
			];
	}
}

function describePagerDutyError(error: PagerDutyError, l10n: L10n): Problem {
	if (error.unclear)
		return {
			kind: 'other',
			message: l10n.t('No reply came, so it may or may not have worked. Refresh to see before you try again.'),
			remedy: 'refresh',
		};
	if (error.kind === 'proxy')
		return {
			kind: 'offline',
			message:
				error.status === 407
					? l10n.t(
							'The proxy asks for a user name and a password. Put both into the setting http.proxy, or name PagerDuty in http.noProxy.',
						)
					: l10n.t(
							'The proxy does not let requests through to PagerDuty. Check the setting http.proxy, or name PagerDuty in http.noProxy.',
						),
			remedy: 'retry',
		};
	if (error.foreign)
		return {
			kind: 'offline',
			message: l10n.t('Something other than PagerDuty answered. Check the proxy, or sign in to the network.'),
			remedy: 'retry',
		};
	const wait = error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds };
	switch (error.kind) {
		case 'signedOut':
			return { kind: 'signedOut', message: l10n.t('You are not signed in to PagerDuty.'), remedy: 'signIn' };
		case 'unauthorized':
			return {
				kind: 'expired',
				message: l10n.t('PagerDuty no longer accepts your sign-in. Sign in again.'),
				remedy: 'signIn',
			};
		case 'network':
		case 'timeout':
			return {
				kind: 'offline',
				message: l10n.t('PagerDuty cannot be reached. Check the network or the proxy.'),
				remedy: 'retry',
				...wait,
			};
		case 'server':
			return {
				kind: 'server',
				message: l10n.t('PagerDuty has a problem at the moment. Try again in a minute.'),
				remedy: 'retry',
				...wait,
			};
		case 'rateLimited':
			return {
				kind: 'other',
				message: tryAgain(error.retryAfterSeconds ?? 10, l10n),
				remedy: 'retry',
				retryAfterSeconds: error.retryAfterSeconds ?? 10,
			};
		case 'sender':
			return {
				kind: 'other',
				message: l10n.t(
					'PagerDuty does not know in whose name to make this change. Sign in again and enter the e-mail address of a PagerDuty user.',
				),
				remedy: 'signIn',
			};
		case 'forbidden':
			return {
				kind: 'forbidden',
				message: l10n.t('Your PagerDuty role or token does not allow this.'),
				remedy: 'signIn',
			};
		case 'plan':
			return {
				kind: 'plan',
				message: l10n.t("Your account's PagerDuty plan does not include this."),
				remedy: 'log',
			};
		case 'notMade':
			return {
				kind: 'other',
				message: l10n.t('PagerDuty did not answer, and the change does not show. Try again.'),
				remedy: 'retry',
			};
		case 'otherAccount':
			return {
				kind: 'other',
				message: l10n.t('Another PagerDuty account is in use now, so nothing more was sent.'),
				remedy: 'refresh',
			};
		case 'notFound':
			return {
				kind: 'other',
				message: l10n.t('PagerDuty no longer has this, or does not show it to you.'),
				remedy: 'refresh',
			};
		case 'refused':
			return { kind: 'other', message: saidByPagerDuty(error, l10n), remedy: 'log' };
		case 'reply':
			return {
				kind: 'other',
				message: l10n.t('PagerDuty sent a reply that the extension does not understand. See the log.'),
				remedy: 'log',
			};
		// Only a connection is kept to teams and services, and no person acts through one.
		case 'confined':
			return { kind: 'other', message: error.message, remedy: 'log' };
	}
}

/** What PagerDuty said is shown as it is; what was refused before it was sent says why itself. */
function saidByPagerDuty({ status, messages, message }: PagerDutyError, l10n: L10n): string {
	if (messages.length > 0) return l10n.t('PagerDuty refused this: {0}', messages.join(' · '));
	return status === undefined ? message : l10n.t('PagerDuty refused this with status {0}.', status);
}

function tryAgain(seconds: number, l10n: L10n): string {
	return seconds < 120
		? l10n.t('PagerDuty is getting too many requests. Try again in {0} seconds.', seconds)
		: l10n.t('PagerDuty is getting too many requests. Try again in {0} minutes.', Math.ceil(seconds / 60));
}
