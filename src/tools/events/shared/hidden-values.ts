import * as z from 'zod';
import { ToolError } from '../../core/failure.ts';
import { withoutKeys } from '../../text/web-address.ts';

/*
 * Rules of event orchestrations can call addresses, with headers and parameters that often hold credentials. They are shown to
 * nobody; whoever changes rules sends the placeholders back, and gets the values kept.
 */

type Actions = Record<string, unknown>;

const hidden = '[hidden; send back to keep]';

const Pair = z.looseObject({ key: z.string().nullish(), value: z.unknown() });
type Pair = z.output<typeof Pair>;
const Call = z.looseObject({
	name: z.string().nullish(),
	url: z.string().nullish(),
	headers: z.array(Pair).nullish(),
	parameters: z.array(Pair).nullish(),
});
type Call = z.output<typeof Call>;
const Calls = z.array(Call);

/** Actions of a rule with placeholders for what may be secret. */
export function hideValues(actions: Actions): Actions {
	const calls = actions['automation_actions'];
	if (calls === undefined) return actions;
	const read = Calls.safeParse(calls);
	// What cannot be read is not shown at all.
	return { ...actions, automation_actions: read.success ? read.data.map(hideIn) : hidden };
}

function hideIn(call: Call): Call {
	const hide = (pairs: readonly Pair[]) => pairs.map((pair) => ({ ...pair, value: hidden }));
	return {
		...call,
		...(call.url && { url: withoutKeys(call.url) }),
		...(call.headers && { headers: hide(call.headers) }),
		...(call.parameters && { parameters: hide(call.parameters) }),
	};
}

/**
 * Wanted actions of a rule, with the values of its current ones in place of placeholders.
 * @param where the rule, for people
 * @throws {ToolError} for placeholders that stand for nothing.
 */
export function restoreValues(wanted: Actions, current: Actions, where: string): Actions {
	const calls = wanted['automation_actions'];
	if (calls === undefined) return wanted;
	const before = current['automation_actions'];
	if (calls === hidden && before !== undefined) return { ...wanted, automation_actions: before };
	const old = Calls.safeParse(before).data ?? [];
	const read = Calls.safeParse(calls);
	const restored = read.success ? read.data.map((call, at) => restoreIn(call, counterpart(call, at, old))) : calls;
	const left = JSON.stringify(restored).includes(hidden);
	const cut = read.success && read.data.some((call, at) => isCut(call) && !counterpart(call, at, old));
	if (!left && !cut) return { ...wanted, automation_actions: restored };
	throw new ToolError({
		message: `${where}: no hidden value of automation_actions can be kept there. Nothing was changed.`,
		next: 'Hidden values stay only with their rule id, address and key: give the real ones for anything new or moved.',
	});
}

/** What the call was before: at the same address, lest a credential be sent to another one. */
function counterpart({ name, url }: Call, at: number, old: readonly Call[]): Call | undefined {
	const there = old.filter((call) => call.url === url || (call.url && withoutKeys(call.url) === url));
	const [same, ...others] = there.length > 1 ? there.filter((call) => call.name === name) : there;
	return others.length === 0 ? same : there.find((call) => call === old[at]);
}

function restoreIn(call: Call, old: Call | undefined): Call {
	if (!old) return call;
	return {
		...call,
		...(old.url && { url: old.url }),
		...(call.headers && { headers: restorePairs(call.headers, old.headers ?? []) }),
		...(call.parameters && { parameters: restorePairs(call.parameters, old.parameters ?? []) }),
	};
}

function restorePairs(pairs: readonly Pair[], old: readonly Pair[]): Pair[] {
	return pairs.map((pair, at) => {
		if (pair.value !== hidden) return pair;
		const same = old.filter(({ key }) => key === pair.key);
		const before = same.length > 1 ? same.find((one) => one === old[at]) : same[0];
		return before ? { ...pair, value: before.value } : pair;
	});
}

function isCut({ url }: Call): boolean {
	return url?.includes('…') === true;
}
