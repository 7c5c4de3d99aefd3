import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import type { ShownShift } from '../../../tools/schedules/shift-shape.ts';
import type { Caller } from '../../../tools/tool-runs.ts';
import type { ChangesInAccount } from '../../account/changes-in-account.ts';
import type { CurrentAccount } from '../../account/current-account.ts';
import type { RunsTools } from '../../lazy-toolbox.ts';
import { shiftOfTool, type Shift } from '../../oncall/shift.ts';
import { safeForLabel } from '../../words/markup-safe.ts';
import { situationNow, type Situation } from '../../words/situation.ts';
import { spanInWords } from '../../words/time.ts';
import type { OncallRows } from './oncall-rows.ts';
import { chooseNamed } from './choose-named.ts';
import { slowAction } from './slow-action.ts';

/** What the commands about shifts are made of. */
export interface ShiftSources extends OncallRows {
	readonly toolbox: RunsTools;
	readonly changes: ChangesInAccount;
	readonly clock: Clock;
	readonly account: Pick<CurrentAccount, 'isPerson' | 'isDemo' | 'state'>;
}

/** A schedule as it is chosen by its name. */
export interface NamedSchedule {
	readonly id: string;
	readonly name: string;
	readonly url: string | undefined;
}

const dayMs = 24 * 60 * 60_000;
/** How far ahead people look at their shifts. */
const aheadMs = 60 * dayMs;
const listed = 100;

/** The person's own shifts of the next 60 days, in order of time. */
export async function readMyShifts(
	sources: ShiftSources,
	caller: Caller,
	markOverrides: boolean,
): Promise<readonly Shift[]> {
	return (await readMyDuty(sources, caller, markOverrides)).shifts;
}

/** The same, and the policies that the person is always on call for, by name. */
export async function readMyDuty(
	{ toolbox, clock }: ShiftSources,
	caller: Caller,
	markOverrides: boolean,
): Promise<{ readonly shifts: readonly Shift[]; readonly always: readonly string[] }> {
	const { listShifts } = await import('../../../tools/oncall/list-shifts.ts');
	const query = { users: ['me'], ...nextDays(clock), mark_overrides: markOverrides, limit: listed };
	const shifts = await allShifts((at) => toolbox.run(listShifts, { ...query, ...at }, caller));
	// Who is always on call is so on no schedule.
	const always = shifts.filter(({ schedule_id: schedule, start, end }) => schedule === undefined && !start && !end);
	return {
		shifts: shifts.flatMap((shift) => shiftOfTool(shift, shift.user_id) ?? []),
		always: [...new Set(always.flatMap(({ escalation_policies: policies = [] }) => policies))],
	};
}

/** The shifts of a schedule in the next 60 days. @param myId of the person signed in, if any */
export async function readShiftsOf(
	{ toolbox, clock }: ShiftSources,
	{ id, url }: Pick<NamedSchedule, 'id' | 'url'>,
	myId: string | undefined,
): Promise<readonly Shift[]> {
	return slowAction(clock, vscode.l10n.t('Reading the schedule'), async (caller) => {
		const { getSchedule } = await import('../../../tools/oncall/get-schedule.ts');
		const query = { schedule: id, ...nextDays(clock), limit: listed };
		const shifts = await allShifts((at) => toolbox.run(getSchedule, { ...query, ...at }, caller));
		return shifts.flatMap((shift) => shiftOfTool({ ...shift, schedule_url: url }, myId) ?? []);
	});
}

/** Page after page. A cursor goes on with its own query only, so the times of that stay as they are. */
async function allShifts(
	read: (at: { cursor?: string }) => Promise<{ shifts: readonly ShownShift[]; next_cursor?: string | undefined }>,
): Promise<readonly ShownShift[]> {
	const all: ShownShift[] = [];
	let cursor: string | undefined;
	do {
		const { shifts, next_cursor: next } = await read(cursor === undefined ? {} : { cursor });
		all.push(...shifts);
		cursor = next;
	} while (cursor !== undefined);
	return all;
}

/** The person signed in; undefined for a key that stands for nobody. */
export async function readMe(
	{ toolbox, account }: ShiftSources,
	caller: Caller,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
	if (!account.isPerson) return undefined;
	const { getCurrentUser } = await import('../../../tools/people/get-current-user.ts');
	return (await toolbox.run(getCurrentUser, {}, caller)).user;
}

/** Asks for a schedule. */
export function chooseSchedule(
	{ toolbox, clock }: Pick<ShiftSources, 'toolbox' | 'clock'>,
	title: string,
): Promise<NamedSchedule | undefined> {
	const search = async (text: string, signal: AbortSignal) => {
		const { listSchedules } = await import('../../../tools/oncall/list-schedules.ts');
		const query = { limit: listed, ...(text !== '' && { query: text }) };
		const { schedules, more } = await toolbox.run(listSchedules, query, { signal, priority: 'person' });
		const items = schedules.map(({ id, name, url }) => ({
			value: { id, name, url },
			label: safeForLabel(name),
			icon: 'calendar',
		}));
		return { items, more };
	};
	return chooseNamed({ title, placeHolder: vscode.l10n.t('The schedule, by name'), search }, clock);
}

/** Asks for one of some shifts. @param other offered below them, and given as `other` */
export async function chooseShift(
	shifts: readonly Shift[],
	{ title, placeHolder, other }: { readonly title: string; readonly placeHolder: string; readonly other?: string },
	clock: Clock,
): Promise<Shift | 'other' | undefined> {
	const situation = situationNow(clock);
	const items = [
		...shifts.map((shift) => ({ shift, ...shiftItem(shift, situation) })),
		...(other === undefined
			? []
			: [{ shift: 'other' as const, label: other, iconPath: new vscode.ThemeIcon('search') }]),
	];
	const chosen = await vscode.window.showQuickPick(items, {
		title,
		placeHolder,
		matchOnDescription: true,
		matchOnDetail: true,
	});
	return chosen?.shift;
}

/** A shift in a list: when, on which schedule, whose, and for what. */
export function shiftItem(shift: Shift, { now, locale, l10n }: Situation): vscode.QuickPickItem {
	const { start, end, user, mine, schedule, override, policies } = shift;
	const underWay = start <= now && now < end;
	const hours = Math.round((end.getTime() - start.getTime()) / 360_000) / 10;
	return {
		label: spanInWords(start, end, locale),
		description: [...(underWay ? [l10n.t('now')] : []), ...(override ? [l10n.t('override')] : [])].join(' · '),
		detail: [
			safeForLabel(mine ? schedule : user),
			l10n.t('{0} h', hours.toLocaleString(locale.language)),
			safeForLabel(policies.join(', ')),
		]
			.filter((part) => part !== '')
			.join(' · '),
		iconPath: new vscode.ThemeIcon(underWay ? 'bell-dot' : 'calendar'),
	};
}

function nextDays(clock: Clock): { readonly since: string; readonly until: string } {
	const now = clock.now();
	return { since: now.toISOString(), until: new Date(now.getTime() + aheadMs).toISOString() };
}
