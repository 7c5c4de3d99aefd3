import type { Entry } from '../../record/entry.ts';
import { undoPlan } from '../../record/undo.ts';
import type { UndoPlan } from '../../record/undo-plan.ts';
import { aboutText, changedValues, shortAboutText, valueText, type ChangedValue } from '../../record/words.ts';
import { statusWord } from '../incidents/present.ts';
import { word } from '../../tools/text/said.ts';
import { saidIn } from '../words/said.ts';
import { cleanLine } from '../../tools/text/untrusted.ts';
import type { L10n, Situation } from '../words/situation.ts';
import { age, moment } from '../words/time.ts';

/** A row of the tree. */
export interface ActivityRow {
	readonly label: string;
	readonly description: string;
	readonly icon: string;
	readonly tooltip: string;
	readonly undoable: boolean;
}

/** `Resolve incidents: #4260`, and who did it, when; the tooltip has all of it. */
export async function activityRow(
	entry: Entry,
	{ undone }: { readonly undone: boolean },
	situation: Situation,
): Promise<ActivityRow> {
	const { now, locale, l10n } = situation;
	const [label, whole] = [await changeInWords(entry, l10n, shortAboutText(entry)), await changeInWords(entry, l10n)];
	const state = undone ? l10n.t('undone') : entry.outcome === 'done' ? undefined : outcomeInWords(entry.outcome, l10n);
	const who = whoInWords(entry, l10n);
	const description = [who, age(entry.at, now, l10n), state].filter((part) => part !== undefined).join(' · ');
	const at = moment(new Date(entry.at), now, locale);
	return {
		label,
		description,
		icon: undone ? 'discard' : entry.outcome === 'done' && isOwn(entry) ? 'account' : icons[entry.outcome],
		tooltip: [whole, [who, at].join(' · '), ...(state === undefined ? [] : [state])].join('\n'),
		undoable: !undone && undoPlan(entry).possible,
	};
}

/** Whether the person did it, by the editor or by undoing. */
function isOwn({ client, connection, undoes }: Entry): boolean {
	return undoes !== undefined || (client === undefined && connection === undefined);
}

const icons: Readonly<Record<Entry['outcome'], string>> = {
	done: 'check',
	failed: 'error',
	unclear: 'question',
	cancelled: 'circle-slash',
};

/** The change in one line: the tool's title, and what it was about. */
export async function changeInWords(entry: Entry, l10n: L10n, about = aboutText(entry)): Promise<string> {
	const { catalogue } = await import('../../tools/catalogue.ts');
	const known = catalogue.find(({ name }) => name === entry.tool)?.title;
	const title = known === undefined ? entry.tool : saidIn(word(known), l10n);
	return about === '' ? title : `${title}: ${about}`;
}

/** `"Claude Code" (Laptop)`, or that the person did it. A client says itself what it is called: quotes tell it from the person. */
export function whoInWords({ client, connection, undoes }: Entry, l10n: L10n): string {
	if (undoes !== undefined) return l10n.t('You, undoing');
	if (client === undefined) return connection ?? l10n.t('You');
	const own = cleanLine(client, 60).replaceAll('"', "'");
	const name = own === '' ? l10n.t('a client without a name') : l10n.t('"{0}"', own);
	return connection === undefined ? name : `${name} (${connection})`;
}

export function outcomeInWords(outcome: Entry['outcome'], l10n: L10n): string {
	switch (outcome) {
		case 'done':
			return l10n.t('done');
		case 'failed':
			return l10n.t('failed');
		case 'unclear':
			return l10n.t('unclear: it may have been carried out');
		case 'cancelled':
			return l10n.t('cancelled: it may have been carried out');
	}
}

/** Whether it can be undone, in words. */
function undoInWords(plan: UndoPlan, undone: boolean, l10n: L10n): string {
	if (undone) return l10n.t('It has been undone.');
	if (!plan.possible) return l10n.t('It cannot be undone. {0}', saidIn(plan.why, l10n));
	return plan.warning === undefined
		? l10n.t('It can be undone.')
		: l10n.t('It can be undone. {0}', saidIn(plan.warning, l10n));
}

/** What of an incident changed. */
function valueName(name: ChangedValue['name'], l10n: L10n): string {
	switch (name) {
		case 'title':
			return l10n.t('title');
		case 'status':
			return l10n.t('status');
		case 'urgency':
			return l10n.t('urgency');
		case 'priority':
			return l10n.t('priority');
		case 'assignees':
			return l10n.t('assignees');
		case 'escalation_policy':
			return l10n.t('escalation policy');
		case 'service':
			return l10n.t('service');
		case 'triggers_again':
			return l10n.t('end of the acknowledgement');
	}
}

/** A value of an incident in the person's language, where PagerDuty has words of its own for it. */
function valueWord(name: ChangedValue['name'], value: string, l10n: L10n): string {
	if (name === 'status') return statusWord(value, l10n);
	if (name !== 'urgency') return value;
	return value === 'high' ? l10n.t('high') : value === 'low' ? l10n.t('low') : value;
}

/** All that is kept of a change, as plain text: what comes from outside stays text. */
export async function activityText(
	entry: Entry,
	{ undone }: { readonly undone: boolean },
	{ locale, l10n }: Situation,
): Promise<string> {
	const full = new Intl.DateTimeFormat(locale.language, {
		dateStyle: 'full',
		timeStyle: 'long',
		...(locale.timeZone && { timeZone: locale.timeZone }),
	});
	const line = (name: string, value: string | undefined) =>
		value === undefined || value === '' ? [] : [`${name}: ${value}`];
	const block = (title: string, lines: readonly string[]) =>
		lines.length === 0 ? [] : ['', title, ...lines.map((text) => `  ${text}`)];
	return [
		await changeInWords(entry, l10n),
		'',
		...line(l10n.t('When'), full.format(new Date(entry.at))),
		...line(l10n.t('Who'), whoInWords(entry, l10n)),
		...line(l10n.t('Tool'), entry.tool),
		...line(l10n.t('Result'), outcomeInWords(entry.outcome, l10n)),
		...line(l10n.t('Why'), entry.problem),
		...line(l10n.t('Account'), entry.account),
		...line(l10n.t("PagerDuty's request ids"), entry.request_ids.join(', ')),
		...line(l10n.t('Entry'), entry.id),
		'',
		undoInWords(undoPlan(entry), undone, l10n),
		...entry.incidents.flatMap((one) =>
			block(
				`#${one.after.number ?? one.after.id} ${cleanLine(one.after.title)}`,
				changedValues(one).map(
					({ name, before, after }) =>
						`${valueName(name, l10n)}: ${[before, after].flatMap((value) => (value === undefined ? [] : [valueWord(name, value, l10n)])).join(' → ')}`,
				),
			),
		),
		...block(
			l10n.t('Asked for'),
			Object.entries(entry.arguments).map(([name, value]) => `${name}: ${valueText(value, 500)}`),
		),
		...block(
			l10n.t("The tool's answer"),
			entry.result === undefined ? [] : JSON.stringify(entry.result, undefined, 2).split('\n'),
		),
		'',
	].join('\n');
}
