import * as vscode from 'vscode';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { Region } from '../../pagerduty/http/account.ts';
import { describeProblem, isCancellation } from '../words/problem.ts';
import type { Credentials } from './accounts.ts';
import { askText, type Answer } from './ask-text.ts';
import { regionName } from './account-in-words.ts';
import type { SignInAnswer } from './sign-in-answer.ts';
import {
	emailProblem,
	tokenProblem,
	verifyToken,
	type FindSender,
	type Identify,
	type Sender,
	type Verified,
} from './token.ts';

const tokenHelp = 'https://support.pagerduty.com/main/docs/api-access-keys#generate-a-user-token-rest-api-key';

/** Asks a person for a token, and finds out whose it is before anything is stored. */
export class TokenSignIn {
	readonly #identify: Identify;
	readonly #findSender: FindSender;

	constructor(identify: Identify, findSender: FindSender) {
		this.#identify = identify;
		this.#findSender = findSender;
	}

	/** The checked credentials. */
	async ask(region: Region): Promise<SignInAnswer | 'back' | undefined> {
		const token = await this.#askToken(region);
		if (token === undefined || token === 'back') return token;
		const { value } = token;
		const otherRegion =
			value.region === region
				? undefined
				: vscode.l10n.t('Your token belongs to the {0} region.', regionName(value.region, vscode.l10n));
		const known = { region: value.region, token: value.token };
		if (value.kind === 'account') return this.#withSender(known, otherRegion);
		const { name, userId, subdomain } = value;
		const credentials: Credentials = {
			...known,
			kind: 'user',
			name: name ?? vscode.l10n.t('Name unknown'),
			...(userId !== undefined && { userId }),
			...(subdomain !== undefined && { subdomain }),
		};
		const unnamed = name === undefined ? vscode.l10n.t('The token may not read users.') : undefined;
		return answer(credentials, otherRegion, unnamed);
	}

	/** An account-level key acts for nobody: PagerDuty wants to know in whose name changes are made. */
	async #withSender(
		known: { readonly region: Region; readonly token: string },
		otherRegion: string | undefined,
	): Promise<SignInAnswer | 'back' | undefined> {
		const found = await this.#askSender(known.region, known.token);
		if (found === undefined || found === 'back') return found;
		const { email, sender } = found.value;
		const credentials: Credentials = {
			...known,
			kind: 'account',
			from: email,
			name: email,
			...(sender && { userId: sender.userId }),
			...(sender?.subdomain !== undefined && { subdomain: sender.subdomain }),
		};
		const unchecked = sender
			? undefined
			: vscode.l10n.t('The key may not read users, so {0} could not be checked.', email);
		return answer(credentials, otherRegion, unchecked);
	}

	#askToken(region: Region): Promise<Answer<Verified & { readonly token: string }>> {
		return askText({
			title: vscode.l10n.t('Sign in to PagerDuty ({0})', regionName(region, vscode.l10n)),
			step: [2, 2],
			password: true,
			back: true,
			placeholder: vscode.l10n.t('API token'),
			prompt: vscode.l10n.t(
				'Paste a user API token. You create it in PagerDuty under My Profile > User Settings > Create API User Token.',
			),
			help: { tooltip: vscode.l10n.t('How to create a token'), url: tokenHelp },
			problem: (text) => tokenProblem(text, vscode.l10n),
			accept: async (token, signal) => {
				try {
					return { value: { ...(await verifyToken(this.#identify, region, token, signal)), token } };
				} catch (error) {
					if (isCancellation(error)) return '';
					const problem = describeProblem(error, vscode.l10n);
					return problem.kind === 'expired'
						? vscode.l10n.t(
								'PagerDuty accepts this token in neither region. Check that it is complete and not deleted.',
							)
						: problem.message;
				}
			},
		});
	}

	#askSender(region: Region, token: string): Promise<Answer<{ readonly email: string; readonly sender?: Sender }>> {
		return askText<{ readonly email: string; readonly sender?: Sender }>({
			title: vscode.l10n.t('Sign in with an account-level key'),
			placeholder: vscode.l10n.t('E-mail address'),
			back: true,
			prompt: vscode.l10n.t(
				'This key belongs to the whole account. In whose name may changes be made? Enter the e-mail address of a PagerDuty user.',
			),
			problem: (text) => emailProblem(text, vscode.l10n),
			accept: async (email, signal) => {
				try {
					const sender = await this.#findSender(region, token, email, signal);
					return sender
						? { value: { email, sender } }
						: vscode.l10n.t(
								'Nobody in this account has that e-mail address. Enter one that PagerDuty lists under People > Users.',
							);
				} catch (error) {
					if (isCancellation(error)) return '';
					if (error instanceof PagerDutyError && error.kind === 'forbidden') return { value: { email } };
					return describeProblem(error, vscode.l10n).message;
				}
			},
		});
	}
}

function answer(credentials: Credentials, ...remarks: readonly (string | undefined)[]): SignInAnswer {
	return { credentials, remarks: remarks.filter((remark) => remark !== undefined) };
}
