import * as vscode from 'vscode';
import type { Region } from '../../pagerduty/http/account.ts';
import { describeProblem, isCancellation } from '../words/problem.ts';
import type { Credentials } from './stored-account.ts';
import { emailProblem, tokenProblem, verifyToken, type Identify, type Verified } from './token.ts';

const tokenHelp = 'https://support.pagerduty.com/main/docs/api-access-keys#generate-a-user-token-rest-api-key';

/** What a step of the sign-in gives: an answer, the wish to go back, or undefined for the end of it all. */
type Answer<Value> = { readonly value: Value } | 'back' | undefined;

export interface SignInAnswer {
	readonly credentials: Credentials;
	/** The token does not belong to the region that was chosen. */
	readonly otherRegion: boolean;
}

/** Asks a person for the region and a token, and finds out whose it is before anything is stored. */
export class SignIn {
	readonly #identify: Identify;

	constructor(identify: Identify) {
		this.#identify = identify;
	}

	/** The checked credentials, or undefined when the person thinks better of it. */
	async ask(): Promise<SignInAnswer | undefined> {
		for (;;) {
			const region = await askRegion();
			if (region === undefined) return undefined;
			const token = await this.#askToken(region);
			if (token === undefined) return undefined;
			if (token === 'back') continue;
			const { value } = token;
			const otherRegion = value.region !== region;
			const known = { region: value.region, token: value.token };
			if (value.kind === 'user') return { credentials: { ...known, kind: 'user', name: value.name }, otherRegion };
			const from = await askFrom();
			if (from === undefined) return undefined;
			if (from === 'back') continue;
			return { credentials: { ...known, kind: 'account', from: from.value, name: from.value }, otherRegion };
		}
	}

	#askToken(region: Region): Promise<Answer<Verified & { readonly token: string }>> {
		const help: vscode.QuickInputButton = {
			iconPath: new vscode.ThemeIcon('link-external'),
			tooltip: vscode.l10n.t('How to create a token'),
		};
		const input = vscode.window.createInputBox();
		input.title = vscode.l10n.t('Sign in to PagerDuty ({0})', regionName(region));
		input.step = 2;
		input.totalSteps = 2;
		input.password = true;
		input.ignoreFocusOut = true;
		input.placeholder = vscode.l10n.t('API token');
		input.prompt = vscode.l10n.t(
			'Paste a user API token. You create it in PagerDuty under My Profile > User Settings > Create API User Token.',
		);
		input.buttons = [vscode.QuickInputButtons.Back, help];
		return answered(
			input,
			async (abort, done) => {
				const token = input.value.trim();
				if (token === '' || tokenProblem(token, vscode.l10n) !== undefined) return;
				input.validationMessage = '';
				input.busy = true;
				input.enabled = false;
				try {
					const verified = await verifyToken(this.#identify, region, token, abort.signal);
					done({ value: { ...verified, token } });
				} catch (error) {
					if (isCancellation(error)) return;
					const problem = describeProblem(error, vscode.l10n);
					input.validationMessage =
						problem.kind === 'expired'
							? vscode.l10n.t(
									'PagerDuty accepts this token in neither region. Check that it is complete and not deleted.',
								)
							: problem.message;
				} finally {
					input.busy = false;
					input.enabled = true;
				}
			},
			() => (input.validationMessage = tokenProblem(input.value, vscode.l10n) ?? ''),
			help,
		);
	}
}

/** A region as people know it. */
export function regionName(region: Region): string {
	return region === 'us' ? vscode.l10n.t('US') : vscode.l10n.t('EU');
}

async function askRegion(): Promise<Region | undefined> {
	const items: (vscode.QuickPickItem & { region: Region })[] = [
		{ region: 'us', label: vscode.l10n.t('US'), description: 'pagerduty.com' },
		{ region: 'eu', label: vscode.l10n.t('EU'), description: 'eu.pagerduty.com' },
	];
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Sign in to PagerDuty (1/2)'),
		placeHolder: vscode.l10n.t('Choose the region of your account: see its web address'),
		ignoreFocusOut: true,
	});
	return chosen?.region;
}

/** An account-level key acts for nobody: PagerDuty wants to know in whose name changes are made. */
function askFrom(): Promise<Answer<string>> {
	const input = vscode.window.createInputBox();
	input.title = vscode.l10n.t('Sign in with an account-level key');
	input.ignoreFocusOut = true;
	input.placeholder = vscode.l10n.t('E-mail address');
	input.prompt = vscode.l10n.t(
		'This key belongs to the whole account. In whose name may changes be made? Give the e-mail address of a PagerDuty user.',
	);
	input.buttons = [vscode.QuickInputButtons.Back];
	return answered(
		input,
		(_abort, done) => {
			const email = input.value.trim();
			if (email !== '' && emailProblem(email, vscode.l10n) === undefined) done({ value: email });
			return Promise.resolve();
		},
		() => (input.validationMessage = emailProblem(input.value, vscode.l10n) ?? ''),
	);
}

/** Shows an input box until it is answered, left or gone back from. */
function answered<Value>(
	input: vscode.InputBox,
	accept: (abort: AbortController, done: (answer: Answer<Value>) => void) => Promise<void>,
	typed: () => void,
	help?: vscode.QuickInputButton,
): Promise<Answer<Value>> {
	const abort = new AbortController();
	return new Promise<Answer<Value>>((resolve) => {
		const done = (answer: Answer<Value>) => {
			resolve(answer);
			input.hide();
		};
		input.onDidChangeValue(typed);
		input.onDidAccept(() => void accept(abort, done));
		input.onDidTriggerButton((button) => {
			if (button === help) void vscode.env.openExternal(vscode.Uri.parse(tokenHelp));
			else done('back');
		});
		input.onDidHide(() => {
			resolve(undefined);
			abort.abort();
			input.dispose();
		});
		input.show();
	});
}
