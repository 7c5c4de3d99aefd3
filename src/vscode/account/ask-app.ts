import * as vscode from 'vscode';
import { redirectUriOf } from '../../oauth/redirect-uri.ts';
import { isClientId, keepClientId, oauthSettings } from '../settings.ts';
import { askText } from './ask-text.ts';
import type { OAuthApps } from './oauth-apps.ts';

const registrationHelp = 'https://developer.pagerduty.com/docs/register-an-app';

/** The client id of the app, from the settings or the person; undefined when the person thinks better of it. */
export async function askClientId(apps: OAuthApps): Promise<string | undefined> {
	const { clientId, port } = oauthSettings();
	if (clientId !== undefined) return clientId;
	const given = await askText({
		title: vscode.l10n.t('Sign in with the browser: your app in PagerDuty'),
		placeholder: vscode.l10n.t('Client ID'),
		prompt: vscode.l10n.t(
			'Register an app in PagerDuty under Integrations > App Registration, with OAuth 2.0 and the redirect URL {0}. Then paste its client ID.',
			redirectUriOf(Number.isNaN(port) ? undefined : port),
		),
		help: { tooltip: vscode.l10n.t('How to register an app'), url: registrationHelp },
		step: [1, 2],
		problem: (text) =>
			isClientId(text.trim())
				? undefined
				: text.trim() === ''
					? vscode.l10n.t('Paste a client ID first.')
					: vscode.l10n.t('A client ID has only letters, digits and - _ . ~'),
		accept: (value) => Promise.resolve({ value }),
	});
	if (given === undefined || given === 'back') return undefined;
	if (!(await askClientSecret(apps, given.value, [2, 2]))) return undefined;
	await keepClientId(given.value);
	return given.value;
}

/** Asks for the secret of an app and keeps it, or forgets the one that was kept. False when the person thinks better of it. */
export async function askClientSecret(
	apps: OAuthApps,
	clientId: string,
	step?: readonly [step: number, of: number],
): Promise<boolean> {
	const given = await askText({
		title: vscode.l10n.t('Client secret of your app in PagerDuty'),
		placeholder: vscode.l10n.t('Client secret (optional)'),
		prompt: vscode.l10n.t(
			'Scoped apps need it, and with it sign-ins renew themselves. It is kept in the secret storage. Leave it empty for an app without one.',
		),
		password: true,
		...(step && { step }),
		problem: (text) =>
			/^[\x21-\x7e]{0,500}$/.test(text.trim())
				? undefined
				: vscode.l10n.t('A client secret has no spaces, and only plain letters, digits and signs.'),
		accept: (value) => Promise.resolve({ value }),
	});
	if (given === undefined || given === 'back') return false;
	await apps.keep(clientId, given.value === '' ? undefined : given.value);
	return true;
}
