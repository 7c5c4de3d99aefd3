import { badgeInWords } from '../incidents/present.ts';
import type { L10n, Situation } from '../words/situation.ts';
import type { OncallPolicy, Turn } from '../oncall/policies.ts';
import { safeForLabel, safeForMarkdown } from '../words/markup-safe.ts';
import type { AccountState } from '../account/current-account.ts';
import { moment } from '../words/time.ts';

/** What the status bar tells of. */
export interface Status {
	readonly account: AccountState;
	/** Where the person is on call now. */
	readonly turns: readonly { readonly policy: OncallPolicy; readonly turn: Turn }[];
	/** Open incidents: the person's own, or all when the token stands for nobody. */
	readonly open: number;
	/** Whether the incidents were read at all. */
	readonly known: boolean;
}

export interface StatusText {
	readonly text: string;
	/** Markdown; names are escaped. */
	readonly tooltip: string;
	/** For screen readers. */
	readonly words: string;
	/** Whether something needs the person. */
	readonly needsSignIn: boolean;
}

/** The status bar item, or undefined when there is nothing to tell. */
export function statusText(status: Status, situation: Situation): StatusText | undefined {
	const { l10n } = situation;
	const { account } = status;
	if (account.kind !== 'signedIn') return undefined;
	const demo = account.demo ? [l10n.t('Demo')] : [];
	if (account.expired) {
		const words = l10n.t('PagerDuty: sign in again');
		return { text: `$(warning) ${words}`, tooltip: l10n.t('Your token no longer works.'), words, needsSignIn: true };
	}
	const oncall = oncallText(status, l10n);
	const open = status.known ? [status.open === 1 ? l10n.t('1 open') : l10n.t('{0} open', status.open)] : [];
	const parts = [...demo, ...oncall, ...(oncall.length > 0 && status.open === 0 ? [] : open)];
	if (parts.length === 0) return undefined;
	const lines = [
		...(account.demo ? [l10n.t('This is the demo account: nobody is paged.')] : [safeForMarkdown(account.name)]),
		...status.turns.map(({ policy, turn }) => turnLine(policy, turn, situation)),
		...(status.known ? [badgeInWords(status.open, account.person, l10n)] : []),
	];
	return {
		text: `$(bell) ${parts.map(safeForLabel).join(' · ')}`,
		tooltip: lines.join('\n\n'),
		words: [l10n.t('PagerDuty'), ...parts].join(', '),
		needsSignIn: false,
	};
}

/** `On call: Payments L1`, and how many policies more. */
function oncallText({ turns }: Status, l10n: L10n): string[] {
	const [first, ...others] = turns;
	if (!first) return [];
	const text = l10n.t('On call: {0} L{1}', first.policy.name, first.turn.level);
	return [others.length > 0 ? `${text} +${others.length}` : text];
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
