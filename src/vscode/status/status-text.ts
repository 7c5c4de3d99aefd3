import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { accountInWords } from '../account/account-in-words.ts';
import type { AccountState } from '../account/current-account.ts';
import { badgeInWords, commandLink, incidentInWords, incidentLabel, incidentTitle } from '../incidents/present.ts';
import type { OncallPolicy, Turn } from '../oncall/policies.ts';
import { minutesLeft } from '../oncall/until.ts';
import type { LoadState } from '../refresh/load-state.ts';
import { safeForLabel, safeForMarkdown } from '../words/markup-safe.ts';
import type { L10n, Situation } from '../words/situation.ts';
import { moment, timeOfDay } from '../words/time.ts';
import type { RepositoryStatus } from './repository-status.ts';

/** What the status bar tells of. */
export interface Status {
	readonly account: AccountState;
	/** Where the person is on call now. */
	readonly turns: readonly { readonly policy: OncallPolicy; readonly turn: Turn }[];
	/** Open incidents, what needs somebody most first: the person's own, or all when the token stands for nobody. */
	readonly open: readonly ShownIncident[];
	readonly incidents: LoadState;
	/** Whether it is known who is on call. */
	readonly oncallKnown: boolean;
	/** Whether there are other accounts to switch to. */
	readonly several: boolean;
	/** The services that the repositories of this window belong to. */
	readonly repository: readonly RepositoryStatus[];
}

export interface StatusCommands {
	readonly acknowledge: string;
	readonly show: string;
	readonly refresh: string;
	readonly settings: string;
	readonly switchAccount: string;
}

/** What a click on the item is about: signing in again, an incident that waits, or the list of incidents. */
export type StatusTarget =
	{ readonly kind: 'signIn' } | { readonly kind: 'incident'; readonly id: string } | { readonly kind: 'incidents' };

export interface StatusText {
	readonly text: string;
	/** Markdown; names are escaped. */
	readonly tooltip: string;
	/** For screen readers. */
	readonly words: string;
	readonly target: StatusTarget;
	/** An incident waits for somebody to acknowledge it. */
	readonly alarming: boolean;
}

/** Longer titles would push away what else stands in the status bar. */
const longestTitle = 28;
const listed = 5;

/** The status bar item, or undefined when there is nothing to tell. */
export function statusText(status: Status, commands: StatusCommands, situation: Situation): StatusText | undefined {
	const { l10n } = situation;
	const { account, open, incidents } = status;
	if (account.kind !== 'signedIn') return undefined;
	if (account.expired) {
		const words = l10n.t('PagerDuty: sign in again');
		const tooltip = l10n.t('Your sign-in no longer works.');
		return { text: `$(warning) ${words}`, tooltip, words, target: { kind: 'signIn' }, alarming: false };
	}
	const [burning] = open.filter(({ status: state }) => state === 'triggered');
	const stale = staleText(incidents, situation);
	const now = burning ? burningText(status, burning, situation) : calmText(status, situation);
	if (!now && stale === undefined) return undefined;
	const demo = account.demo ? [l10n.t('Demo')] : [];
	const icon = now?.icon ?? 'debug-disconnect';
	const parts = [...demo, ...(now?.parts ?? []), ...(stale === undefined ? [] : [stale])];
	return {
		text: [`$(${icon})`, parts.map(safeForLabel).join(' · ')].join(' ').trim(),
		tooltip: tooltip(status, commands, situation),
		words: [l10n.t('PagerDuty'), ...demo, ...(now?.words ?? []), ...(stale === undefined ? [] : [stale])].join(', '),
		target: burning ? { kind: 'incident', id: burning.id } : { kind: 'incidents' },
		alarming: burning !== undefined,
	};
}

interface Glance {
	readonly icon: string;
	readonly parts: readonly string[];
	readonly words: readonly string[];
}

/** `$(flame) 2 · P1 · 9m  Card authorisations…`: how many wait, and the one that needs somebody most. */
function burningText({ open }: Status, burning: ShownIncident, { now, l10n }: Situation): Glance {
	const waiting = open.filter(({ status }) => status === 'triggered').length;
	const title = shortened(burning.title);
	return {
		icon: 'flame',
		parts: [String(waiting), incidentLabel({ ...burning, title }, now, l10n)],
		words: [
			waiting === 1 ? l10n.t('1 incident is waiting') : l10n.t('{0} incidents are waiting', waiting),
			incidentInWords(burning, now, l10n),
		],
	};
}

/** What is taken on, and until when the person is on call. */
function calmText(status: Status, situation: Situation): Glance | undefined {
	const { l10n } = situation;
	const oncall = oncallText(status, situation);
	const taken = status.open.length;
	if (taken > 0) {
		const words = badgeInWords(taken, isPerson(status), l10n);
		return { icon: 'eye', parts: [String(taken), ...oncall], words: [words, ...oncall] };
	}
	if (oncall.length > 0) return { icon: 'bell', parts: oncall, words: oncall };
	if (status.incidents.completeAt === undefined) return undefined;
	const none = isPerson(status) && status.oncallKnown ? l10n.t('Not on call') : l10n.t('Nothing open');
	return { icon: isPerson(status) ? 'bell-slash' : 'bell', parts: [none], words: [none] };
}

function isPerson({ account }: Status): boolean {
	return account.kind === 'signedIn' && account.person;
}

/** `On call until Mon 17:00`, until the last of the turns ends; in its last hour `On call, ends in 42 min`. */
function oncallText({ turns }: Status, { now, locale, l10n }: Situation): string[] {
	if (turns.length === 0) return [];
	const ends = turns.map(({ turn }) => turn.until?.getTime() ?? Infinity);
	const end = Math.max(...ends);
	if (end === Infinity) return [l10n.t('On call')];
	const minutes = minutesLeft(new Date(end), now);
	return [
		minutes === undefined
			? l10n.t('On call until {0}', moment(new Date(end), now, locale))
			: l10n.t('On call, ends in {0} min', minutes),
	];
}

/** Since when what is shown may no longer be true. */
function staleText({ completeAt, problem }: LoadState, { now, locale, l10n }: Situation): string | undefined {
	if (!problem) return undefined;
	return completeAt
		? l10n.t('not updated since {0}', moment(completeAt, now, locale))
		: l10n.t('PagerDuty could not be read');
}

function tooltip(status: Status, commands: StatusCommands, situation: Situation): string {
	const { account, open, incidents, turns } = status;
	const { locale, l10n } = situation;
	if (account.kind !== 'signedIn') return '';
	const { problem, completeAt } = incidents;
	const more = open.length - listed;
	return [
		account.demo ? l10n.t('This is the demo account: nobody is paged.') : safeForMarkdown(accountInWords(account)),
		...status.repository.map((service) => repositoryLine(service, l10n)),
		...turns.map(({ policy, turn }) => turnLine(policy, turn, situation)),
		...(completeAt ? [safeForMarkdown(badgeInWords(open.length, account.person, l10n))] : []),
		...open.slice(0, listed).map((incident) => incidentLine(incident, commands, l10n)),
		...(more > 0 ? [l10n.t('and {0} more', more)] : []),
		...(problem ? [`$(warning) ${safeForMarkdown(problem.what.message)}`] : []),
		[
			...(completeAt ? [safeForMarkdown(l10n.t('Updated at {0}', timeOfDay(completeAt, locale)))] : []),
			commandLink(l10n.t('Refresh'), commands.refresh),
			...(status.several ? [commandLink(l10n.t('Switch account'), commands.switchAccount)] : []),
			commandLink(l10n.t('Settings'), commands.settings, 'pagerduty.statusBar'),
		].join(' · '),
	].join('\n\n');
}

/** `This repository: Payments API · 2 open · on call: Ana Ruiz` */
function repositoryLine({ name, open, oncall }: RepositoryStatus, l10n: L10n): string {
	return [
		l10n.t('This repository: {0}', safeForMarkdown(name)),
		...(open === undefined ? [] : [open === 0 ? l10n.t('nothing open') : l10n.t('{0} open', open)]),
		...(oncall === undefined
			? []
			: [oncall.length > 0 ? l10n.t('on call: {0}', safeForMarkdown(oncall.join(', '))) : l10n.t('nobody on call')]),
	].join(' · ');
}

function incidentLine(incident: ShownIncident, commands: StatusCommands, l10n: L10n): string {
	const title = safeForMarkdown(incidentTitle({ ...incident, title: shortened(incident.title, 60) }));
	return [
		`$(${incident.status === 'triggered' ? 'flame' : 'eye'}) ${title}`,
		...(incident.status === 'triggered' ? [commandLink(l10n.t('Acknowledge'), commands.acknowledge, incident.id)] : []),
		commandLink(l10n.t('Show'), commands.show, incident.id),
	].join(' · ');
}

function turnLine(policy: OncallPolicy, turn: Turn, { now, locale, l10n }: Situation): string {
	const name = safeForMarkdown(policy.name);
	return turn.until
		? l10n.t(
				'On call for {0}, level {1}, until {2}',
				name,
				turn.level,
				safeForMarkdown(moment(turn.until, now, locale)),
			)
		: l10n.t('Always on call for {0}, level {1}', name, turn.level);
}

function shortened(title: string, longest = longestTitle): string {
	return title.length <= longest ? title : `${title.slice(0, longest - 1).trimEnd()}…`;
}
