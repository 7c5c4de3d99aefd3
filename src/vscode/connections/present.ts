import { clientLabel } from '../../connections/client-configuration.ts';
import type { Connection, Terms } from '../../connections/connection.ts';
import type { Access } from '../../tools/core/access.ts';
import { ownerInWords } from '../account/accounts.ts';
import { safeForMarkdown } from '../words/markup-safe.ts';
import type { L10n, Situation } from '../words/situation.ts';
import { age, moment } from '../words/time.ts';
import type { PortState } from './stable-port.ts';

/** What a row says of a connection besides. */
export interface Besides {
	/** Whose account it serves, because there are several. */
	readonly withAccount: boolean;
}

/** `Codex · ends in 7h 58m`; without the client where the name says it. */
export function connectionDescription(
	{ name, client, account, endsAt }: Connection,
	{ now, l10n }: Situation,
	{ withAccount }: Besides,
): string {
	const label = clientLabel(client);
	return [
		...(name === label ? [] : [label]),
		...(withAccount && account ? [ownerInWords(account)] : []),
		endsInWords(endsAt, now, l10n),
	].join(' · ');
}

/** `ends in 7h 58m`, or `never ends`. */
export function endsInWords(endsAt: number | undefined, now: Date, l10n: L10n): string {
	return endsAt === undefined ? l10n.t('never ends') : l10n.t('ends in {0}', timeLeft(endsAt, now, l10n));
}

/** `7h 58m`, or `never`. */
export function endInWords(endsAt: number | undefined, now: Date, l10n: L10n): string {
	return endsAt === undefined ? l10n.t('never') : l10n.t('in {0}', timeLeft(endsAt, now, l10n));
}

/** The time until then is the age of now, seen from there. Nobody wants to read "in now". */
function timeLeft(endsAt: number, now: Date, l10n: L10n): string {
	return age(now.toISOString(), new Date(Math.max(endsAt, now.getTime() + 60_000)), l10n) ?? '';
}

/** What a person hears of a row. */
export function connectionInWords(
	{ name, client, access, account, endsAt }: Connection,
	{ now, l10n }: Situation,
	{ withAccount }: Besides,
): string {
	const facts = [
		clientLabel(client),
		...(withAccount && account ? [ownerInWords(account)] : []),
		accessInWords(access, l10n),
		endsInWords(endsAt, now, l10n),
	];
	return l10n.t('{0}: {1}', name, facts.join(', '));
}

export function accessInWords(access: Access, l10n: L10n): string {
	switch (access) {
		case 'read':
			return l10n.t('view only');
		case 'respond':
			return l10n.t('view and respond');
		case 'administer':
			return l10n.t('view, respond and administer');
	}
}

/** The terms of a connection, a name and a value each. */
export function termsInWords(terms: Terms, l10n: L10n): readonly (readonly [name: string, value: string])[] {
	const { tools = [], excludedTools = [], within, callsPerMinute } = terms;
	return [
		[l10n.t('Access'), accessInWords(terms.access, l10n)],
		[l10n.t('Toolsets'), listInWords(terms.toolsets, l10n)],
		...(tools.length > 0 ? [[l10n.t('Single tools, too'), listInWords(tools, l10n)] as const] : []),
		...(excludedTools.length > 0 ? [[l10n.t('Left out'), listInWords(excludedTools, l10n)] as const] : []),
		...(within ? [[l10n.t('Only'), withinInWords(within, l10n)] as const] : []),
		...(callsPerMinute === undefined ? [] : [[l10n.t('Calls a minute'), String(callsPerMinute)] as const]),
		...(terms.host === undefined ? [] : [[l10n.t('Through'), terms.host] as const]),
	];
}

export function withinInWords({ teams, services }: NonNullable<Terms['within']>, l10n: L10n): string {
	return listInWords(
		[...teams, ...services].map(({ name }) => name),
		l10n,
	);
}

export function listInWords(items: readonly string[], l10n: L10n): string {
	return items.length === 0 ? l10n.t('none') : items.join(', ');
}

/** Everything about a connection, as Markdown. */
export function connectionTooltip(connection: Connection, { now, locale, l10n }: Situation): string {
	const at = (time: number) => moment(new Date(time), now, locale);
	const rows = [
		[l10n.t('Client'), clientLabel(connection.client)],
		...(connection.account ? [[l10n.t('Account'), ownerInWords(connection.account)] as const] : []),
		...termsInWords(connection, l10n),
		[l10n.t('Created'), at(connection.createdAt)],
		[l10n.t('Last used'), connection.lastUsedAt === undefined ? l10n.t('never') : at(connection.lastUsedAt)],
		[l10n.t('Ends'), connection.endsAt === undefined ? l10n.t('never') : at(connection.endsAt)],
	] as const;
	return [
		`**${safeForMarkdown(connection.name)}**`,
		rows.map(([name, value]) => `${safeForMarkdown(name)}: ${safeForMarkdown(value)}`).join('  \n'),
	].join('\n\n');
}

/** What the view says above its rows about the port; undefined when all is well. */
export function portMessage(state: PortState, l10n: L10n): string | undefined {
	switch (state.kind) {
		case 'off':
		case 'here':
			return undefined;
		case 'elsewhere':
			return l10n.t('Another window serves port {0} now. This one takes over when it closes.', state.port);
		case 'taken':
			return l10n.t(
				'Another program has port {0}, so clients cannot connect. Stop it, or choose another port in the settings (pagerduty.mcp.port) and copy the configurations again.',
				state.port,
			);
	}
}
